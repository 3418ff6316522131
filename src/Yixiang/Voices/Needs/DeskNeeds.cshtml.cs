using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Voices;

/// <summary>The needs that the public posted, narrowed by the address. Three queries, whatever there is.</summary>
[For(Role.BureauOfficer)]
public sealed class DeskNeedsModel(Db db, Actor actor, CityPack pack, TimeProvider clock) : PageModel
{
    public DateOnly Today { get; } = clock.Today();

    public CityPack Pack { get; } = pack;

    public NeedAsk Ask { get; private set; } = null!;

    public Page<NeedRow> Rows { get; private set; } = null!;

    public IReadOnlyDictionary<NeedState, int> Counts { get; private set; } = null!;

    public int Late { get; private set; }

    public int Open => Counts.GetValueOrDefault(NeedState.Received) + Counts.GetValueOrDefault(NeedState.Matching);

    public FilterBar Filters => new(
        new("q", T("need.filter-text"), Ask.Q),
        new("sort", T("voice.sort"), Ask.Sort, [.. ReportAsk.Sorts.Select(s => new FilterChoice(s, T($"voice.sort-{s}")))]));

    public async Task OnGetAsync(CancellationToken stop)
    {
        Ask = NeedAsk.Read(new(Request.Query));
        var mine = db.Needs.AsNoTracking().VisibleTo(actor);
        Counts = await mine.GroupBy(n => n.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);
        Late = await mine.Late(Today).CountAsync(stop);
        Rows = await Ask.Narrow(mine, Today).NeedRowsOf().PageAsync(Ask.Page, Paging.DefaultSize, stop);
    }

    /// <summary>This list in another state, everything else as it is.</summary>
    public string To(string? state) => Request.With("state", state);
}

/// <summary>The list of needs as a file, narrowed and ordered as the page is; contacts are never in it.</summary>
internal static class NeedFiles
{
    public static void MapNeedFiles(this IEndpointRouteBuilder app) =>
        app.MapGet("/desk/needs/export/{format:regex(^(xlsx|csv)$)}", (string format, HttpRequest request, Db db, Actor actor, CityPack pack, TimeProvider clock, PdfFont font) =>
        {
            var today = clock.Today();
            var rows = NeedAsk.Read(new(request.Query)).Narrow(db.Needs.AsNoTracking().VisibleTo(actor), today).NeedRowsOf();
            var heading = new TableHeading(T("need.list"), T("voice.list-of", pack.City.Bureau, CityTime.Show(clock.GetUtcNow())));
            return Download.Of(Sheet(), Enum.Parse<SheetFormat>(format, ignoreCase: true), $"{T("need.list")}-{CityTime.Show(today)}", rows.AsAsyncEnumerable(), heading, font);
        }).For(Role.BureauOfficer).ExcludeFromDescription();

    private static Table<NeedRow> Sheet() => new Table<NeedRow>("need.sheet")
        .Code("report.reference", n => n.Reference).Text("need.what", n => n.What, 50).Text("need.sample", n => n.Sample).Text("need.amount", n => n.Amount).Date("need.wanted-by", n => n.WantedBy)
        .Text("need.budget", n => n.Budget).Text("need.asker", n => n.AskerKind is { } kind ? T(kind) : T("need.asker-person")).Text("voice.state", n => T(n.State), 12).Instant("report.received-at", n => n.ReceivedAt)
        .Date("report.due", n => n.DueOn).Number("need.matches", n => n.Matches).Number("need.units", n => n.Units).Text("report.answer", n => n.Answer, 50).Instant("report.settled-at", n => n.SettledAt);
}
