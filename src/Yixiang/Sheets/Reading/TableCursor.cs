namespace Yixiang.Sheets;

/// <summary>Goes through the data rows of a table and leaves out blank rows, totals, explanations and repeated headings.</summary>
public sealed class TableCursor : IDisposable
{
    private const int MostNotes = 200;
    private readonly SheetCursor _rows;
    private readonly HeaderBlock _header;
    private readonly SheetLimits _limits;
    private readonly List<SheetNote> _notes = [];

    internal TableCursor(SheetCursor rows, HeaderBlock header, SheetLimits limits, string sheetName)
    {
        _rows = rows;
        _header = header;
        _limits = limits;
        SheetName = sheetName;
    }

    public string SheetName { get; }

    /// <summary>Data rows given so far.</summary>
    public int Count { get; private set; }

    public int RowNumber => _rows.RowNumber;

    public ReadOnlySpan<SheetCell> Cells => _rows.Cells;

    public SheetCell this[int column] => _rows[column];

    /// <summary>What was left out so far, the first two hundred.</summary>
    public IReadOnlyList<SheetNote> Notes => _notes;

    /// <exception cref="Kernel.RefusedException">The file is damaged, or holds more rows than allowed.</exception>
    public bool Read()
    {
        while (_rows.Read())
        {
            if (_rows.RowNumber <= _header.LastRow || _rows.IsBlank || IsLeftOut())
            {
                continue;
            }

            return ++Count <= _limits.MaxRows ? true : throw SheetRefusals.TooManyRows(_limits.MaxRows);
        }

        return false;
    }

    public void Dispose() => _rows.Dispose();

    private bool IsLeftOut()
    {
        if (AsideRows.CodeOf(_rows.Cells, _header, isFirst: Count == 0) is not { } code)
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
