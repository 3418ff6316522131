namespace Yixiang.Sheets;

/// <summary>The table of a file: the visible sheet whose headings are best known, and where its data begin.</summary>
public sealed record SheetTable(SheetFile File, SheetInfo Sheet, HeaderBlock Header, IReadOnlyList<SheetNote> Notes, FieldLexicon Lexicon)
{
    /// <summary>Looks through the visible sheets; hidden ones are left out and that is said.</summary>
    /// <param name="sheetName">Take this sheet instead of the best.</param>
    /// <exception cref="Kernel.RefusedException">No visible sheet has headings.</exception>
    public static SheetTable Find(SheetFile file, FieldLexicon lexicon, string? sheetName = null)
    {
        var hidden = file.Sheets.Where(s => s.IsHidden).Select(s => new SheetNote(0, "hidden-sheet", s.Name)).ToList();
        var found = file.Sheets
            .Where(s => !s.IsHidden && (sheetName is null || s.Name == sheetName))
            .Select(s => (Sheet: s, Header: HeaderOf(file, s, lexicon)))
            .Where(s => s.Header is not null)
            .OrderByDescending(s => s.Header!.Recognised).ThenBy(s => s.Sheet.Index)
            .FirstOrDefault();
        return found.Header is null
            ? throw SheetRefusals.Empty()
            : new SheetTable(file, found.Sheet, found.Header, hidden, lexicon);
    }

    /// <summary>A pass over the data rows.</summary>
    public TableCursor Rows() => new(File.Rows(Sheet), this, []);

    /// <summary>A pass over the data rows that knows which cells are merged.</summary>
    public TableCursor RowsAsMeant() => new(File.Rows(Sheet), this, File.Merged(Sheet));

    /// <summary>The first values of each column, for people who check a mapping.</summary>
    /// <exception cref="Kernel.RefusedException">There is no data row below the headings.</exception>
    public IReadOnlyList<string[]> Samples(int rows = 5)
    {
        using var cursor = Rows();
        var samples = new List<string[]>();
        while (samples.Count < rows && cursor.Read())
        {
            samples.Add([.. Header.Columns.Select(c => cursor[c.Index].ToString())]);
        }

        return samples.Count > 0 ? samples : throw SheetRefusals.NoData(Sheet.Name);
    }

    private static HeaderBlock? HeaderOf(SheetFile file, SheetInfo sheet, FieldLexicon lexicon)
    {
        using var rows = file.Rows(sheet);
        return HeaderFinder.Find(rows, lexicon);
    }
}
