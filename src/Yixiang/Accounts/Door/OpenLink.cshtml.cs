using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Accounts;

/// <summary>Where the links of mails lead: invitation, new password, confirmation of the address. Opening shows, sending acts, so that a mail scanner uses nothing up.</summary>
[Public, EnableRateLimiting(AccountParts.Door), ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class OpenLinkModel(Db db, MailLinks links, Opening opening, SignIns signIns, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public LinkPurpose Purpose { get; set; }

    /// <summary>The secret of the link.</summary>
    [BindProperty(Name = "t", SupportsGet = true)]
    public string? Secret { get; set; }

    [BindProperty]
    public NewPassword Input { get; set; } = new();

    [BindProperty]
    public bool Consent { get; set; }

    public Account? Account { get; private set; }

    public bool TakesPassword => Purpose != LinkPurpose.EmailConfirmation;

    public bool TakesConsent => Purpose == LinkPurpose.Invitation;

    public string Heading => T($"account.open-{Purpose}");

    public string Act => T($"account.open-{Purpose}-act");

    public async Task OnGetAsync(CancellationToken stop)
    {
        ModelState.Clear();
        Account = (await links.FindAsync(Secret, Purpose, stop))?.Account;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        if (await links.FindAsync(Secret, Purpose, stop) is not var (link, account))
        {
            return Page();
        }

        Account = account;
        if (TakesConsent && !Consent)
        {
            ModelState.AddModelError("Consent", T("account.consent-missing"));
        }

        if (!IsComplete())
        {
            return Page();
        }

        try
        {
            await UseAsync(link, account, stop);
        }
        catch (RefusedException refused)
        {
            ModelState.Tell(refused.Refusal);
            return Page();
        }

        TempData["Ok"] = T($"account.open-{Purpose}-done");
        return RedirectToPage("/Accounts/Door/SignIn");
    }

    private bool IsComplete()
    {
        if (!TakesPassword)
        {
            ModelState.Clear();
        }

        return ModelState.IsValid;
    }

    private async Task UseAsync(MailLink link, Account account, CancellationToken stop)
    {
        var (self, now) = (Actor.Visitor with { AccountId = account.Id }, clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await links.UseAsync(link, stop);
        account.EmailConfirmed = true;
        if (TakesConsent)
        {
            db.Consents.Add(new() { AccountId = account.Id, Purpose = Accounts.Consent.ForAccount, NoticeVersion = Accounts.Consent.Current, GivenAt = now });
        }

        db.Record(JournalEntry.Of(MailLinks.Subject, link.Reference, "use", new(self, now), null, null, Purpose.ToString()));
        if (TakesPassword)
        {
            await opening.SetPasswordAsync(account, Input.Password, "set-password", self, stop);
            await signIns.EndAllAsync(account.Id, self, null, stop);
        }

        await db.SaveAsync($"{account.Id}", stop);
        await transaction.CommitAsync(stop);
    }
}
