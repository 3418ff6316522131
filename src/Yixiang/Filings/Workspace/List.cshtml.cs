using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings;

/// <summary>All filings of the unit, narrowed and ordered by the address, and as a file.</summary>
[For(Role.UnitAdministrator)]
public sealed class ListModel(Db db, Actor actor, TimeProvider clock, ListFiles files) : PageModel
{
    private static readonly Table<OwnFilingLine> Sheet = new Table<OwnFilingLine>("workspace.sheet")
        .Code("workspace.reference", l => l.Reference)
        .Text("workspace.kind", l => T(l.Kind), width: 12)
        .Text("workspace.resource-kind", l => T(l.ResourceKind), width: 18)
        .Text("filing.state", l => T(l.State), width: 12)
        .Text("field.name", l => l.Name, width: 30)
        .Text("field.model", l => l.Model)
        .Code("field.ownNumber", l => l.OwnNumber)
        .Money("field.originalValue", l => l.OriginalValue == Yuan.Zero ? null : l.OriginalValue)
        .Date("field.acceptedOn", l => l.AcceptedOn)
        .Date("workspace.due-on", l => l.DueOn)
        .Number("workspace.days-late", l => l.DaysLate == 0 ? null : l.DaysLate)
        .Number("workspace.completeness-percent", l => l.Completeness)
        .Instant("workspace.changed-at", l => l.ChangedAt);

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Text { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public FilingKind? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    /// <summary>From the query only: a route value of the same name is the page itself.</summary>
    [BindProperty(SupportsGet = true), FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public DateOnly Today { get; } = clock.Today();

    public Page<OwnFilingLine> Lines { get; private set; } = new([], 0, 1, Paging.DefaultSize);

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        var found = new FilingQuery(Text, State, Kind, Sort).On(db.Filings.AsNoTracking().VisibleTo(actor), Today).Select(OwnFilingLine.From);
        if (files.Asked(Request, Sheet, "workspace.sheet", found.AsAsyncEnumerable) is { } file)
        {
            return file;
        }

        Lines = await found.PageAsync(Number, Paging.DefaultSize, stop);
        return Page();
    }

    /// <summary>The address of this list as a file, or in another order.</summary>
    public string Address(params (string Key, string? Value)[] with)
    {
        (string Key, string? Value)[] now = [("q", Text), ("state", State), ("kind", Kind?.ToString()), ("sort", Sort)];
        var query = now.Where(a => with.All(w => w.Key != a.Key)).Concat(with).Where(a => !string.IsNullOrEmpty(a.Value));
        return Request.PathBase + Request.Path + QueryString.Create(query.Select(a => KeyValuePair.Create(a.Key, a.Value)));
    }

    public string? Sorted(string column) => Sort == column ? "ascending" : Sort == "-" + column || (Sort is null && column == "changed") ? "descending" : null;

    public string SortAddress(string column) => Address(("sort", Sort == column ? "-" + column : column));
}
