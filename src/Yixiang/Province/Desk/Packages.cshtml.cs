using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Province.Desk;

/// <summary>A package with how many of its instruments the province has answered.</summary>
public sealed record PackageRow(string Reference, DateTimeOffset SentAt, int Instruments, int Waiting, int Listed, int Refused);

/// <summary>What went to the province so far, and the making of the next package.</summary>
[For(Role.BureauOfficer)]
public sealed class PackagesModel(Db db, Actor actor, Recommendations recommendations) : PageModel
{
    public Page<PackageRow> Rows { get; private set; } = null!;
    public int Proposed { get; private set; }

    /// <summary>What stayed behind at the last attempt, and why.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; private set; } = [];

    public Crumb[] Crumbs => [new(T("nav.desk"), "/desk"), new(T("province.title"), "/desk/province"), new(T("province.packages"))];

    public Task OnGetAsync(CancellationToken stop) => ShowAsync(stop);

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        try
        {
            var (package, outcome) = await recommendations.SendAsync(actor, stop);
            if (package is not null)
            {
                TempData["Ok"] = T("province.sent", package.Reference, package.Instruments);
            }

            if (outcome.LeftOut.Count == 0)
            {
                return LocalRedirect("~/desk/province/packages");
            }

            LeftOut = outcome.LeftOut;
        }
        catch (RefusedException refused)
        {
            db.ChangeTracker.Clear();
            ModelState.AddModelError("", refused.Refusal.Sentence);
            Response.StatusCode = refused.Refusal.Kind.Status();
        }

        await ShowAsync(stop);
        return Page();
    }

    private async Task ShowAsync(CancellationToken stop)
    {
        var recommendations = db.Recommendations;
        Proposed = await recommendations.CountAsync(r => r.State == RecommendationState.Proposed, stop);
        Rows = await db.ProvincePackages.AsNoTracking().OrderByDescending(p => p.Id).Select(p => new PackageRow(
            p.Reference, p.SentAt, p.Instruments,
            recommendations.Count(r => r.PackageId == p.Id && r.State == RecommendationState.Sent),
            recommendations.Count(r => r.PackageId == p.Id && r.State == RecommendationState.Listed),
            recommendations.Count(r => r.PackageId == p.Id && r.State == RecommendationState.Refused))).PageAsync(new QueryReader(Request.Query).Number("page", 1, 1_000_000), Paging.DefaultSize, stop);
    }
}
