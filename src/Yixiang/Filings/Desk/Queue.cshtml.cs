using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings.Desk;

/// <summary>An officer to whom filings can be given.</summary>
public sealed record OfficerChoice(long Id, string Name);

/// <summary>The queues of the desk: everything that was handed in, by state and age, narrowed by the address. Four queries, whatever there is.</summary>
[For(Role.BureauOfficer, Role.CountyOfficer)]
public sealed class QueueModel(Db db, Actor actor, CityPack pack, Codebook codebook, TimeProvider clock) : PageModel
{
    public DateOnly Today { get; } = clock.Today();

    public CityPack Pack { get; } = pack;

    public QueueAsk Ask { get; private set; } = null!;

    public IReadOnlyDictionary<FilingState, int> Counts { get; private set; } = null!;

    public Page<QueueRow> Rows { get; private set; } = null!;

    public IReadOnlyList<OfficerChoice> Officers { get; private set; } = [];

    /// <summary>The moves of this role that need no words of their own, as far as the city's rules know them.</summary>
    public IEnumerable<Lifecycle<Filing, FilingState>.Move> BulkMoves => Bulk.MovesOf(actor, Pack.RulesAt(Today)).Where(m => m != Filing.Lifecycle.Return);

    public bool MayReturn => Bulk.MovesOf(actor, Pack.RulesAt(Today)).Contains(Filing.Lifecycle.Return);

    public FilterBar Filters => new(
        new("q", T("desk.filter-text"), Ask.Q),
        new("kind", T("desk.column-kind"), Ask.Kind?.ToString(), DeskWords.Choices<FilingKind>()),
        new("resource", T("desk.column-resource"), Ask.Resource?.ToString(), DeskWords.Choices<ResourceKind>()),
        new("area", T("desk.column-area"), Ask.Area, [.. Pack.Areas.Where(a => actor.AreaCode is null || a.Code == actor.AreaCode).Select(a => new FilterChoice(a.Code, a.Name.ToString()))]),
        new("class", Fields.ClassCode.Label, Ask.Class, [.. codebook.Of(Fields.ClassCode).Rows.Where(r => r.Level == 1).Select(r => new FilterChoice(r.Code[..2], r.Name))]),
        new("late", T("desk.filter-late"), Ask.Late ? "yes" : null, [new("yes", T("desk.late-only"))]),
        new("assigned", T("desk.column-assigned"), Ask.Assigned, [new("me", T("desk.assigned-me")), new("nobody", T("desk.assigned-nobody"))]),
        new("sort", T("desk.sort"), Ask.Sort, [.. QueueAsk.Sorts.Select(s => new FilterChoice(s, T($"desk.sort-{s}")))]));

    public int Waiting => QueueAsk.WaitingStates.Sum(s => Counts.GetValueOrDefault(s));

    public async Task OnGetAsync(CancellationToken stop)
    {
        Ask = QueueAsk.Read(new(Request.Query));
        var mine = db.Filings.AsNoTracking().VisibleTo(actor);
        Counts = await mine.GroupBy(f => f.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);
        Rows = await db.RowsOf(Ask.Order(Ask.Narrow(mine, db.Organisations, actor))).PageAsync(Ask.Page, Ask.Size, stop);
        Officers = await db.OfficersFor(actor.AreaCode ?? "").OrderBy(a => a.DisplayName).Select(a => new OfficerChoice(a.Id, a.DisplayName)).ToListAsync(stop);
    }

    /// <summary>This list in another state, everything else as it is.</summary>
    public string To(string? state) => Request.With("state", state);
}
