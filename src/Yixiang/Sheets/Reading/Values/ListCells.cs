namespace Yixiang.Sheets;

/// <summary>Several values in one cell.</summary>
public static class ListCells
{
    private static readonly char[] Separators = [',', '，', '、', ';', '；', '|', '\n', '\r', '﹑', '､'];

    /// <summary>Splits at comma, 、, semicolon (half-width and full-width) and line break; blanks and 无 are left out, repeated values kept once.</summary>
    /// <param name="most">More values are a problem.</param>
    public static Reading<IReadOnlyList<string>> Read(SheetCell cell, int most)
    {
        if (CellProblems.Of<IReadOnlyList<string>>(cell) is { } problem)
        {
            return problem;
        }

        IReadOnlyList<string> values = [.. cell.ToString()
            .Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(v => !CellText.SaysNothing(v))
            .Distinct()];
        return values.Count == 0 ? Reading.Blank<IReadOnlyList<string>>()
            : values.Count > most ? Reading.Refused<IReadOnlyList<string>>("sheet.list-long", values.Count, most)
            : Reading.Of<IReadOnlyList<string>>(values);
    }
}
