using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings.Desk;

/// <summary>What is asked of the overdue board.</summary>
/// <param name="Age">See <see cref="OverdueBoard.Ages"/>.</param>
public sealed record OverdueAsk(string? Age, string? Area, string? Organisation, int Page)
{
    public static OverdueAsk Read(QueryReader query) =>
        new(query.OneOf("age", ["", .. OverdueBoard.Ages]), query.Text("area"), query.Text("organisation"), query.Number("page", 1, 1_000_000));
}

/// <summary>A unit that owes filings.</summary>
public sealed record OwingUnit(string Reference, string Name, string AreaCode, int Count, DateOnly Oldest);

/// <summary>The board of filings whose term runs out or ran out (A6), by unit, area and age. Five queries, whatever there is.</summary>
[For(Role.BureauOfficer, Role.CountyOfficer)]
public sealed class OverdueModel(Db db, Actor actor, DeskActs acts, CityPack pack, TimeProvider clock) : PageModel
{
    private const int MostUnits = 10;

    public DateOnly Today { get; } = clock.Today();
    public CityPack Pack { get; } = pack;
    public OverdueAsk Ask { get; private set; } = null!;
    public Page<OverdueRow> Rows { get; private set; } = null!;
    public IReadOnlyDictionary<string, int> Ages { get; private set; } = null!;
    public IReadOnlyList<OwingUnit> Units { get; private set; } = [];
    public IReadOnlyDictionary<string, DateTimeOffset> Reminded { get; private set; } = null!;
    public bool MayExempt => actor.Is(Role.BureauOfficer);

    public FilterBar Filters => new(
        new("age", T("desk.age"), Ask.Age, [.. OverdueBoard.Ages.Select(a => new FilterChoice(a, T($"desk.age-{a}"), Ages.GetValueOrDefault(a)))]),
        new("area", T("desk.column-area"), Ask.Area, [.. Pack.Areas.Where(a => actor.AreaCode is null || a.Code == actor.AreaCode).Select(a => new FilterChoice(a.Code, a.Name.ToString()))]),
        new("organisation", T("desk.filter-uscc"), Ask.Organisation));

    public async Task OnGetAsync(CancellationToken stop)
    {
        Ask = OverdueAsk.Read(new(Request.Query));
        var board = new OverdueBoard(db, actor, Today);
        Ages = await board.CountAgesAsync(stop);
        Rows = await board.RowsOf(board.Narrow(Ask), Ask.Organisation).PageAsync(Ask.Page, Paging.DefaultSize, stop);
        Units = await board.UnitsAsync(MostUnits, stop);
        var shown = Rows.Items.Select(r => r.Reference).ToList();
        Reminded = await db.Journal.AsNoTracking().Where(e => e.Subject == "filing" && e.What == "remind" && shown.Contains(e.Reference))
            .GroupBy(e => e.Reference).Select(g => new { g.Key, At = g.Max(e => e.At) }).ToDictionaryAsync(g => g.Key, g => g.At, stop);
    }

    public async Task<IActionResult> OnPostRemindAsync(string reference, CancellationToken stop)
    {
        var filing = await db.Filings.OwedTo(actor).SingleOrDefaultAsync(f => f.Reference == reference, stop);
        if (filing is null)
        {
            return NotFound();
        }

        try
        {
            await acts.RemindAsync(filing, actor, stop);
            TempData["Ok"] = T("desk.reminded", reference);
        }
        catch (RefusedException refused)
        {
            TempData["Warn"] = refused.Refusal.Sentence;
        }

        return LocalRedirect($"~/desk/overdue{Request.QueryString.WithoutHandler()}");
    }
}
