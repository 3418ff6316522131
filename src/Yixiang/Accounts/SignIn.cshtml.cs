using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Accounts;

[Public]
public sealed class SignInModel(SignInManager<Account> signIn, Db db, TimeProvider clock) : PageModel
{
    [BindProperty, Required(ErrorMessage = "required")]
    public string Name { get; set; } = "";

    [BindProperty, Required(ErrorMessage = "required")]
    public string Password { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        var key = signIn.UserManager.NormalizeName(Name.Trim());
        var account = await db.Accounts.SingleOrDefaultAsync(a => (a.NormalizedUserName == key || a.NormalizedEmail == key || a.PhoneNumber == Name.Trim()) && a.ClosedAt == null, stop);
        var outcome = account is null ? Microsoft.AspNetCore.Identity.SignInResult.Failed : await signIn.PasswordSignInAsync(account, Password, isPersistent: false, lockoutOnFailure: true);
        if (account is not null)
        {
            var what = outcome.Succeeded ? "sign-in" : outcome.IsLockedOut ? "sign-in-locked" : "sign-in-failed";
            db.Record(JournalEntry.Of("account", account.Id.ToString(), what, new(Actor.Visitor with { AccountId = account.Id }, clock.GetUtcNow())));
            await db.SaveChangesAsync(stop);
        }

        if (outcome.Succeeded)
        {
            return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "~/");
        }

        ModelState.AddModelError("", T(outcome.IsLockedOut ? "account.locked" : "account.wrong"));
        return Page();
    }
}
