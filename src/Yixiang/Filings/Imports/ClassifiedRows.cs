using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Filings;

/// <summary>Tells the rows of a sheet that say of themselves that they are classified: by the columns that speak of it, whether anybody mapped them or not.</summary>
internal sealed class ClassifiedRows
{
    /// <summary>What is left of a classified row: this word in the column that said so.</summary>
    private const string Left = "是";

    private readonly int[] _columns;

    private ClassifiedRows(IEnumerable<int> columns) => _columns = [.. columns.Distinct().Order()];

    /// <summary>By the headings alone.</summary>
    public static ClassifiedRows By(HeaderBlock header) => new(header.Columns.Where(c => IsHeading(c.Label)).Select(c => c.Index));

    /// <summary>By the headings and by what a person says a column is.</summary>
    public static ClassifiedRows By(HeaderBlock header, ImportMapping mapping) =>
        new([.. By(header)._columns, .. mapping.Columns.Where(c => c.Field == Fields.Classified.Key).Select(c => c.Column)]);

    /// <summary>Whether it looks at a column that the other does not.</summary>
    public bool SeesMoreThan(ClassifiedRows other) => _columns.Except(other._columns).Any();

    public bool Has(TableCursor row) => Array.Exists(_columns, c => Secrecy.Says(row.Meant(c).Cell.ToString()));

    /// <summary>Numbers of the classified rows that still say something.</summary>
    public HashSet<int> FindIn(SheetTable table)
    {
        var found = new HashSet<int>();
        if (_columns.Length > 0)
        {
            using var rows = table.RowsAsMeant();
            while (rows.Read())
            {
                if (Has(rows) && Speaks(rows.Cells))
                {
                    found.Add(rows.RowNumber);
                }
            }
        }

        return found;
    }

    /// <summary>Whether a sheet that is not imported, hidden ones too, holds a classified row: the file must not be kept with it.</summary>
    public static bool AreIn(SheetFile file, SheetInfo sheet)
    {
        var columns = new HashSet<int>();
        using var rows = file.Rows(sheet);
        while (rows.Read())
        {
            for (var i = 0; i < rows.Cells.Length; i++)
            {
                var text = rows.Cells[i].ToString();
                if (columns.Contains(i) && Secrecy.Says(text))
                {
                    return true;
                }

                _ = IsHeading(text) && columns.Add(i);
            }
        }

        return false;
    }

    /// <summary>The row without what it said: only that it is classified.</summary>
    public Cell[] Emptied()
    {
        var cells = new Cell[_columns[^1] + 1];
        Array.Fill(cells, Cell.Empty);
        cells[_columns[0]] = Cell.OfText(Left);
        return cells;
    }

    private bool Speaks(ReadOnlySpan<SheetCell> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (!cells[i].IsBlank && !(i == _columns[0] && cells[i].ToString() == Left))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>是否涉密, 密级, classified; not 承诺不涉密, to which yes means no.</summary>
    private static bool IsHeading(string label) =>
        label.Length is > 0 and <= 40
        && (label.Contains("涉密", StringComparison.Ordinal) || label.Contains("密级", StringComparison.Ordinal) || label.Contains("classified", StringComparison.OrdinalIgnoreCase))
        && !label.Contains("不涉密", StringComparison.Ordinal) && !label.Contains("非涉密", StringComparison.Ordinal) && !label.Contains("unclassified", StringComparison.OrdinalIgnoreCase);
}
