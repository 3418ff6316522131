using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Voices;

/// <summary>One report with everything the reader may do about it.</summary>
public abstract class ReportPage(Db db, Actor actor, Reports reports, CodeTables tables, CityPack pack, TimeProvider clock) : PageModel
{
    public ProblemReport Report { get; private set; } = null!;

    public ReportRow Row { get; private set; } = null!;

    public IReadOnlyList<TimelineEntry> History { get; private set; } = [];

    /// <summary>How to reach the reporter, after an officer asked for it.</summary>
    public string? Contact { get; private set; }

    public bool IsDesk => actor.IsOfficer;

    public string Root => IsDesk ? "/desk/reports" : "/unit/reports";

    public Crumb[] Crumbs => [new(T(IsDesk ? "nav.desk" : "nav.unit"), IsDesk ? "/desk" : "/unit"), new(T("report.list"), Root), new(Report.Reference)];

    public string Kind => tables["report-kind"].NameOf(Report.KindCode);

    public string Area => pack.AreaName(Report.AreaCode);

    public Badge? Clock => Row.Clock(pack.WorkingDays, clock.Today());

    public IReadOnlyList<Lifecycle<ProblemReport, ReportState>.Move> Moves => [.. ProblemReport.Lifecycle.OfferedTo(actor, Report)];

    /// <summary>What was typed for a move that was refused.</summary>
    public (string Move, string Text) Typed { get; private set; } = ("", "");

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken stop)
    {
        ModelState.Clear();
        return await ShowAsync(reference, stop) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostMoveAsync(string reference, string move, Guid seen, CancellationToken stop)
    {
        ModelState.Clear();
        if (ProblemReport.Lifecycle.Find(move) is not { } declared || !await ShowAsync(reference, stop))
        {
            return NotFound();
        }

        Typed = (move, Request.Form["text"].ToString() + Request.Form["note"]);
        if (MoveInput.Read(declared.InputType, Request.Form, out var errors) is not { } input)
        {
            ModelState.AddModelError($"{move}-text", errors.Values.First()[0]);
            return Page();
        }

        try
        {
            if (seen != Report.Version)
            {
                throw new RefusedException(new(RefusalKind.Conflict, "changed-meanwhile", reference));
            }

            await reports.MakeAsync(declared, Report, input, actor, stop);
            TempData["Ok"] = T("report.moved", reference, T(Report.State));
            return LocalRedirect($"~{Root}/{reference}");
        }
        catch (RefusedException refused)
        {
            ModelState.AddModelError("", refused.Refusal.Sentence);
            db.ChangeTracker.Clear();
            return await ShowAsync(reference, stop) ? Page() : NotFound();
        }
    }

    /// <summary>Shows an officer the contact; that it was looked at is in the journal.</summary>
    public async Task<IActionResult> OnPostContactAsync(string reference, CancellationToken stop)
    {
        ModelState.Clear();
        if (!IsDesk || !await ShowAsync(reference, stop))
        {
            return NotFound();
        }

        Contact = await reports.ReadContactAsync(Report, actor, stop) ?? T("report.contact-gone");
        History = await VoiceHistory.OfAsync(db, Reports.Subject, reference, false, stop, withNames: true);
        return Page();
    }

    private async Task<bool> ShowAsync(string reference, CancellationToken stop)
    {
        var own = db.ProblemReports.VisibleTo(actor).Where(r => r.Reference == reference);
        if (await own.SingleOrDefaultAsync(stop) is not { } report)
        {
            return false;
        }

        (Report, Row) = (report, await db.ReportRowsOf(own.AsNoTracking()).SingleAsync(stop));
        History = await VoiceHistory.OfAsync(db, Reports.Subject, reference, forPublic: false, stop, withNames: IsDesk);
        return true;
    }
}

/// <summary>A report on the desk.</summary>
[For(Role.BureauOfficer, Role.CountyOfficer)]
public sealed class DeskReportModel(Db db, Actor actor, Reports reports, CodeTables tables, CityPack pack, TimeProvider clock) : ReportPage(db, actor, reports, tables, pack, clock);

/// <summary>A report that was forwarded to the own unit.</summary>
[For(Role.UnitAdministrator)]
public sealed class UnitReportModel(Db db, Actor actor, Reports reports, CodeTables tables, CityPack pack, TimeProvider clock) : ReportPage(db, actor, reports, tables, pack, clock);
