namespace Yixiang.Sheets;

/// <summary>Goes through the rows of one sheet, once, forward. The cells belong to the cursor until the next <see cref="Read"/>.</summary>
public abstract class SheetCursor(SheetLimits limits) : IDisposable
{
    private SheetCell[] _cells = new SheetCell[64];
    private int _count;

    /// <summary>Number of the present row as Excel shows it, from 1.</summary>
    public int RowNumber { get; protected set; }

    /// <summary>The sheet does not show the present row: it was hidden, or filtered out (.xlsx tells it, .xls by a height of nothing).</summary>
    public bool IsHidden { get; protected set; }

    /// <summary>The cells of the present row up to the last that is not blank.</summary>
    public ReadOnlySpan<SheetCell> Cells => _cells.AsSpan(0, _count);

    public SheetCell this[int column] => column < _count ? _cells[column] : SheetCell.Blank;

    public bool IsBlank => _count == 0;

    /// <summary>Moves to the next row that the file holds.</summary>
    /// <exception cref="Kernel.RefusedException">The file is broken, too wide or too long.</exception>
    public bool Read()
    {
        _count = 0;
        return Unbroken.Do(ReadRow);
    }

    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    protected abstract bool ReadRow();

    protected abstract void Close();

    protected void Put(int column, SheetCell cell)
    {
        if (cell.IsBlank && !cell.IsFormula)
        {
            return;
        }

        if (column >= limits.MaxColumns)
        {
            throw SheetRefusals.TooManyColumns(column + 1, limits.MaxColumns);
        }

        if (column >= _cells.Length)
        {
            Array.Resize(ref _cells, Math.Max(column + 1, _cells.Length * 2));
        }

        _cells.AsSpan(_count, Math.Max(0, column - _count)).Clear();
        _cells[column] = cell;
        _count = Math.Max(_count, column + 1);
    }
}
