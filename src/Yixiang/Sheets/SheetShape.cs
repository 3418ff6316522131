namespace Yixiang.Sheets;

/// <summary>Cells of one row that are shown as one; rows and columns count from 0.</summary>
public readonly record struct Merge(int Row, int FirstColumn, int LastColumn);

/// <summary>How a sheet is laid out, known before its first row.</summary>
/// <param name="Name">Shown on the tab; characters that spreadsheets forbid are left out.</param>
/// <param name="Widths">Width of each column in characters.</param>
public sealed record SheetShape(string Name, IReadOnlyList<double> Widths)
{
    /// <summary>Rows that stay in view and are repeated on each printed page.</summary>
    public int HeadRows { get; init; }

    /// <summary>Whether the last head row offers a filter for each column.</summary>
    public bool Filtered { get; init; }

    public IReadOnlyList<Merge> Merges { get; init; } = [];
}
