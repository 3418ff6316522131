using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Voices;

/// <summary>The form by which anybody reports a problem, without an account and without a puzzle to solve.</summary>
public abstract class ReportForm(Reports reports, CodeTables tables, CityPack pack, TimeProvider clock) : PageModel
{
    public ReportedEntry Entry { get; private set; } = null!;

    public ReportInput Typed { get; private set; } = new(null, null, null, false);

    /// <summary>The hidden field was filled in: it is shown, with the request to empty it.</summary>
    public bool Lured { get; private set; }

    public IReadOnlyList<CodeRow> Kinds => tables["report-kind"].Rows;

    public int Days => pack.RulesAt(clock.Today()).Voices.ReportWorkingDays;

    public ContactFields Contact => new(Typed.Contact, Typed.Consent, pack.Settings.Voices.ContactDays);

    protected abstract Task<ReportedEntry?> FindAsync(Reports reports, CancellationToken stop);

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        ModelState.Clear();
        return await ShowAsync(stop) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        ModelState.Clear();
        if (!await ShowAsync(stop))
        {
            return NotFound();
        }

        Typed = new(Request.Form["kind"], Request.Form["text"], Request.Form["contact"], Request.Form["consent"] == "true");
        if (Lure.Caught(Request.Form))
        {
            Lured = true;
            ModelState.AddModelError(Lure.Name, T("problem.voice-lure"));
            return Page();
        }

        try
        {
            var (_, code) = await reports.ReceiveAsync(Entry, Typed, stop);
            TempData["Ok"] = T("report.received");
            return Redirect($"{Request.PathBase}/reports/{code}");
        }
        catch (RefusedException refused)
        {
            foreach (var field in refused.Refusal.Fields)
            {
                ModelState.AddModelError(field.Field, field.Sentence);
            }

            return Page();
        }
    }

    private async Task<bool> ShowAsync(CancellationToken stop)
    {
        Entry = (await FindAsync(reports, stop))!;
        return Entry is not null;
    }
}

/// <summary>Reports a problem with an instrument.</summary>
[Public, EnableRateLimiting(VoiceParts.Limit)]
public sealed class InstrumentReportModel(Reports reports, CodeTables tables, CityPack pack, TimeProvider clock) : ReportForm(reports, tables, pack, clock)
{
    [FromRoute]
    public string Reference { get; set; } = "";

    protected override Task<ReportedEntry?> FindAsync(Reports reports, CancellationToken stop) => reports.InstrumentAsync(Reference, stop);
}

/// <summary>Reports a problem with an organisation.</summary>
[Public, EnableRateLimiting(VoiceParts.Limit)]
public sealed class OrganisationReportModel(Reports reports, CodeTables tables, CityPack pack, TimeProvider clock) : ReportForm(reports, tables, pack, clock)
{
    [FromRoute]
    public string Organisation { get; set; } = "";

    protected override Task<ReportedEntry?> FindAsync(Reports reports, CancellationToken stop) => reports.OrganisationAsync(Organisation, stop);
}
