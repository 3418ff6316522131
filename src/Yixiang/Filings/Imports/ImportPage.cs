using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings;

/// <summary>One import from the mapping of its columns to its result, row by row.</summary>
public abstract class ImportPage(Db db, ImportDesk desk, ImportReport report, Actor actor, TimeProvider clock) : PageModel
{
    private const int PageSize = 50;

    public Import Import { get; private set; } = null!;

    public HeaderBlock Header { get; private set; } = null!;

    public IReadOnlyList<string[]> Samples { get; private set; } = [];

    public Page<ImportRow> Rows { get; private set; } = null!;

    public FilterBar Filters { get; private set; } = null!;

    public bool IsBureau => actor.Role == Role.BureauOfficer;

    public string Root => IsBureau ? "/desk/imports" : "/unit/imports";

    public string Title => T("import.title", Import.Reference);

    public Crumb[] Crumbs => [new(T(IsBureau ? "import.lists" : "import.imports"), Root), new(Import.Reference)];

    public bool IsMapping => Import.State is ImportState.Uploaded || (Import.State == ImportState.Cancelled && !Import.StoppedWhileApplying) || Request.Query.ContainsKey("map");

    /// <summary>A list of the bureau becomes a batch of the ledger, on a page of its own.</summary>
    public bool MakesBatch => Import.Admits && (Import.State == ImportState.Applied || (Import.State == ImportState.Checked && Import.Counts.Applicable > 0));

    public bool IsRunning => Import.State is ImportState.Checking or ImportState.Applying;

    public IEnumerable<Lifecycle<Import, ImportState>.Move> Moves => Import.Lifecycle.OfferedTo(actor, Import).Where(m => m != Import.Lifecycle.Check || !IsMapping);

    public async Task<IActionResult> OnGetAsync(string reference, RowOutcome? outcome, string? q, CancellationToken stop)
    {
        if (await FindAsync(reference, stop) is not { } import)
        {
            return NotFound();
        }

        Import = import;
        if (IsMapping)
        {
            (Header, Samples) = desk.Look(import);
        }

        await ReadRowsAsync(outcome, q, int.TryParse(Request.Query["page"], out var number) ? number : 1, stop);
        return Page();
    }

    /// <summary>Saves the mapping as the selects say, and begins the dry run.</summary>
    public async Task<IActionResult> OnPostMapAsync(string reference, CancellationToken stop)
    {
        if (await FindAsync(reference, stop) is not { } import)
        {
            return NotFound();
        }

        try
        {
            await desk.MapAsync(import, Posted(import), actor, stop);
            await db.MoveAsync(Import.Lifecycle.Check, import, new Nothing(), actor, clock.GetUtcNow(), stop);
        }
        catch (RefusedException refused)
        {
            TempData["Alarm"] = refused.Refusal.Sentence;
        }

        return Redirect($"{Request.PathBase}{Root}/{reference}");
    }

    public async Task<IActionResult> OnPostMoveAsync(string reference, string move, CancellationToken stop)
    {
        if (Import.Lifecycle.Find(move) is not { } declared || declared.InputType != typeof(Nothing) || await FindAsync(reference, stop) is not { } import)
        {
            return NotFound();
        }

        try
        {
            await db.MoveAsync(declared, import, new Nothing(), actor, clock.GetUtcNow(), stop);
        }
        catch (RefusedException refused)
        {
            TempData["Alarm"] = refused.Refusal.Sentence;
        }

        return Redirect($"{Request.PathBase}{Root}/{reference}");
    }

    public async Task<IActionResult> OnGetReportAsync(string reference, CancellationToken stop) =>
        await FindAsync(reference, stop) is { } import ? report.Download(import) : NotFound();

    public IEnumerable<(string Key, string Label)> Choices => ImportColumns.Choices(Import.ResourceKind, IsBureau);

    private Task<Import?> FindAsync(string reference, CancellationToken stop) =>
        db.Imports.Include(i => i.File).VisibleTo(actor).SingleOrDefaultAsync(i => i.Reference == reference, stop);

    private async Task ReadRowsAsync(RowOutcome? outcome, string? q, int page, CancellationToken stop)
    {
        var rows = db.ImportRows.AsNoTracking().Where(r => r.ImportId == Import.Id);
        rows = outcome is null ? rows : rows.Where(r => r.Outcome == outcome);
        rows = string.IsNullOrWhiteSpace(q) ? rows : rows.Where(r => r.Name.Contains(q.Trim()) || r.OwnNumber.Contains(q.Trim()));
        Rows = await rows.OrderBy(r => r.RowNumber).PageAsync(page, PageSize, stop);
        Filters = new(
            new Filter("outcome", T("import.outcome"), outcome?.ToString(), [.. Enum.GetValues<RowOutcome>().Select(o => new FilterChoice(o.ToString(), T(o), Import.Counts.Of(o)))]),
            new Filter("q", T("import.search"), q));
    }

    private ImportMapping Posted(Import import)
    {
        var (header, samples) = desk.Look(import, 20);
        return new(import.ResourceKind, [.. header.Columns
            .Select(c => (Column: c, Field: Request.Form[$"field.{c.Index}"].ToString()))
            .Where(c => c.Field.Length > 0 && ImportColumns.Has(import.ResourceKind, c.Field))
            .Select(c => new MappedColumn(c.Column.Index, c.Field, UnitOf(c.Field, c.Column, samples)))]);
    }

    private MoneyUnit UnitOf(string field, ColumnHeading column, IReadOnlyList<string[]> samples) =>
        Instruments.Fields.Find(field)?.Kind != Instruments.FieldKind.Money ? MoneyUnit.Unknown
        : Enum.TryParse<MoneyUnit>(Request.Form[$"unit.{column.Index}"], out var unit) && unit != MoneyUnit.Unknown ? unit
        : ImportMapping.UnitOf(column, samples);
}

/// <summary>One import of a unit.</summary>
[For(Role.UnitAdministrator)]
public sealed class UnitImportModel(Db db, ImportDesk desk, ImportReport report, Actor actor, TimeProvider clock) : ImportPage(db, desk, report, actor, clock);

/// <summary>One list of the bureau.</summary>
[For(Role.BureauOfficer)]
public sealed class DeskImportModel(Db db, ImportDesk desk, ImportReport report, Actor actor, TimeProvider clock) : ImportPage(db, desk, report, actor, clock);
