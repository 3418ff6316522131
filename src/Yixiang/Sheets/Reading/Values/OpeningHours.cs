using System.Text.RegularExpressions;

namespace Yixiang.Sheets;

/// <summary>Hours of the day in which something is open.</summary>
public static partial class OpeningHours
{
    /// <summary>Reads <c>08:00-18:00</c>, <c>["08:00-18:00"]</c>, <c>8:00～12:00，14:00—18:00</c>; gives <c>08:00-12:00, 14:00-18:00</c>.</summary>
    public static Reading<string> Read(SheetCell cell) => CellText.Read(cell, TextKind.Name).Then(text =>
    {
        var spans = SpanShape().Matches(CellText.HalfWidth(text, TextKind.Code));
        var rest = SpanShape().Replace(CellText.HalfWidth(text, TextKind.Code), "").Trim('[', ']', '"', '“', '”', ' ', ',', '、', ';');
        if (spans.Count == 0 || rest.Any(c => !char.IsWhiteSpace(c) && c is not ('"' or ',' or '、' or ';' or '和')))
        {
            return Reading.Refused<string>("sheet.hours-unclear", text);
        }

        if (spans.Any(s => Minutes(s, 1) >= Minutes(s, 3) || Minutes(s, 3) > 24 * 60))
        {
            return Reading.Refused<string>("sheet.hours-impossible", text);
        }

        var plain = string.Join(", ", spans.Select(s => $"{Minutes(s, 1) / 60:00}:{Minutes(s, 1) % 60:00}-{Minutes(s, 3) / 60:00}:{Minutes(s, 3) % 60:00}"));
        return plain == text ? Reading.Of<string>(plain) : Reading.Of<string>(plain, new Correction("sheet.hours", text, plain));
    });

    private static int Minutes(Match span, int group) => (Number(span, group) * 60) + Number(span, group + 1);

    private static int Number(Match span, int group) => int.Parse(span.Groups[group].ValueSpan, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\d{1,2})[:时](\d{2})分?\s*[-–—~至到]{1,2}\s*(\d{1,2})[:时](\d{2})分?")]
    private static partial Regex SpanShape();
}
