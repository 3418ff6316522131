using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings;

/// <summary>One import from the mapping of its columns to its result, row by row.</summary>
public abstract class ImportPage(Db db, ImportDesk desk, ImportReport report, Actor actor, TimeProvider clock) : PageModel
{
    private const int PageSize = 50;

    public Import Import { get; private set; } = null!;

    /// <summary>The file as it is taken, or as the person asks to see it: another sheet, another kind.</summary>
    public ImportLook Look { get; private set; } = null!;

    public Page<ImportRow> Rows { get; private set; } = null!;

    public FilterBar Filters { get; private set; } = null!;

    /// <summary>Where what the rows speak of can be seen, by its reference: filings this reader may see, instruments that are public.</summary>
    public IReadOnlyDictionary<string, string> Links { get; private set; } = new Dictionary<string, string>();

    /// <summary>Number of the last row that the pass will deal with, where an earlier pass has seen it; else null.</summary>
    public int? LastRowOfAll { get; private set; }

    public bool IsBureau => actor.Role == Role.BureauOfficer;

    public string Root => IsBureau ? "/desk/imports" : "/unit/imports";

    public string Title => T("import.title", Import.Reference);

    public Crumb[] Crumbs => [new(T(IsBureau ? "import.lists" : "import.imports"), Root), new(Import.Reference)];

    public bool IsMapping => Import.State is ImportState.Uploaded || (Import.State == ImportState.Cancelled && !Import.StoppedWhileApplying) || (Import.State == ImportState.Checked && Request.Query.ContainsKey("map"));

    public bool HasNothingToApply => Import.State == ImportState.Checked && Import.Counts.Applicable == 0;

    /// <summary>A list of the bureau becomes a batch of the ledger, on a page of its own.</summary>
    public bool MakesBatch => Import.Admits && (Import.State == ImportState.Applied || (Import.State == ImportState.Checked && Import.Counts.Applicable > 0));

    public bool IsRunning => Import.State is ImportState.Checking or ImportState.Applying;

    public IEnumerable<Lifecycle<Import, ImportState>.Move> Moves => Import.Lifecycle.OfferedTo(actor, Import).Where(m => m != Import.Lifecycle.Check || !IsMapping);

