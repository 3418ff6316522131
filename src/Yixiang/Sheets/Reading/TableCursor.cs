namespace Yixiang.Sheets;

/// <summary>Goes through the data rows of a table and leaves out blank rows, totals, explanations and repeated headings.</summary>
public sealed class TableCursor : IDisposable
{
    private const int MostNotes = 200;
    private readonly SheetCursor _rows;
    private readonly SheetTable _table;
    private readonly MeantCells _meant;
    private readonly HashSet<int> _numbering;
    private readonly List<SheetNote> _notes = [];

    internal TableCursor(SheetCursor rows, SheetTable table, IReadOnlyList<MergedCells> merged)
    {
        (_rows, _table, _meant) = (rows, table, new(merged));
        _numbering = [.. table.Header.Columns.Where(c => HeaderText.Normalise(c.Label) is "序号" or "序" or "行号" or "no" or "项次").Select(c => c.Index)];
    }

    public string SheetName => _table.Sheet.Name;

    /// <summary>Data rows given so far.</summary>
    public int Count { get; private set; }

    public int RowNumber => _rows.RowNumber;

    public ReadOnlySpan<SheetCell> Cells => _rows.Cells;

    public SheetCell this[int column] => _rows[column];

    /// <summary>The row is hidden or filtered out.</summary>
    public bool IsHidden => _rows.IsHidden;

    /// <summary>A line of a text file that has more values than there are headings: 1,250,000 without quotes is three.</summary>
    public bool IsTooLong => _table.File.Format == FileFormat.Csv && _rows.Cells.Length > _table.Header.Columns.Count;

    /// <summary>Number of the row with the headings of another table, below which this row stands: its columns mean something else.</summary>
    public int? OtherTable { get; private set; }

    /// <summary>What a cell means, and where that stands: 同上 means the row above, an empty cell what it was merged with.</summary>
    internal (SheetCell Cell, Meaning By) Meant(int column) => _meant[column];

    /// <summary>What was left out so far, the first two hundred.</summary>
    public IReadOnlyList<SheetNote> Notes => _notes;

    /// <exception cref="Kernel.RefusedException">The file is damaged, or holds more rows than allowed.</exception>
    public bool Read()
    {
        while (_rows.Read())
        {
            _meant.Pass(_rows);
            if (_rows.RowNumber <= _table.Header.LastRow || _rows.IsBlank || IsOnlyNumbered() || IsLeftOut())
            {
                continue;
            }

            _meant.Read(_rows);
            return ++Count <= _table.File.Limits.MaxRows ? true : throw SheetRefusals.TooManyRows(_table.File.Limits.MaxRows);
        }

        return false;
    }

    public void Dispose() => _rows.Dispose();

    /// <summary>Forms are numbered in advance: a row that holds nothing but its number is an empty one.</summary>
    private bool IsOnlyNumbered()
    {
        if (_numbering.Count == 0)
        {
            return false;
        }

        for (var i = 0; i < _rows.Cells.Length; i++)
        {
            if (!_rows.Cells[i].IsBlank && !_numbering.Contains(i))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsLeftOut()
    {
        var code = AsideRows.CodeOf(_rows.Cells, _table.Header, isFirst: Count == 0, _meant.Widest);
        if (code is null && AsideRows.AreHeadings(_rows.Cells, _table.Lexicon))
        {
            (code, OtherTable) = ("other-table", _rows.RowNumber);
        }

        if (code is null)
        {
            return false;
        }

        if (_notes.Count < MostNotes)
        {
            _notes.Add(new SheetNote(_rows.RowNumber, code));
        }

        return true;
    }
}
