using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;

namespace Yixiang.Voices;

/// <summary>Where the asker reads state and answer, by a code that nobody can guess. What was asked is not on it.</summary>
[Public]
public sealed class NeedReceiptModel(Db db, LedgerIndex index, CityPack pack) : PageModel
{
    public Need Need { get; private set; } = null!;

    /// <summary>Those that are on the ledger still.</summary>
    public IReadOnlyList<LedgerEntry> Matches { get; private set; } = [];

    public Office Office => pack.City.Office;

    public string Address => $"{Request.Scheme}://{Request.Host}{Request.PathBase}{Request.Path}";

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken stop)
    {
        Response.Headers.CacheControl = "no-cache, no-store";
        Response.Headers["Referrer-Policy"] = "no-referrer";
        var digest = ReceiptCode.DigestOf(code);
        if (await db.Needs.AsNoTracking().Include(n => n.Matches).ThenInclude(m => m.Instrument).SingleOrDefaultAsync(n => n.ReceiptDigest == digest, stop) is not { } need)
        {
            return NotFound();
        }

        (Need, Matches) = (need, index.Entries(need.Matches.OrderBy(m => m.Id).Select(m => m.Instrument.Reference)));
        return Page();
    }
}
