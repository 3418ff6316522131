using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Filings;

/// <summary>A sheet of a workbook, as a person may choose it for an import.</summary>
/// <param name="Rows">How many data rows it has, counted to <see cref="ImportSheets.MostCounted"/> and no further; null where it is hidden or holds no table.</param>
public sealed record SheetChoice(string Name, bool IsHidden, int? Rows)
{
    public bool HasMore => Rows >= ImportSheets.MostCounted;

    public bool CanBeChosen => Rows > 0;
}

/// <summary>The file of an import, looked at as one kind of resource on one of its sheets.</summary>
/// <param name="Samples">The first values of each column.</param>
public sealed record ImportLook(ResourceKind Kind, SheetTable Table, IReadOnlyList<string[]> Samples, ImportMapping Mapping, IReadOnlyList<SheetChoice> Sheets)
{
    public HeaderBlock Header => Table.Header;

    public string Sheet => Table.Sheet.Name;
}

/// <summary>Which sheets a workbook has, and of which kind of resource they speak (decision record <c>sheet-and-kind</c>).</summary>
internal static class ImportSheets
{
    /// <summary>Rows of other sheets are counted no further: it is to be seen which one is meant, not how long it is.</summary>
    public const int MostCounted = 10_000;

    /// <summary>Rows from which the unit of money is guessed.</summary>
    public const int Samples = 20;

    /// <summary>What such a heading counts, in recognised headings: more than a few fields that other kinds have too.</summary>
    private const int Word = 10;

    private static readonly (ResourceKind Kind, string[] Names)[] Words =
        [(ResourceKind.ServiceUnit, ["服务单元名称"]), (ResourceKind.InstrumentCentre, ["仪器中心名称", "科学仪器中心名称"]), (ResourceKind.LargeFacility, ["装置名称", "设施名称"])];

    private static readonly ResourceKind[] Kinds = [ResourceKind.SingleSet, ResourceKind.InstrumentCentre, ResourceKind.ServiceUnit, ResourceKind.LargeFacility];

    /// <summary>Which of the four kinds of resource the headings of a sheet speak of; a list of single sets when in doubt.</summary>
    /// <exception cref="RefusedException">There is no such sheet, it is hidden, or it holds no table.</exception>
    public static (ResourceKind Kind, SheetTable Table) Best(SheetFile file, string sheet)
    {
        List<(ResourceKind, SheetTable Table)> tables = [.. Kinds.Select(k => (k, Find(file, k, sheet)))];
        return Best(tables, tables.FindAll(t => HasRows(t.Table)));
    }

    /// <summary>The sheet whose headings are best known, as the kind they speak of: of a form with two sheets often only one is filled in.</summary>
    /// <param name="filled">Those of <paramref name="tables"/> that have rows.</param>
    public static (ResourceKind Kind, SheetTable Table) Best(IReadOnlyList<(ResourceKind Kind, SheetTable Table)> tables, IReadOnlyList<(ResourceKind Kind, SheetTable Table)> filled) =>
        (filled.Count > 0 ? filled : tables).OrderByDescending(t => t.Table.Header.Recognised + (NamesItself(t.Kind, t.Table.Header) ? Word : t.Kind == ResourceKind.SingleSet ? 1 : 0)).ThenBy(t => t.Table.Sheet.Index).First();

    /// <summary>Whether a heading calls what the rows are by the name of the kind: 服务单元名称.</summary>
    private static bool NamesItself(ResourceKind kind, HeaderBlock header) =>
        Array.Find(Words, w => w.Kind == kind).Names is { } names && header.Columns.Any(c => Array.Exists(names, n => HeaderText.Normalise(c.Label).StartsWith(n, StringComparison.Ordinal)));

    /// <summary>Whether there is anything below the headings; what cannot be read to its first row is said when it is taken.</summary>
    public static bool HasRows(SheetTable table)
    {
        try
        {
            using var rows = table.Rows();
            return rows.Read();
        }
        catch (RefusedException)
        {
            return true;
        }
    }

    /// <exception cref="RefusedException">There is no such sheet, it is hidden, or it holds no table.</exception>
    public static SheetTable Find(SheetFile file, ResourceKind kind, string? sheet) =>
        sheet is null || file.Sheets.Any(s => s.Name == sheet && !s.IsHidden) ? SheetTable.Find(file, ImportColumns.Lexicon(kind), sheet)
        : throw new RefusedException(new(RefusalKind.WrongInput, file.Sheets.Any(s => s.Name == sheet) ? "import-sheet-hidden" : "import-no-sheet", sheet));

    /// <summary>Every visible sheet with headings, as each kind.</summary>
    /// <exception cref="RefusedException">None has any, or can be read.</exception>
    public static List<(ResourceKind Kind, SheetTable Table)> Tables(SheetFile file)
    {
        var found = from sheet in file.Sheets
                    where !sheet.IsHidden
                    from kind in Kinds
                    let table = FindAny(file, kind, sheet.Name)
                    where table is not null
                    select (kind, table);
        // Where none has, looking once more says why.
        return found.ToList() is { Count: > 0 } tables ? tables : [(ResourceKind.SingleSet, Find(file, ResourceKind.SingleSet, null))];
    }

    public static IReadOnlyList<SheetChoice> In(SheetFile file) => [.. file.Sheets.Select(s => new SheetChoice(s.Name, s.IsHidden, s.IsHidden || file.Sheets.Count == 1 ? null : Count(file, s)))];

    /// <summary>That other sheets hold lists too, which nobody may think were imported along: one a year, one a laboratory.</summary>
    public static IEnumerable<SheetNote> NotesOfOthers(SheetFile file, SheetTable taken, ResourceKind kind) =>
        from sheet in file.Sheets
        where !sheet.IsHidden && sheet.Name != taken.Sheet.Name && FindAny(file, kind, sheet.Name) is { Header.Recognised: >= 2 } other && HasRows(other)
        select new SheetNote(0, "other-sheet", sheet.Name, taken.Sheet.Name);

    private static int? Count(SheetFile file, SheetInfo sheet)
    {
        if (FindAny(file, ResourceKind.SingleSet, sheet.Name) is not { } table)
        {
            return null;
        }

        using var rows = table.Rows();
        var count = 0;
        while (count < MostCounted && rows.Read())
        {
            count++;
        }

        return count;
    }

    private static SheetTable? FindAny(SheetFile file, ResourceKind kind, string sheet)
    {
        try
        {
            return SheetTable.Find(file, ImportColumns.Lexicon(kind), sheet);
        }
        catch (RefusedException)
        {
            return null;
        }
    }
}
