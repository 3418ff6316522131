using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Accounts;

/// <summary>The person's rights over what is held: a copy, the consents, the end (PIPL art. 15, 45, 47).</summary>
[SignedIn, EnableRateLimiting(AccountParts.Door)]
public sealed class DataModel(Db db, Closing closing, Opening opening, Tries tries, Actor actor, TimeProvider clock) : PageModel
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [BindProperty]
    public string? Password { get; set; }

    public IReadOnlyList<Consent> Consents { get; private set; } = [];

    public DateTimeOffset? AskedAt { get; private set; }

    private long Mine => actor.AccountId!.Value;

    public Task OnGetAsync(CancellationToken stop) => ShowAsync(stop);

    public async Task<IActionResult> OnPostExportAsync(CancellationToken stop)
    {
        var copy = await closing.CopyAsync(Mine, stop);
        db.Record(JournalEntry.Of("account", $"{Mine}", "export-data", new(actor, clock.GetUtcNow())));
        await db.SaveChangesAsync(stop);
        return File(JsonSerializer.SerializeToUtf8Bytes(copy, Readable), "application/json", $"yixiang-{Mine}-{clock.Today():yyyyMMdd}.json");
    }

    public async Task<IActionResult> OnPostCloseAsync(CancellationToken stop)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == Mine, stop);
        if (!await tries.TakeAsync(Mine, stop) || !opening.IsRight(account, Password ?? ""))
        {
            await tries.FailedAsync(Mine, stop);
            ModelState.AddModelError(nameof(Password), T("account.old-password-wrong"));
            await ShowAsync(stop);
            return Page();
        }

        await tries.GiveBackAsync(Mine, stop);
        var closed = await closing.AskAsync(account, actor, stop);
        TempData[closed ? "Ok" : "Warn"] = T(closed ? "account.closed-now" : "account.close-waits");
        return closed ? LocalRedirect("~/") : RedirectToPage();
    }

    private async Task ShowAsync(CancellationToken stop)
    {
        Consents = await db.Consents.AsNoTracking().Where(c => c.AccountId == Mine).OrderBy(c => c.Id).ToListAsync(stop);
        AskedAt = await db.Accounts.Where(a => a.Id == Mine).Select(a => a.ErasureAskedAt).SingleAsync(stop);
    }
}
