using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Accounts;

/// <summary>The people of a unit: invited, asking to join, and members.</summary>
[For(Role.UnitAdministrator)]
public sealed class MembersModel(Db db, Granting granting, Inviting inviting, ListFiles files, CityPack pack, Actor actor) : GrantsPage(db, granting, actor)
{
    private readonly Db db = db;
    private readonly Actor actor = actor;

    [BindProperty]
    public InvitationInput Input { get; set; } = new();

    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    public Page<GrantRow> Rows { get; private set; } = null!;

    public IReadOnlyList<Role> Offered => Granting.MayPropose(actor);

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        ModelState.Clear();
        if (await files.AskedAsync(db, actor, Request, GrantRows.Sheet(pack), "account.members", Narrowed().AsAsyncEnumerable, stop) is { } file)
        {
            return file;
        }

        await ShowAsync(stop);
        return Page();
    }

    public async Task<IActionResult> OnPostInviteAsync(CancellationToken stop)
    {
        try
        {
            if (ModelState.IsValid)
            {
                this.HandOver(await inviting.InviteAsync(new(Input.DisplayName, Input.Email), new(Input.Role, actor.OrganisationId), actor, stop));
                TempData["Ok"] = T("account.invited", Input.DisplayName);
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

    private async Task ShowAsync(CancellationToken stop) => Rows = await Narrowed().PageAsync(PageNumber, Paging.DefaultSize, stop);

    private IQueryable<GrantRow> Narrowed() =>
        db.Grants.AsNoTracking().VisibleTo(actor, db).OrderBy(g => g.State == GrantState.Proposed ? 0 : g.State == GrantState.Granted ? 1 : 2).ThenByDescending(g => g.Id)
            .WithNames(db);
}
