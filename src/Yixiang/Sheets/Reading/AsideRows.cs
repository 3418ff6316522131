using System.Buffers;
using System.Text.RegularExpressions;

namespace Yixiang.Sheets;

/// <summary>Tells the rows of a table that are no data: totals, explanations, signatures, headings once more.</summary>
internal static partial class AsideRows
{
    private const int FewCells = 3;
    private const int WideTable = 4;
    private const int LongestHeading = 20;
    private static readonly string[] Totals = ["合计", "总计", "小计", "共计", "累计", "汇总", "total", "sum", "subtotal"];
    private static readonly string[] Remarks = ["填写说明", "填表说明", "填报说明", "说明:", "注:", "注1", "备注:", "示例", "例:", "例如", "单位:", "填表人", "填报人", "制表人", "审核人", "单位负责人", "填报单位", "填表日期", "填报日期", "以下空白", "以上"];
    private static readonly HashSet<string> Demands = ["必填", "选填", "非必填", "可选", "可不填", "文本", "数字", "日期", "required", "optional"];

    private static readonly SearchValues<char> FirstCharacters = SearchValues.Create("合总小共累汇填说注备示例单制审以(（[【tTsS");

    /// <summary>The code of a <see cref="SheetNote"/>, or null for a data row.</summary>
    public static string? CodeOf(ReadOnlySpan<SheetCell> cells, HeaderBlock header, bool isFirst, int widest)
    {
        var (first, filled, texts) = Shape(cells);
        var start = first < 0 ? "" : Start(cells[first].ToString());
        return IsTotal(start, texts) ? "total"
            : filled <= FewCells && IsRemark(start) ? "remark"
            : filled <= FewCells && header.Columns.Count >= WideTable && first >= 0 && IsBeside(cells, first, filled, widest) ? "remark"
            : IsHeadingAgain(cells, header, filled) ? "headings-again"
            : isFirst && (IsNumbering(cells, filled) || IsDemands(cells, filled) || IsExample(cells) || (IsRemark(start) && start.StartsWith('示'))) ? "explanation"
            : null;
    }

    /// <summary>Headings of a table, though not those of this one: at least three are known and most are, and nothing among them is a figure.</summary>
    public static bool AreHeadings(ReadOnlySpan<SheetCell> cells, FieldLexicon lexicon)
    {
        // Nearly every row of data has a figure in it: it is done with before a text is looked up.
        foreach (var cell in cells)
        {
            if (!cell.IsBlank && (cell.Kind != SheetCellKind.Text || cell.ToString() is not { Length: <= LongestHeading } text || char.IsAsciiDigit(text[0])))
            {
                return false;
            }
        }

        int filled = 0, known = 0;
        foreach (var cell in cells)
        {
            filled += cell.IsBlank ? 0 : 1;
            known += !cell.IsBlank && lexicon.Recognises(cell.ToString()) ? 1 : 0;
        }

        return known >= 3 && known * 2 > filled;
    }

    /// <summary>In a wide table: a title across the columns (一、农学院), a lone sentence, a signature.</summary>
    private static bool IsBeside(ReadOnlySpan<SheetCell> cells, int first, int filled, int widest)
    {
        var text = cells[first].ToString().Trim();
        return filled == 1
            ? widest >= WideTable || text.AsSpan().ContainsAny("：。，") || Numeral().IsMatch(text) || IsSigned(text)
            : IsSigned(text);
    }

    private static bool IsSigned(string text) => Signature().IsMatch(text);

    /// <summary>晋中学院（盖章）, 负责人签字：.</summary>
    [GeneratedRegex(@"[（(]\s*(盖章|公章|签字|签章|签名)\s*[）)]|(盖章|公章|签字|签章|签名)\s*[:：]?$")]
    private static partial Regex Signature();

    [GeneratedRegex(@"^([一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十\d]{1,3}[部章类批])")]
    private static partial Regex Numeral();

    private static (int First, int Filled, int Texts) Shape(ReadOnlySpan<SheetCell> cells)
    {
        int first = -1, filled = 0, texts = 0;
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i].IsBlank)
            {
                continue;
            }

            first = first < 0 && cells[i].Kind == SheetCellKind.Text ? i : first;
            filled++;
            texts += cells[i].Kind == SheetCellKind.Text ? 1 : 0;
        }

        return (first, filled, texts);
    }

    /// <summary>Most rows begin like none of these: they are done with after one character.</summary>
    private static string Start(string text)
    {
        var trimmed = text.AsSpan().TrimStart();
        return trimmed.IsEmpty || !FirstCharacters.Contains(trimmed[0]) ? "" : Plain(text);
    }

    private static string Plain(string text)
    {
        var head = text.Length > 40 ? text[..40] : text;
        return string.Concat(head.Normalize(System.Text.NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c) && c is not ('(' or '[' or '【'))).ToLowerInvariant();
    }

    /// <summary>合计 alone, or with a figure or colon behind it: 合计金额, but not an instrument whose name begins so.</summary>
    private static bool IsTotal(string start, int texts) =>
        texts <= FewCells + 1 && Array.Exists(Totals, t => start.StartsWith(t, StringComparison.Ordinal) && EndsTotal(start.AsSpan(t.Length), texts));

    private static bool EndsTotal(ReadOnlySpan<char> behind, int texts) =>
        behind is "" or "金额" or "数量" or "台套"
        || behind[0] is ':' or ')' or '=' || char.IsDigit(behind[0])
        || (texts <= 2 && behind.Contains(':'));

    private static bool IsRemark(string start) => Array.Exists(Remarks, r => start.StartsWith(r, StringComparison.Ordinal));

    private static bool IsHeadingAgain(ReadOnlySpan<SheetCell> cells, HeaderBlock header, int filled)
    {
        var same = 0;
        for (var i = 0; i < Math.Min(cells.Length, header.Columns.Count); i++)
        {
            same += cells[i].Kind == SheetCellKind.Text && IsLabel(cells[i].ToString(), header.Columns[i].Label) ? 1 : 0;
        }

        return same >= 2 && same * 2 > filled;
    }

    private static bool IsLabel(string text, string label) =>
        label.Length > 0 && text.AsSpan().TrimStart() is [var first, ..] && first == label[0] && HeaderText.Tidy(text) == label;

    /// <summary>1 2 3 4 … under the headings.</summary>
    private static bool IsNumbering(ReadOnlySpan<SheetCell> cells, int filled)
    {
        var expected = 0;
        foreach (var cell in cells)
        {
            if (!cell.IsBlank && cell.ToString().Trim() != (++expected).ToString(System.Globalization.CultureInfo.InvariantCulture))
            {
                return false;
            }
        }

        return filled >= 3;
    }

    /// <summary>例 before the first row, where the others have their number.</summary>
    private static bool IsExample(ReadOnlySpan<SheetCell> cells) => cells.Length > 0 && cells[0].ToString().Trim() is "例" or "示例" or "样例" or "范例" or "举例";

    private static bool IsDemands(ReadOnlySpan<SheetCell> cells, int filled)
    {
        var demands = 0;
        foreach (var cell in cells)
        {
            demands += cell.Kind == SheetCellKind.Text && Demands.Contains(Plain(cell.ToString()).TrimEnd(')', ']', '】')) ? 1 : 0;
        }

        return demands > 0 && demands * 2 >= filled;
    }
}
