using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Voices;

/// <summary>The needs about which the own unit was asked, newest first; the asker's contact stays with the bureau.</summary>
[For(Role.UnitAdministrator)]
public sealed class UnitNeedsModel(Db db, Actor actor, CityPack pack) : PageModel
{
    public Page<Need> Needs { get; private set; } = null!;

    public Office Office => pack.City.Office;

    public async Task OnGetAsync(CancellationToken stop) =>
        Needs = await db.Needs.AsNoTracking().VisibleTo(actor).OrderByDescending(n => n.Id).PageAsync(int.TryParse(Request.Query["page"], out var page) ? page : 1, Paging.DefaultSize, stop);
}
