using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>Gives back what was typed when the session was already over, to be sent again with a fresh token.</summary>
[SignedIn, ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class AgainModel(KeptForms forms, Actor actor) : PageModel
{
    public KeptWords Kept { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken stop)
    {
        if (await forms.FindAsync(id, actor, stop) is not { } kept || !Url.IsLocalUrl(kept.Address))
        {
            return NotFound();
        }

        Kept = kept;
        return Page();
    }
}
