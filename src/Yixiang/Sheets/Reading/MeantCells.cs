namespace Yixiang.Sheets;

/// <summary>Where the value of a cell stands.</summary>
public enum Meaning
{
    /// <summary>In the cell.</summary>
    Itself,

    /// <summary>In the row above: the cell says 同上 or 〃.</summary>
    Above,

    /// <summary>In the first cell of those that it was merged with.</summary>
    Merged,
}

/// <summary>What the cells of the present row mean: many a list names a unit once for all its rows, by merged cells or by 同上.</summary>
internal sealed class MeantCells(IReadOnlyList<MergedCells> merged)
{
    private readonly Queue<MergedCells> _coming = new(merged.OrderBy(m => m.FirstRow));
    private readonly List<(MergedCells Cells, SheetCell First)> _open = [];
    private SheetCell[] _cells = [];
    private Meaning[] _by = [];

    /// <summary>How many columns the widest merged cell of this row covers; 1 where there is none.</summary>
    public int Widest { get; private set; } = 1;

    public (SheetCell Cell, Meaning By) this[int column] => column < _cells.Length ? (_cells[column], _by[column]) : (SheetCell.Blank, Meaning.Itself);

    /// <summary>True for 同上, 〃 and their like.</summary>
    public static bool IsDitto(SheetCell cell) => cell.Kind == SheetCellKind.Text && cell.ToString() is { Length: > 0 and <= 5 } text
        && text[0] is '同' or '〃' or '″' or '"' or '”' or '々' or ' ' or '　' or 'd' or 'D' && text.Trim() is "同上" or "同前" or "〃" or "″" or "\"" or "”" or "々" or "ditto" or "Ditto";

    /// <summary>Sees which cells are merged in a row, whether its data count or not.</summary>
    public void Pass(SheetCursor rows)
    {
        _open.RemoveAll(m => m.Cells.LastRow < rows.RowNumber);
        Widest = 1;
        while (_coming.TryPeek(out var next) && next.FirstRow <= rows.RowNumber)
        {
            _coming.Dequeue();
            Widest = Math.Max(Widest, next.FirstRow == rows.RowNumber ? next.LastColumn - next.FirstColumn + 1 : 1);
            if (next.FirstRow == rows.RowNumber && next.LastRow > next.FirstRow)
            {
                _open.Add((next, rows[next.FirstColumn]));
            }
        }
    }

    /// <summary>Reads a row of data; the row before it is the one that 同上 points to.</summary>
    public void Read(SheetCursor rows)
    {
        var width = Math.Max(rows.Cells.Length, _open.Count == 0 ? 0 : _open.Max(m => m.Cells.FirstColumn + 1));
        if (width > _cells.Length)
        {
            Array.Resize(ref _cells, width);
            Array.Resize(ref _by, width);
        }

        for (var i = 0; i < _cells.Length; i++)
        {
            var cell = rows[i];
            _by[i] = IsDitto(cell) ? Meaning.Above : Meaning.Itself;
            _cells[i] = _by[i] == Meaning.Above ? _cells[i] : cell;
        }

        foreach (var (cells, first) in _open)
        {
            if (cells.FirstRow < rows.RowNumber && rows[cells.FirstColumn].IsBlank && !first.IsBlank)
            {
                (_cells[cells.FirstColumn], _by[cells.FirstColumn]) = (first, Meaning.Merged);
            }
        }
    }
}
