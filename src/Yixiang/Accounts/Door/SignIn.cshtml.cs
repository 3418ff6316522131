using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Accounts;

[Public, EnableRateLimiting(AccountParts.Door)]
public sealed class SignInModel(SignIns signIns) : PageModel
{
    [BindProperty, Required(ErrorMessage = "required"), StringLength(256, ErrorMessage = "account-too-long")]
    public string Name { get; set; } = "";

    [BindProperty, Required(ErrorMessage = "required"), StringLength(200, ErrorMessage = "account-too-long")]
    public string Password { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>The person comes from a form that was sent after the session had ended.</summary>
    public bool IsAgain => ReturnUrl?.Contains("/sign-in/again/", StringComparison.Ordinal) == true;

    public void OnGet() => ModelState.Clear();

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var step = await signIns.EnterAsync(Name, Password, stop);
        switch (step)
        {
            case SignInStep.Done:
                return this.Back(ReturnUrl);
            case SignInStep.NeedsCode:
                return RedirectToPage("/Accounts/Door/SignInCode", new { ReturnUrl });
            case SignInStep.NeedsEnrolment:
                return RedirectToPage("/Accounts/Door/SignInEnrol", new { ReturnUrl });
        }

        ModelState.AddModelError("", T(step == SignInStep.Locked ? "account.locked" : "account.wrong"));
        return Page();
    }
}
