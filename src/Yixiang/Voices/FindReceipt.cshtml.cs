using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Voices;

/// <summary>Leads from the code of a receipt, or its whole address, to the receipt of a report or a need: for who wrote the code down and lost the address.</summary>
[Public]
public sealed partial class FindReceiptModel(Db db, CityPack pack) : PageModel
{
    public string Typed { get; private set; } = "";

    public Office Office => pack.City.Office;

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        ModelState.Clear();
        Response.Headers.CacheControl = "no-cache, no-store";
        Response.Headers["Referrer-Policy"] = "no-referrer";
        Typed = Request.Query["code"].ToString().Trim();
        if (Typed == "")
        {
            return Page();
        }

        if (await FindAsync(Code().Match(Typed.ToLowerInvariant()).Value, stop) is { } path)
        {
            return Redirect(Request.PathBase + path);
        }

        ModelState.AddModelError("code", T("problem.receipt-code"));
        return Page();
    }

    private async Task<string?> FindAsync(string code, CancellationToken stop)
    {
        var digest = ReceiptCode.DigestOf(code);
        return await db.ProblemReports.AnyAsync(r => r.ReceiptDigest == digest, stop) ? $"/reports/{code}"
            : await db.Needs.AnyAsync(n => n.ReceiptDigest == digest, stop) ? $"/needs/{code}" : null;
    }

    [GeneratedRegex("[0-9a-f]{32}(?![0-9a-f])")]
    private static partial Regex Code();
}
