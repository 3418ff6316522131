using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Accounts;

/// <summary>What a person says of himself or herself; a new mail address must be confirmed again.</summary>
public sealed class ProfileInput
{
    [Required(ErrorMessage = "required"), StringLength(60, ErrorMessage = "account-too-long")]
    public string DisplayName { get; set; } = "";

    [Required(ErrorMessage = "required"), EmailAddress(ErrorMessage = "account-email-wrong"), StringLength(256, ErrorMessage = "account-too-long")]
    public string Email { get; set; } = "";

    [RegularExpression(@"[0-9+\- ]{5,20}", ErrorMessage = "account-phone-wrong")]
    public string? Phone { get; set; }

    public string Language { get; set; } = "zh-CN";
}

[SignedIn]
public sealed class ProfileModel(Db db, UserManager<Account> accounts, Opening opening, MailLinks links, SignIns signIns, Actor actor, TimeProvider clock) : PageModel
{
    [BindProperty]
    public ProfileInput Input { get; set; } = new();

    public bool EmailConfirmed { get; private set; }

    public async Task OnGetAsync(CancellationToken stop)
    {
        ModelState.Clear();
        var account = await MineAsync(stop);
        EmailConfirmed = account.EmailConfirmed;
        Input = new() { DisplayName = account.DisplayName, Email = account.Email ?? "", Phone = account.PhoneNumber, Language = account.Language };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        var account = await MineAsync(stop);
        EmailConfirmed = account.EmailConfirmed;
        if (ModelState.IsValid && await opening.IsTakenAsync(Input.Email, account.Id, stop))
        {
            ModelState.AddModelError("Input.Email", T("problem.account-email-taken"));
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        await SaveAsync(account, stop);
        TempData["Ok"] = T("account.saved");
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken stop)
    {
        await links.IssueAsync(await MineAsync(stop), LinkPurpose.EmailConfirmation, actor, stop);
        TempData["Ok"] = T("account.email-confirm-sent");
        return RedirectToPage();
    }

    private async Task SaveAsync(Account account, CancellationToken stop)
    {
        var moved = !string.Equals(account.Email, Input.Email.Trim(), StringComparison.OrdinalIgnoreCase);
        var signsInByEmail = string.Equals(account.UserName, account.Email, StringComparison.OrdinalIgnoreCase);
        (account.DisplayName, account.PhoneNumber, account.Language) = (Input.DisplayName.Trim(), Telephone.Plain(Input.Phone), Input.Language == "en" ? "en" : "zh-CN");
        if (moved)
        {
            (account.Email, account.NormalizedEmail, account.EmailConfirmed) = (Input.Email.Trim(), accounts.NormalizeEmail(Input.Email.Trim()), false);
            (account.UserName, account.NormalizedUserName) = signsInByEmail ? (account.Email, accounts.NormalizeName(account.Email)) : (account.UserName, account.NormalizedUserName);
        }

        account.ConcurrencyStamp = Guid.NewGuid().ToString();
        db.Record(JournalEntry.Of("account", $"{account.Id}", moved ? "change-email" : "change-profile", new(actor, clock.GetUtcNow()), Input));
        await db.SaveAsync($"{account.Id}", stop);
        if (moved)
        {
            await links.IssueAsync(account, LinkPurpose.EmailConfirmation, actor, stop);
        }

        await signIns.RenewAsync(account, stop);
    }

    private Task<Account> MineAsync(CancellationToken stop) => db.Accounts.SingleAsync(a => a.Id == actor.AccountId, stop);
}
