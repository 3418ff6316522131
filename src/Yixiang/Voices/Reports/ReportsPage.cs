using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Filings.Desk;
using Yixiang.Kernel;
using Yixiang.Organisations;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Voices;

/// <summary>The reports that concern an officer or a unit, narrowed by the address, with the moves that are open to the reader. Three queries, whatever there is.</summary>
public abstract class ReportsPage(Db db, Actor actor, Reports reports, CodeTables tables, CityPack pack, TimeProvider clock) : PageModel
{
    public DateOnly Today { get; } = clock.Today();

    public CityPack Pack { get; } = pack;

    public ReportAsk Ask { get; private set; } = null!;

    public Page<ReportRow> Rows { get; private set; } = null!;

    public IReadOnlyDictionary<ReportState, int> Counts { get; private set; } = null!;

    public int Late { get; private set; }

    public bool IsDesk => actor.IsOfficer;

    /// <summary>A county officer sees no needs.</summary>
    public bool HasNeeds => !actor.Is(Role.CountyOfficer);

    public string Root => IsDesk ? "/desk/reports" : "/unit/reports";

    public Crumb[] Crumbs => [new(T(IsDesk ? "nav.desk" : "nav.unit"), IsDesk ? "/desk" : "/unit"), new(T("report.list"))];

    public int Open => Counts.GetValueOrDefault(ReportState.Received) + Counts.GetValueOrDefault(ReportState.Forwarded);

    public CodeTable Kinds => tables["report-kind"];

    public FilterBar Filters => new(
    [
        new("q", T("report.filter-text"), Ask.Q),
        new("kind", T("report.kind"), Ask.Kind, [.. Kinds.Rows.Select(k => new FilterChoice(k.Code, k.Name))]),
        .. IsDesk && actor.AreaCode is null ? [new Filter("area", T("voice.area"), Ask.Area, [.. Pack.Areas.Select(a => new FilterChoice(a.Code, a.Name.ToString()))])] : Array.Empty<Filter>(),
        new("sort", T("voice.sort"), Ask.Sort, [.. ReportAsk.Sorts.Select(s => new FilterChoice(s, T($"voice.sort-{s}")))]),
    ]);

    public async Task OnGetAsync(CancellationToken stop)
    {
        Ask = ReportAsk.Read(new(Request.Query));
        var mine = db.ProblemReports.AsNoTracking().VisibleTo(actor);
        Counts = await mine.GroupBy(r => r.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);
        Late = await mine.Late(Today).CountAsync(stop);
        Rows = await db.ReportRowsOf(Ask.Narrow(db, mine, Today)).PageAsync(Ask.Page, Ask.Size, stop);
    }

    /// <summary>One move that needs no words, made from its row.</summary>
    public async Task<IActionResult> OnPostMoveAsync(string reference, string move, CancellationToken stop)
    {
        if (ProblemReport.Lifecycle.Find(move) is not { } declared || MoveInput.Read(declared.InputType, Request.Form, out _) is not { } input
            || await db.ProblemReports.VisibleTo(actor).SingleOrDefaultAsync(r => r.Reference == reference, stop) is not { } report)
        {
            return NotFound();
        }

        try
        {
            await reports.MakeAsync(declared, report, input, actor, stop);
            TempData["Ok"] = T("report.moved", report.Reference, T(report.State));
        }
        catch (RefusedException refused)
        {
            TempData["Warn"] = refused.Refusal.Sentence;
        }

        return LocalRedirect($"~{Root}{Request.QueryString.WithoutHandler()}");
    }

    /// <summary>The moves that a row offers without a word being asked for.</summary>
    public IEnumerable<Lifecycle<ProblemReport, ReportState>.Move> MovesOf(ReportRow row) => Quick.Where(m => IsDesk && m.From.Contains(row.State));

    /// <summary>This list in another state, everything else as it is.</summary>
    public string To(string? state) => Request.With("state", state);

    public string Export(string format) => $"~{Root}/export/{format}{Request.QueryString}";

    private static IEnumerable<Lifecycle<ProblemReport, ReportState>.Move> Quick => [ProblemReport.Lifecycle.Forward, ProblemReport.Lifecycle.Remind, ProblemReport.Lifecycle.Close];
}

/// <summary>The reports on the desk: of the whole city, or of the officer's own area.</summary>
[For(Role.BureauOfficer, Role.CountyOfficer)]
public sealed class DeskReportsModel(Db db, Actor actor, Reports reports, CodeTables tables, CityPack pack, TimeProvider clock) : ReportsPage(db, actor, reports, tables, pack, clock);

/// <summary>The reports that were forwarded to the own unit.</summary>
[For(Role.UnitAdministrator)]
public sealed class UnitReportsModel(Db db, Actor actor, Reports reports, CodeTables tables, CityPack pack, TimeProvider clock) : ReportsPage(db, actor, reports, tables, pack, clock);
