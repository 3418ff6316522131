using System.Globalization;

namespace Yixiang.Sheets;

/// <summary>Plain numbers, such as hours in a year.</summary>
public static class NumberCells
{
    /// <summary>Reads a number between two bounds. <c>1,200</c>, <c>１２００</c> and <c>1200小时</c> are understood and said.</summary>
    /// <param name="units">Words that may stand behind the number.</param>
    public static Reading<decimal> Read(SheetCell cell, decimal least, decimal most, params string[] units)
    {
        if (CellProblems.Of<decimal>(cell) is { } problem)
        {
            return problem;
        }

        if (cell.Kind == SheetCellKind.Number)
        {
            return double.Abs(cell.Number) < 1e15 ? Within((decimal)cell.Number, least, most, cell.ToString(), null) : Outside(cell.ToString(), least, most);
        }

        var raw = cell.ToString();
        if (cell.IsBlank || CellText.SaysNothing(raw))
        {
            return Reading.Blank<decimal>();
        }

        var text = string.Concat(CellText.HalfWidth(raw, TextKind.Code).Where(c => !char.IsWhiteSpace(c)));
        var unit = Array.Find(units, u => text.EndsWith(u, StringComparison.OrdinalIgnoreCase));
        text = unit is null ? text : text[..^unit.Length];
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number)
            ? Within(number, least, most, raw, text == raw ? null : text)
            : Reading.Refused<decimal>("sheet.number-unclear", raw);
    }

    private static Reading<decimal> Within(decimal number, decimal least, decimal most, string raw, string? tidied) =>
        number < least || number > most ? Outside(raw, least, most)
        : tidied is null ? Reading.Of<decimal>(number)
        : Reading.Of<decimal>(number, new Correction("sheet.number-format", raw, number.ToString(CultureInfo.InvariantCulture)));

    private static Reading<decimal> Outside(string raw, decimal least, decimal most) => Reading.Refused<decimal>("sheet.number-outside", raw, least, most);
}
