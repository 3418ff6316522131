using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Accounts;

/// <summary>Roles: proposed by one, granted by another (maker-checker on role changes).</summary>
[For(Role.SystemAdministrator, Role.SecurityAdministrator, Role.BureauOfficer, Role.CountyOfficer)]
public sealed class GrantsModel(Db db, Granting granting, Inviting inviting, ListFiles files, CityPack pack, Actor actor) : GrantsPage(db, granting, actor)
{
    private readonly Db db = db;
    private readonly Actor actor = actor;

    [BindProperty]
    public InvitationInput Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true, Name = "role")]
    public string? RoleFilter { get; set; }

    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    public CityPack Pack => pack;

    public Page<GrantRow> Rows { get; private set; } = null!;

    public IReadOnlyList<Role> Offered => Granting.MayPropose(actor);

    public FilterBar Filters => new(
        new Filter("state", T("account.state"), State, [.. Enum.GetValues<GrantState>().Select(s => new FilterChoice($"{s}", T(s)))]),
        new Filter("role", T("account.role"), RoleFilter, [.. Enum.GetValues<Role>().Where(r => r != Role.Visitor).Select(r => new FilterChoice($"{r}", T(r)))]));

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        ModelState.Clear();
        if (await files.AskedAsync(db, actor, Request, GrantRows.Sheet(pack), "account.grants", Narrowed().AsAsyncEnumerable, stop) is { } file)
        {
            return file;
        }

        await ShowAsync(stop);
        return Page();
    }

    public async Task<IActionResult> OnPostProposeAsync(CancellationToken stop)
    {
        try
        {
            if (ModelState.IsValid)
            {
                this.HandOver(await inviting.InviteAsync(new(Input.DisplayName, Input.Email), await AskedAsync(stop), actor, stop));
                TempData["Ok"] = T("account.proposed-done", Input.DisplayName);
                return RedirectToPage();
            }
        }
        catch (RefusedException refused)
        {
            ModelState.Tell(refused.Refusal);
        }

        await ShowAsync(stop);
        return Page();
    }

    private async Task<Proposal> AskedAsync(CancellationToken stop)
    {
        if (!Kernel.Roles.OfOrganisation.Contains(Input.Role))
        {
            return new(Input.Role, null, Input.Role == Role.CountyOfficer ? Input.AreaCode : null);
        }

        var named = Input.Uscc?.Trim() ?? "";
        if (!OrganisationIdentity.NamesOrganisation(named) && !Organisations.Uscc.TryParse(named, out _, out var problem))
        {
            throw new RefusedException(Refusals.Wrong(problem! with { Field = "uscc" }));
        }

        var found = await db.Organisations.Named(named).Select(o => (long?)o.Id).SingleOrDefaultAsync(stop);
        return new(Input.Role, found ?? throw new RefusedException(Refusals.Wrong(new FieldProblem("uscc", "account-no-organisation"))));
    }

    private async Task ShowAsync(CancellationToken stop) => Rows = await Narrowed().PageAsync(PageNumber, Paging.DefaultSize, stop);

    private IQueryable<GrantRow> Narrowed()
    {
        var grants = db.Grants.AsNoTracking().VisibleTo(actor, db);
        grants = Enum.TryParse<GrantState>(State, out var state) ? grants.Where(g => g.State == state) : grants;
        grants = Enum.TryParse<Role>(RoleFilter, out var role) ? grants.Where(g => g.Role == role) : grants;
        return grants.OrderByDescending(g => g.Id).WithNames(db);
    }
}
