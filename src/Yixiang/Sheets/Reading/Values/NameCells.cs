using System.Text.RegularExpressions;

namespace Yixiang.Sheets;

/// <summary>Names of instruments.</summary>
public static partial class NameCells
{
    /// <summary>Reads a name. One that seems to hold a model or an accessory as well is left alone, with a remark.</summary>
    public static Reading<string> Read(SheetCell cell, int longest)
    {
        var reading = CellText.Read(cell, TextKind.Name, longest);
        return reading.HasValue && HoldsModel().IsMatch(reading.Value)
            ? reading.With(new Correction("sheet.name-with-model", reading.Value, reading.Value, IsRemark: true))
            : reading;
    }

    [GeneratedRegex(@"[（(]\s*附|[A-Za-z]+[™®]|\b[A-Za-z]{2,}[- ]?\d{3,}|\b[A-Z][a-z]{3,}(?=[\u4e00-\u9fff])")]
    private static partial Regex HoldsModel();
}
