using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Yixiang.Accounts;

internal static class Returns
{
    /// <summary>Back to where the person came from, if that is a page of this site; an address of another site leads home.</summary>
    public static IActionResult Back(this PageModel page, string? address) => page.LocalRedirect(page.Url.IsLocalUrl(address) ? address : "~/");
}
