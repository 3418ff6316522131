namespace Yixiang.Sheets;

/// <summary>Yes and no.</summary>
public static class TruthCells
{
    private static readonly HashSet<string> Yes = ["是", "有", "对", "1", "y", "yes", "true", "t", "√", "✓", "✔"];
    private static readonly HashSet<string> No = ["否", "无", "不", "不是", "没有", "0", "n", "no", "false", "f", "×", "✗", "x"];

    /// <summary>Anything but 是 and 否 that is understood is said as a correction.</summary>
    public static Reading<bool> Read(SheetCell cell)
    {
        if (CellProblems.Of<bool>(cell) is { } problem)
        {
            return problem;
        }

        if (cell.IsBlank)
        {
            return Reading.Blank<bool>();
        }

        var raw = cell.ToString();
        var text = CellText.HalfWidth(raw.Trim(), TextKind.Code).ToLowerInvariant();
        bool? truth = Yes.Contains(text) ? true : No.Contains(text) ? false : null;
        var word = truth == true ? "是" : "否";
        return truth is null && CellText.SaysNothing(raw) ? Reading.Blank<bool>()
            : truth is null ? Reading.Refused<bool>("sheet.truth-unclear", raw)
            : raw == word ? Reading.Of<bool>(truth.Value)
            : Reading.Of<bool>(truth.Value, new Correction("sheet.truth", raw, word));
    }
}
