using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Voices;

/// <summary>The needs about which the own unit was asked, newest first; the asker's contact stays with the bureau.</summary>
[For(Role.UnitAdministrator)]
public sealed class UnitNeedsModel(Db db, Actor actor, CityPack pack, ListFiles files) : PageModel
{
    private static readonly Table<Need> Sheet = new Table<Need>("need.sheet")
        .Code("report.reference", n => n.Reference).Text("need.what", n => n.What, 50).Text("need.sample", n => n.Sample).Text("need.amount", n => n.Amount).Date("need.wanted-by", n => n.WantedBy)
        .Text("need.budget", n => n.Budget).Text("need.asker", n => n.AskerKind is { } kind ? T(kind) : T("need.asker-person")).Text("voice.state", n => T(n.State), 12).Instant("report.received-at", n => n.ReceivedAt);

    public Page<Need> Needs { get; private set; } = null!;

    public Office Office => pack.City.Office;

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        var needs = db.Needs.AsNoTracking().VisibleTo(actor).OrderByDescending(n => n.Id);
        if (files.Asked(Request, Sheet, "need.list-unit", needs.AsAsyncEnumerable) is { } file)
        {
            return file;
        }

        Needs = await needs.PageAsync(int.TryParse(Request.Query["page"], out var page) ? page : 1, Paging.DefaultSize, stop);
        return Page();
    }
}
