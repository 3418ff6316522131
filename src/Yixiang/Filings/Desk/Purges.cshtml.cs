using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings.Desk;

/// <summary>A proposed purge as it waits: what would go, and nothing of what it says.</summary>
public sealed record PurgeLine(long Id, string FilingReference, string Ground, string ProposedBy, DateTimeOffset ProposedAt, int Filings, int Instruments, bool IsOwn);

/// <summary>Classified things that got in by mistake: one officer proposes, a second confirms (A1).</summary>
[For(Role.BureauOfficer)]
public sealed class PurgesModel(Db db, Actor actor, Purging purging, ListFiles files) : PageModel
{
    private static readonly Table<PurgeLine> Sheet = new Table<PurgeLine>("purge.title")
        .Code("purge.filing", p => p.FilingReference).Text("purge.ground", p => p.Ground, 40).Text("purge.proposed-by", p => p.ProposedBy).Instant("purge.proposed-at", p => p.ProposedAt)
        .Number("purge.filings", p => p.Filings).Number("purge.instruments", p => p.Instruments);

    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }

    public string Ground { get; private set; } = "";

    public IReadOnlyList<PurgeLine> Lines { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        await ShowAsync(stop);
        return files.Asked(Request, Sheet, "purge.title", Lines.ToAsyncEnumerable) is { } file ? file : Page();
    }

    public async Task<IActionResult> OnPostProposeAsync(string? ground, CancellationToken stop)
    {
        Ground = ground ?? "";
        var input = new PurgeGround(Ground);
        var found = new List<ValidationResult>();
        if (!Validator.TryValidateObject(input, new(input), found, validateAllProperties: true))
        {
            ModelState.AddModelError("ground", T($"problem.{found[0].ErrorMessage}"));
            return await AgainAsync(StatusCodes.Status400BadRequest, stop);
        }

        return await DoAsync(async () => TempData["Ok"] = T("purge.proposed", (await purging.ProposeAsync(Reference ?? "", input, actor, stop)).FilingReference), stop);
    }

    public Task<IActionResult> OnPostConfirmAsync(long id, CancellationToken stop) => DecideAsync(id, p => purging.ConfirmAsync(p, actor, stop), "purge.confirmed", stop);

    public Task<IActionResult> OnPostDismissAsync(long id, CancellationToken stop) => DecideAsync(id, p => purging.DismissAsync(p, actor, stop), "purge.dismissed", stop);

    private async Task<IActionResult> DecideAsync(long id, Func<Purge, Task> decide, string said, CancellationToken stop)
    {
        var purge = await db.Purges.SingleOrDefaultAsync(p => p.Id == id, stop);
        return purge is null ? NotFound() : await DoAsync(async () =>
        {
            await decide(purge);
            TempData["Ok"] = T(said, purge.FilingReference);
        }, stop);
    }

    private async Task<IActionResult> DoAsync(Func<Task> act, CancellationToken stop)
    {
        try
        {
            await act();
            return LocalRedirect("~/desk/purges");
        }
        catch (RefusedException refused)
        {
            ModelState.AddModelError("", refused.Refusal.Sentence);
            return await AgainAsync(refused.Refusal.Kind.Status(), stop);
        }
    }

    private async Task<IActionResult> AgainAsync(int status, CancellationToken stop)
    {
        db.ChangeTracker.Clear();
        await ShowAsync(stop);
        Response.StatusCode = status;
        return Page();
    }

    /// <summary>Proposals are few; each costs two small queries.</summary>
    private async Task ShowAsync(CancellationToken stop)
    {
        var lines = new List<PurgeLine>();
        foreach (var purge in await db.Purges.AsNoTracking().OrderBy(p => p.Id).ToListAsync(stop))
        {
            var scope = await purging.ScopeOfAsync(purge, stop);
            lines.Add(new(purge.Id, purge.FilingReference, purge.Ground, await db.NameOfAsync(purge.ProposedBy, stop), purge.ProposedAt, scope.Filings.Count, scope.Instruments.Count, purge.ProposedBy == actor.AccountId));
        }

        Lines = lines;
    }
}
