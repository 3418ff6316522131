using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Voices;

/// <summary>Where the reporter reads state and answer, by a code that nobody can guess. The reporter's own words are not on it: an address can be passed on.</summary>
[Public]
public sealed class ReceiptModel(Db db, CodeTables tables, CityPack pack) : PageModel
{
    public ReportRow Row { get; private set; } = null!;

    public IReadOnlyList<TimelineEntry> History { get; private set; } = [];

    public string Kind => tables["report-kind"].NameOf(Row.KindCode);

    public string? Path => Row.InstrumentReference is { } instrument ? $"/instruments/{instrument}" : $"/organisations/{Row.OrganisationReference}";

    public string AnsweredBy => Row.AnsweredAs == Role.UnitAdministrator ? Row.Organisation : Row.AnsweredAs is { } role ? T(role) : "";

    public Office Office => pack.City.Office;

    public string Address => $"{Request.Scheme}://{Request.Host}{Request.PathBase}{Request.Path}";

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken stop)
    {
        Response.Headers.CacheControl = "no-cache, no-store";
        Response.Headers["Referrer-Policy"] = "no-referrer";
        var digest = ReceiptCode.DigestOf(code);
        if (await db.ReportRowsOf(db.ProblemReports.AsNoTracking().Where(r => r.ReceiptDigest == digest)).SingleOrDefaultAsync(stop) is not { } row)
        {
            return NotFound();
        }

        (Row, History) = (row, await VoiceHistory.OfAsync(db, Reports.Subject, row.Reference, forPublic: true, stop));
        return Page();
    }
}
