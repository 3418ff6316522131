using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Accounts;

/// <summary>Changes the password; every other session of the person ends.</summary>
[SignedIn, EnableRateLimiting(AccountParts.Door)]
public sealed class PasswordModel(Db db, Opening opening, Tries tries, SignIns signIns, Actor actor) : PageModel
{
    [BindProperty, Required(ErrorMessage = "required"), StringLength(200, ErrorMessage = "account-too-long")]
    public string Old { get; set; } = "";

    [BindProperty]
    public NewPassword Input { get; set; } = new();

    public bool Must => User.HasClaim(c => c.Type == GrantClaims.NewPassword);

    public void OnGet() => ModelState.Clear();

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        var account = await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, stop);
        if (ModelState.IsValid && !await IsOldRightAsync(account, stop))
        {
            ModelState.AddModelError(nameof(Old), T("account.old-password-wrong"));
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        try
        {
            await opening.SetPasswordAsync(account, Input.Password, "change-password", actor, stop);
        }
        catch (RefusedException refused)
        {
            ModelState.Tell(refused.Refusal);
            return Page();
        }

        await signIns.EndAllAsync(account.Id, actor, GrantClaims.SessionOf(User), stop);
        await signIns.RenewAsync(account, stop);
        TempData["Ok"] = T("account.password-changed");
        return RedirectToPage("/Accounts/Self/Profile");
    }

    /// <summary>Whoever finds an open session must not be able to guess the password here.</summary>
    private async Task<bool> IsOldRightAsync(Account account, CancellationToken stop)
    {
        if (!await tries.TakeAsync(account.Id, stop))
        {
            return false;
        }

        if (opening.IsRight(account, Old))
        {
            await tries.GiveBackAsync(account.Id, stop);
            return true;
        }

        await tries.FailedAsync(account.Id, stop);
        return false;
    }
}
