using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Province.Desk;

/// <summary>A package with how many of its instruments the province has answered.</summary>
public sealed record PackageRow(string Reference, DateTimeOffset SentAt, int Instruments, int Waiting, int Listed, int Refused);

/// <summary>What went to the province so far, and the making of the next package.</summary>
[For(Role.BureauOfficer)]
public sealed class PackagesModel(Db db, Actor actor, Recommendations recommendations, ListFiles files) : PageModel
{
    private static readonly Table<PackageRow> Sheet = new Table<PackageRow>("province.packages")
        .Code("province.package", p => p.Reference).Instant("province.sent-at", p => p.SentAt).Number("province.instruments", p => p.Instruments).Number("enum.RecommendationState.Sent", p => p.Waiting)
        .Number("enum.RecommendationState.Listed", p => p.Listed).Number("enum.RecommendationState.Refused", p => p.Refused);

    public Page<PackageRow> Rows { get; private set; } = null!;
    public int Proposed { get; private set; }

    /// <summary>What stayed behind at the last attempt, and why.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; private set; } = [];

    public Crumb[] Crumbs => [new(T("nav.desk"), "/desk"), new(T("province.title"), "/desk/province"), new(T("province.packages"))];

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (files.Asked(Request, Sheet, "province.packages", All.AsAsyncEnumerable) is { } file)
        {
            return file;
        }

        await ShowAsync(stop);
        return Page();
    }

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
        Proposed = await db.Recommendations.CountAsync(r => r.State == RecommendationState.Proposed, stop);
        Rows = await All.PageAsync(new QueryReader(Request.Query).Number("page", 1, 1_000_000), Paging.DefaultSize, stop);
    }

    private IQueryable<PackageRow> All
    {
        get
        {
            var answered = db.Recommendations;
            return db.ProvincePackages.AsNoTracking().OrderByDescending(p => p.Id).Select(p => new PackageRow(
                p.Reference, p.SentAt, p.Instruments,
                answered.Count(r => r.PackageId == p.Id && r.State == RecommendationState.Sent),
                answered.Count(r => r.PackageId == p.Id && r.State == RecommendationState.Listed),
                answered.Count(r => r.PackageId == p.Id && r.State == RecommendationState.Refused)));
        }
    }
}
