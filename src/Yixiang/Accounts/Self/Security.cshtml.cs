using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Accounts;

/// <summary>The person's second factor and open sessions.</summary>
[SignedIn, EnableRateLimiting(AccountParts.Door), ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class SecurityModel(Db db, SecondFactors factors, SignIns signIns, ListFiles files, CityPack pack, Actor actor, TimeProvider clock) : PageModel
{
    private static readonly Table<Session> Sheet = new Table<Session>("account.sessions")
        .Text("account.session-device", s => s.Device, 32).Code("account.session-address", s => s.Address, 20).Instant("account.session-began", s => s.BeganAt).Instant("account.session-seen", s => s.SeenAt);

    public IReadOnlyList<string>? Codes { get; private set; }

    public Enrolment? Enrolment { get; private set; }

    public DateTimeOffset? EnrolledAt { get; private set; }

    public int CodesLeft { get; private set; }

    public IReadOnlyList<Session> Sessions { get; private set; } = [];

    public long? ThisOne => GrantClaims.SessionOf(User);

    private long Mine => actor.AccountId!.Value;

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (files.Asked(Request, Sheet, "account.sessions", Open.AsAsyncEnumerable) is { } file)
        {
            return file;
        }

        await ShowAsync(stop);
        return Page();
    }

    public async Task<IActionResult> OnPostEnrolAsync(CancellationToken stop)
    {
        await OfferAsync(stop);
        return Page();
    }

    public async Task<IActionResult> OnPostConfirmAsync(string? code, CancellationToken stop)
    {
        Codes = await factors.ConfirmAsync(Mine, code ?? "", stop);
        if (Codes is null)
        {
            ModelState.AddModelError("Code", T("account.wrong-code"));
            await OfferAsync(stop);
            return Page();
        }

        await ShowAsync(stop);
        return Page();
    }

    public async Task<IActionResult> OnPostCodesAsync(CancellationToken stop)
    {
        if (!await factors.IsEnrolledAsync(Mine, stop))
        {
            return RedirectToPage();
        }

        Codes = await factors.RenewCodesAsync(Mine, "renew-recovery-codes", stop);
        await ShowAsync(stop);
        return Page();
    }

    public async Task<IActionResult> OnPostEndAsync(long id, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        if (await db.Sessions.Where(s => s.Id == id && s.AccountId == Mine && s.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), stop) != 1)
        {
            return NotFound();
        }

        db.Record(JournalEntry.Of("account", $"{Mine}", "end-session", new(actor, now)));
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        TempData["Ok"] = T("account.session-ended");
        return RedirectToPage();
    }

    /// <summary>Everywhere means here too.</summary>
    public async Task<IActionResult> OnPostEndAllAsync(CancellationToken stop)
    {
        await signIns.EndAllAsync(Mine, actor, null, stop);
        TempData["Ok"] = T("account.signed-out-everywhere");
        return RedirectToPage("/Accounts/Door/SignIn");
    }

    private IQueryable<Session> Open => db.Sessions.AsNoTracking().Where(s => s.AccountId == Mine && s.EndedAt == null).OrderByDescending(s => s.SeenAt);

    private async Task OfferAsync(CancellationToken stop)
    {
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == Mine, stop);
        var key = await factors.KeyToConfirmAsync(Mine, stop);
        await ShowAsync(stop);
        Enrolment = Enrolment.Of(key, account, pack);
    }

    private async Task ShowAsync(CancellationToken stop)
    {
        EnrolledAt = await db.SecondFactors.Where(f => f.AccountId == Mine).Select(f => f.ConfirmedAt).SingleOrDefaultAsync(stop);
        CodesLeft = await db.RecoveryCodes.CountAsync(c => c.AccountId == Mine && c.UsedAt == null, stop);
        Sessions = await Open.Take(100).ToListAsync(stop);
    }
}
