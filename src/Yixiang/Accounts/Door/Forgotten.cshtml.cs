using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>Asks for a link to choose a new password. The answer is the same whether or not the address is known.</summary>
[Public, EnableRateLimiting(AccountParts.Door)]
public sealed class ForgottenModel(Db db, UserManager<Account> accounts, MailLinks links) : PageModel
{
    [BindProperty, Required(ErrorMessage = "required"), EmailAddress(ErrorMessage = "account-email-wrong"), StringLength(256, ErrorMessage = "account-too-long")]
    public string Email { get; set; } = "";

    public bool Sent { get; private set; }

    public void OnGet() => ModelState.Clear();

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var key = accounts.NormalizeEmail(Email.Trim());
        if (await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.NormalizedEmail == key && a.ClosedAt == null && a.BlockedAt == null, stop) is { } account)
        {
            await links.IssueAsync(account, LinkPurpose.PasswordReset, Actor.Visitor with { AccountId = account.Id }, stop);
        }

        Sent = true;
        return Page();
    }
}
