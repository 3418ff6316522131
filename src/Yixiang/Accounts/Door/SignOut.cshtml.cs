using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

[SignedIn]
public sealed class SignOutModel(SignIns signIns, Actor actor) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/");

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        await signIns.LeaveAsync(actor, stop);
        return LocalRedirect("~/");
    }
}
