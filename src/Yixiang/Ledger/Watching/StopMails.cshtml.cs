using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Yixiang.Accounts;
using Yixiang.Kernel;

namespace Yixiang.Ledger.Watching;

/// <summary>Where the last link of a mail about new matches leads: ends the mails without a sign-in. Opening shows, sending acts, so that a mail scanner ends nothing.</summary>
[Public, EnableRateLimiting(AccountParts.Door), ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class StopMailsModel(SavedSearches searches) : PageModel
{
    [BindProperty(Name = "t", SupportsGet = true)]
    public string? Secret { get; set; }

    public bool Done { get; private set; }

    public bool IsGood => searches.AccountOf(Secret) is not null;

    public void OnGet() => ModelState.Clear();

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        ModelState.Clear();
        if (searches.AccountOf(Secret) is { } account)
        {
            await searches.PauseAllAsync(account, stop);
            Done = true;
        }

        return Page();
    }
}
