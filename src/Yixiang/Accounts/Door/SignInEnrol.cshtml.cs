using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Accounts;

/// <summary>Somebody whose role demands a second factor sets it up before the first session begins.</summary>
[Public, EnableRateLimiting(AccountParts.Door)]
public sealed class SignInEnrolModel(SignIns signIns, SecondFactors factors, CityPack pack) : PageModel
{
    [BindProperty]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public Enrolment Enrolment { get; private set; } = null!;

    public IReadOnlyList<string>? Codes { get; private set; }

    public string Onward => Url.IsLocalUrl(ReturnUrl) ? ReturnUrl! : Url.Content("~/");

    public Task<IActionResult> OnGetAsync(CancellationToken stop) => ShowAsync(stop);

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken stop)
    {
        if (await signIns.HalfWayInAsync(stop) is not { } account || await factors.IsEnrolledAsync(account.Id, stop))
        {
            return RedirectToPage("/Accounts/Door/SignIn", new { ReturnUrl });
        }

        if (await factors.ConfirmAsync(account.Id, Code ?? "", stop) is { } codes)
        {
            Codes = codes;
            await signIns.BeginAsync(account, await signIns.PreferredGrantAsync(account.Id, stop), stop);
            return Page();
        }

        ModelState.AddModelError(nameof(Code), T("account.wrong-code"));
        return await ShowAsync(stop);
    }

    private async Task<IActionResult> ShowAsync(CancellationToken stop)
    {
        if (await signIns.HalfWayInAsync(stop) is not { } account || await factors.IsEnrolledAsync(account.Id, stop))
        {
            return RedirectToPage("/Accounts/Door/SignIn", new { ReturnUrl });
        }

        Enrolment = Enrolment.Of(await factors.KeyToConfirmAsync(account.Id, stop), account, pack);
        return Page();
    }
}
