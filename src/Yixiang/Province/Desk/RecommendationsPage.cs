using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Province.Desk;

/// <summary>The recommendations that the reader may see, narrowed by the address. Four queries, whatever there is.</summary>
public abstract class RecommendationsPage(Db db, Actor actor, CityPack pack) : PageModel
{
    public CityPack Pack { get; } = pack;

    public RecommendationAsk Ask { get; private set; } = null!;

    public Page<RecommendationRow> Rows { get; private set; } = null!;

    public IReadOnlyDictionary<RecommendationState, int> Counts { get; private set; } = null!;

    /// <summary>With the province although the instrument left the city's ledger.</summary>
    public int Stranded { get; private set; }

    public bool IsBureau => actor.Is(Role.BureauOfficer);

    public bool IsDesk => actor.IsOfficer;

    public string Root => IsDesk ? "/desk/province" : "/unit/province";

    public Crumb[] Crumbs => [new(T(IsDesk ? "nav.desk" : "nav.unit"), IsDesk ? "/desk" : "/unit"), new(T("province.title"))];

    public FilterBar Filters => new(
    [
        new("q", T("province.filter-text"), Ask.Q),
        .. IsDesk && actor.AreaCode is null ? [new Filter("area", T("province.area"), Ask.Area, [.. Pack.Areas.Select(a => new FilterChoice(a.Code, a.Name.ToString()))])] : Array.Empty<Filter>(),
        new("sort", T("province.sort"), Ask.Sort, [.. RecommendationAsk.Sorts.Select(s => new FilterChoice(s, T($"province.sort-{s}")))]),
    ]);

    public async Task OnGetAsync(CancellationToken stop)
    {
        Ask = RecommendationAsk.Read(new(Request.Query));
        var mine = db.Recommendations.AsNoTracking().VisibleTo(actor);
        Counts = await mine.GroupBy(r => r.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);
        Stranded = await mine.Stranded(db).CountAsync(stop);
        Rows = await db.RecommendationRowsOf(Ask.Narrow(db, mine)).PageAsync(Ask.Page, Ask.Size, stop);
    }

    /// <summary>This list in another state, everything else as it is.</summary>
    public string To(string? state) => Request.With("state", state);

    public string Export(string format) => $"~{Root}/export/{format}{Request.QueryString}";
}

/// <summary>The provincial platform on the desk: of the whole city, or of the officer's own area.</summary>
[For(Role.BureauOfficer, Role.CountyOfficer)]
public sealed class DeskProvinceModel(Db db, Actor actor, CityPack pack) : RecommendationsPage(db, actor, pack);

/// <summary>What of the own unit is on its way to the provincial platform, or stands there.</summary>
[For(Role.UnitAdministrator)]
public sealed class UnitProvinceModel(Db db, Actor actor, CityPack pack) : RecommendationsPage(db, actor, pack);
