using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Accounts;

/// <summary>The second step of signing in: a code of the app, or one of the recovery codes.</summary>
[Public, EnableRateLimiting(AccountParts.Door)]
public sealed class SignInCodeModel(SignIns signIns) : PageModel
{
    [BindProperty, Required(ErrorMessage = "required"), StringLength(40, ErrorMessage = "account-too-long")]
    public string Code { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        ModelState.Clear();
        return await signIns.HalfWayInAsync(stop) is null ? RedirectToPage("/Accounts/Door/SignIn", new { ReturnUrl }) : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        if (await signIns.HalfWayInAsync(stop) is not { } account)
        {
            return RedirectToPage("/Accounts/Door/SignIn", new { ReturnUrl });
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var step = await signIns.EnterCodeAsync(account, Code, stop);
        if (step == SignInStep.Done)
        {
            return this.Back(ReturnUrl);
        }

        (Code, _) = ("", ModelState.Remove(nameof(Code)));
        ModelState.AddModelError(nameof(Code), T(step == SignInStep.Locked ? "account.locked" : "account.wrong-code"));
        return Page();
    }
}