    public async Task<IActionResult> OnGetAsync(string reference, RowOutcome? outcome, string? q, ResourceKind? kind, string? sheet, CancellationToken stop)
    {
        if (await FindAsync(reference, stop) is not { } import)
        {
            return NotFound();
        }

        Import = import;
        if (IsMapping)
        {
            Look = await LookAsync(import, kind, sheet, stop);
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
            var look = await desk.LookAsync(import, Enum.TryParse<ResourceKind>(Request.Form["kind"], out var kind) && Enum.IsDefined(kind) ? kind : null, Request.Form["sheet"].ToString() is { Length: > 0 } sheet ? sheet : null, stop);
            await desk.MapAsync(import, Posted(look), actor, look.Sheet, stop);
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

    public IEnumerable<(string Key, string Label)> Choices => ImportColumns.Choices(Look.Kind, IsBureau);

    /// <summary>A sheet that cannot be taken is said; the one that stands is shown.</summary>
    private async Task<ImportLook> LookAsync(Import import, ResourceKind? kind, string? sheet, CancellationToken stop)
    {
        try
        {
            return await desk.LookAsync(import, kind, sheet, stop);
        }
        catch (RefusedException refused) when (sheet is not null && sheet != import.SheetName)
        {
            ModelState.AddModelError("", refused.Refusal.Sentence);
            return await desk.LookAsync(import, kind, null, stop);
        }
    }

    private Task<Import?> FindAsync(string reference, CancellationToken stop) =>
        db.Imports.Include(i => i.File).VisibleTo(actor).SingleOrDefaultAsync(i => i.Reference == reference, stop);

    private async Task ReadRowsAsync(RowOutcome? outcome, string? q, int page, CancellationToken stop)
    {
        var rows = db.ImportRows.AsNoTracking().Where(r => r.ImportId == Import.Id);
        rows = outcome is null ? rows : rows.Where(r => r.Outcome == outcome);
        rows = string.IsNullOrWhiteSpace(q) ? rows : rows.Where(r => r.Name.Contains(q.Trim()) || r.OwnNumber.Contains(q.Trim()));
        Rows = await rows.OrderBy(r => r.RowNumber).PageAsync(page, PageSize, stop);
        Links = await LinksAsync([.. Rows.Items.SelectMany(r => SpokenOf(r)).Distinct()], stop);
        LastRowOfAll = Import.State == ImportState.Applying || Import.StoppedWhileApplying ? await db.ImportRows.Where(r => r.ImportId == Import.Id).MaxAsync(r => (int?)r.RowNumber, stop) : null;
        Filters = new(
            new Filter("outcome", T("import.outcome"), outcome?.ToString(), [.. Enum.GetValues<RowOutcome>().Select(o => new FilterChoice(o.ToString(), T(o), Import.Counts.Of(o)))]),
            new Filter("q", T("import.search"), q));
    }

    /// <summary>References that a row names: what it became, and what it resembles.</summary>
    public static IEnumerable<string> SpokenOf(ImportRow row) => [.. row.Target is null ? Array.Empty<string>() : [row.Target], .. row.ReadMessages().SelectMany(m => SpokenOf(m))];

    public static IEnumerable<string> SpokenOf(RowMessage message) => message.Code.StartsWith("import", StringComparison.Ordinal) ? message.Args.Where(a => a.Contains('-', StringComparison.Ordinal)) : [];

    /// <summary>The row of this file that a row is the same as or like, where it stands on this very page.</summary>
    public int? LikeRow(RowMessage message) =>
        message.Code is "import-duplicate-row" or "import-duplicate-number" or "import.similar-row" && int.TryParse(message.Args[0], out var row) && Rows.Items.Any(r => r.RowNumber == row) ? row : null;

    private async Task<IReadOnlyDictionary<string, string>> LinksAsync(List<string> references, CancellationToken stop)
    {
        var filings = await db.Filings.AsNoTracking().VisibleTo(actor).Where(f => references.Contains(f.Reference)).Select(f => f.Reference).ToListAsync(stop);
        var instruments = await db.Instruments.AsNoTracking().Where(i => i.State == InstrumentState.Published && references.Contains(i.Reference)).Select(i => i.Reference).ToListAsync(stop);
        return filings.Select(r => (r, $"{(IsBureau ? "/desk" : "/unit")}/filings/{r}")).Concat(instruments.Select(r => (r, $"/instruments/{r}"))).ToDictionary(l => l.r, l => l.Item2);
    }

    private ImportMapping Posted(ImportLook look) => new(look.Kind, [.. look.Header.Columns
        .Select(c => (Column: c, Field: Request.Form[$"field.{c.Index}"].ToString()))
        .Where(c => c.Field.Length > 0 && ImportColumns.Has(look.Kind, c.Field))
        .Select(c => new MappedColumn(c.Column.Index, c.Field, UnitOf(c.Field, c.Column, look)))]);

    private MoneyUnit UnitOf(string field, ColumnHeading column, ImportLook look) =>
        Fields.Find(field)?.Kind != FieldKind.Money ? MoneyUnit.Unknown
        : Enum.TryParse<MoneyUnit>(Request.Form[$"unit.{column.Index}"], out var unit) && unit != MoneyUnit.Unknown ? unit
        : ImportMapping.UnitOf(look.Header, column, look.Samples);
}

/// <summary>One import of a unit.</summary>
[For(Role.UnitAdministrator)]
public sealed class UnitImportModel(Db db, ImportDesk desk, ImportReport report, Actor actor, TimeProvider clock) : ImportPage(db, desk, report, actor, clock);

/// <summary>One list of the bureau.</summary>
[For(Role.BureauOfficer)]
public sealed class DeskImportModel(Db db, ImportDesk desk, ImportReport report, Actor actor, TimeProvider clock) : ImportPage(db, desk, report, actor, clock);
