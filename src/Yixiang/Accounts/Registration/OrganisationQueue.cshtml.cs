using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Accounts;

/// <param name="Waiting">Somebody has applied for it.</param>
public sealed record OrganisationRow(string Reference, string? Uscc, string Name, OrganisationKind Kind, string AreaCode, OrganisationState State, DateTimeOffset CreatedAt, bool Waiting);

public static class OrganisationBadge
{
    public static Badge Of(OrganisationState state) => new(T(state), state switch
    {
        OrganisationState.Unverified => Tone.Quiet,
        OrganisationState.Pending => Tone.Info,
        OrganisationState.Verified => Tone.Ok,
        OrganisationState.Rejected => Tone.Warn,
        OrganisationState.Closed => Tone.Quiet,
    });
}

/// <summary>The organisations an officer works on; those that wait come first.</summary>
[For(Role.BureauOfficer, Role.CountyOfficer)]
public sealed class OrganisationQueueModel(Db db, ListFiles files, CityPack pack, Actor actor) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Area { get; set; }

    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    public CityPack Pack => pack;

    public Page<OrganisationRow> Rows { get; private set; } = null!;

    public FilterBar Filters => new(
        new Filter("q", T("account.organisation-search"), Q),
        new Filter("state", T("account.state"), State, [new("waiting", T("account.applicant-waits")), .. Enum.GetValues<OrganisationState>().Select(s => new FilterChoice($"{s}", T(s)))]),
        new Filter("area", T("account.area"), Area, [.. pack.Areas.Select(a => new FilterChoice(a.Code, a.Name.ToString()))]));

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        var words = (Q ?? "").Trim();
        var rows = db.Organisations.AsNoTracking().VisibleTo(actor).Where(o => words == "" || o.Name.Contains(words) || o.Reference == words || o.Uscc!.StartsWith(words))
            .Where(o => string.IsNullOrEmpty(Area) || o.AreaCode == Area)
            .Select(o => new { o, Waiting = db.Set<Grant>().Any(g => g.OrganisationId == o.Id && g.State == GrantState.Proposed) });
        rows = Enum.TryParse<OrganisationState>(State, out var state) ? rows.Where(r => r.o.State == state) : State == "waiting" ? rows.Where(r => r.Waiting) : rows;
        var lines = rows.OrderBy(r => r.o.State == OrganisationState.Pending ? 0 : r.Waiting ? 1 : 2).ThenBy(r => r.o.Name)
            .Select(r => new OrganisationRow(r.o.Reference, r.o.Uscc, r.o.Name, r.o.Kind, r.o.AreaCode, r.o.State, r.o.CreatedAt, r.Waiting));
        if (files.Asked(Request, Sheet(), "account.organisations", lines.AsAsyncEnumerable) is { } file)
        {
            return file;
        }

        Rows = await lines.PageAsync(PageNumber, Paging.DefaultSize, stop);
        return Page();
    }

    private Table<OrganisationRow> Sheet() => new Table<OrganisationRow>("account.organisations")
        .Code("account.organisation-reference", r => r.Reference).Text("account.organisation-name", r => r.Name, 32).Code("account.uscc", r => r.Uscc, 22).Text("account.organisation-kind", r => T(r.Kind), 18)
        .Text("account.area", r => pack.AreaName(r.AreaCode), 14).Text("account.state", r => T(r.State), 12).Text("account.waits", r => r.Waiting ? T("account.applicant-waits") : null, 14).Instant("account.since", r => r.CreatedAt);
}
