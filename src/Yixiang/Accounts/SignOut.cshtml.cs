using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

[SignedIn]
public sealed class SignOutModel(SignInManager<Account> signIn, Db db, Actor actor, TimeProvider clock) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/");

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        db.Record(JournalEntry.Of("account", $"{actor.AccountId}", "sign-out", new(actor, clock.GetUtcNow())));
        await db.SaveChangesAsync(stop);
        await signIn.SignOutAsync();
        return LocalRedirect("~/");
    }
}
