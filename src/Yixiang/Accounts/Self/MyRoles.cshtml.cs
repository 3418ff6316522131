using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Accounts;

/// <summary>A role of the person and where it holds.</summary>
public sealed record MyRole(long Id, Role Role, string Place, GrantState State, bool IsCurrent);

/// <summary>All roles of the person; one is active, another can be taken up.</summary>
[SignedIn]
public sealed class MyRolesModel(Db db, SignIns signIns, ListFiles files, CityPack pack, Actor actor) : PageModel
{
    private static readonly Table<MyRole> Sheet = new Table<MyRole>("account.roles").Text("account.role", r => T(r.Role)).Text("account.place", r => r.Place, 32).Text("account.state", r => T(r.State), 12);

    public IReadOnlyList<MyRole> Roles { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        var session = GrantClaims.SessionOf(User);
        var current = await db.Sessions.Where(s => s.Id == session).Select(s => s.GrantId).SingleOrDefaultAsync(stop);
        var rows = await (from g in db.Grants
                          where g.AccountId == actor.AccountId && (g.State == GrantState.Granted || g.State == GrantState.Proposed)
                          orderby g.Id
                          select new { g.Id, g.Role, g.AreaCode, g.State, Organisation = db.Set<Organisation>().Where(o => o.Id == g.OrganisationId).Select(o => o.Name).FirstOrDefault() }).ToListAsync(stop);
        Roles = [.. rows.Select(r => new MyRole(r.Id, r.Role, r.Organisation ?? pack.Area(r.AreaCode)?.Name.ToString() ?? "", r.State, r.Id == current))];
        return files.Asked(Request, Sheet, "account.roles", Roles.ToAsyncEnumerable) is { } file ? file : Page();
    }

    public async Task<IActionResult> OnPostAsync(long grant, CancellationToken stop)
    {
        await signIns.SwitchAsync(actor, grant, stop);
        TempData["Ok"] = T("account.role-switched");
        return LocalRedirect("~/");
    }
}
