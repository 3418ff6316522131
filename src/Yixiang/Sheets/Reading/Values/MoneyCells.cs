using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Yixiang.Kernel;

namespace Yixiang.Sheets;

/// <summary>In which unit a column or cell gives money.</summary>
public enum MoneyUnit
{
    Unknown,
    Yuan,
    Wan,

    /// <summary>千元.</summary>
    Thousand,

    /// <summary>A foreign currency, or 百万元 and 亿元: only cells that give their own unit can be read.</summary>
    Other,
}

/// <summary>How a money column is to be read.</summary>
/// <param name="Unit">The unit of its heading.</param>
/// <param name="Most">More is refused.</param>
/// <param name="Usual">What a value of this field hardly exceeds: beyond it a figure under 万元 is taken for yuan.</param>
/// <param name="Least">What a value of this field hardly falls short of; below it a remark is made.</param>
public sealed record MoneyRule(MoneyUnit Unit, Yuan Most, Yuan Usual, Yuan Least)
{
    /// <summary>The value of one instrument: at most 100 亿元, hardly above 5 亿元, hardly below 1,000 yuan.</summary>
    public static MoneyRule ForInstrument(MoneyUnit unit) => new(unit, Yuan.OfWan(1_000_000), Yuan.OfWan(50_000), Yuan.Of(1000));
}

/// <summary>Amounts of money, with yuan and 万元 (ten thousand yuan) told apart.</summary>
public static partial class MoneyCells
{
    private static readonly (string Suffix, decimal Factor)[] Suffixes =
        [("亿元", 100_000_000m), ("亿", 100_000_000m), ("万元", 10_000m), ("万", 10_000m), ("千元", 1000m), ("元", 1m), ("rmb", 1m), ("cny", 1m)];

    private static readonly string[] Prefixes = ["¥", "￥", "人民币", "rmb", "cny", "共", "约"];

    private static readonly string[] Others =
        ["美元", "美金", "欧元", "日元", "日币", "港元", "港币", "英镑", "外币", "韩元", "瑞郎", "瑞士法郎", "卢布", "usd", "eur", "jpy", "gbp", "hkd", "chf", "$", "€", "£", "百万", "千万", "亿"];

    /// <summary>The unit that a heading names, if it does: <c>原值（单位万元…）</c>, <c>价值(万元)</c>, <c>金额（元）</c>. What stands in brackets is heard first, a threshold (50万元以上) not at all.</summary>
    public static MoneyUnit UnitOf(string heading)
    {
        var plain = Threshold().Replace(heading.Normalize(NormalizationForm.FormKC).ToLowerInvariant(), "");
        return Bracketed().Matches(plain).Select(m => UnitIn(m.Value)).LastOrDefault(u => u != MoneyUnit.Unknown) is not MoneyUnit.Unknown and var unit ? unit : UnitIn(plain);
    }

    /// <summary>The unit that a line above a table gives for all of it: <c>单位：万元</c>, but not <c>填报单位：…</c>.</summary>
    public static MoneyUnit UnitOfTitle(string title) =>
        Titled().Match(title.Normalize(NormalizationForm.FormKC)) is { Success: true } said ? UnitIn(said.Groups[1].Value) : MoneyUnit.Unknown;

    private static MoneyUnit UnitIn(string text) =>
        Array.Exists(Others, o => text.Contains(o, StringComparison.Ordinal)) ? MoneyUnit.Other
        : EitherUnit().IsMatch(text) ? MoneyUnit.Unknown
        : text.Contains('万', StringComparison.Ordinal) ? MoneyUnit.Wan
        : text.Contains("千元", StringComparison.Ordinal) ? MoneyUnit.Thousand
        : text.Contains('元', StringComparison.Ordinal) || text.Contains("yuan", StringComparison.Ordinal) || text.Contains("rmb", StringComparison.Ordinal) || text.Contains("cny", StringComparison.Ordinal) ? MoneyUnit.Yuan
        : MoneyUnit.Unknown;

    [GeneratedRegex(@"\d+(\.\d+)?\s*[百千万亿]*元?\s*[\(\[]?(含|及)?[\)\]]?以[上下]")]
    private static partial Regex Threshold();

    [GeneratedRegex(@"[\(\[【〔][^\)\]】〕]*")]
    private static partial Regex Bracketed();

    [GeneratedRegex(@"单位\s*:?\s*((人民币)?\s*(百万|[百千万亿美欧日港])?元)(?!\p{L})")]
    private static partial Regex Titled();

    [GeneratedRegex(@"(?<!万)元\s*[/或、]\s*万元|万元\s*[/或、]\s*元")]
    private static partial Regex EitherUnit();

    /// <summary>Without a unit in the heading the figures speak: instruments cost tens to hundreds of 万元, or tens of thousands of yuan and more.</summary>
    public static MoneyUnit GuessUnit(IEnumerable<string> samples)
    {
        var figures = samples
            .Select(s => decimal.TryParse(s, NumberStyles.Number, CultureInfo.InvariantCulture, out var n) ? n : 0)
            .Where(n => n > 0).Order().ToList();
        return figures.Count == 0 ? MoneyUnit.Unknown : figures[figures.Count / 2] < 5000 ? MoneyUnit.Wan : MoneyUnit.Yuan;
    }

    public static Reading<Yuan> Read(SheetCell cell, MoneyRule rule)
    {
        if (CellProblems.Of<Yuan>(cell) is { } problem)
        {
            return problem;
        }

        return cell.Kind switch
        {
            SheetCellKind.Blank => Reading.Blank<Yuan>(),
            SheetCellKind.Number when rule.Unit == MoneyUnit.Other => Reading.Refused<Yuan>("sheet.money-unit", cell.ToString()),
            SheetCellKind.Number => double.Abs(cell.Number) < 1e15 ? Judge((decimal)cell.Number, Factor(rule.Unit), cell.ToString(), rule, null) : Huge(cell.ToString(), rule),
            SheetCellKind.Text => OfText(cell.ToString(), rule),
            _ => Reading.Refused<Yuan>("sheet.money-unclear", cell.ToString()),
        };
    }

    private static Reading<Yuan> OfText(string raw, MoneyRule rule)
    {
        var text = Plain(raw);
        if (text.Length == 0 || CellText.SaysNothing(raw))
        {
            return Reading.Blank<Yuan>();
        }

        var prefix = Array.Find(Prefixes, p => text.StartsWith(p, StringComparison.Ordinal));
        text = prefix is null ? text : text[prefix.Length..];
        var (suffix, factor) = Array.Find(Suffixes, s => text.EndsWith(s.Suffix, StringComparison.Ordinal));
        text = suffix is null ? text : text[..^suffix.Length];
        if (suffix is null && rule.Unit == MoneyUnit.Other)
        {
            return Reading.Refused<Yuan>("sheet.money-unit", raw);
        }

        if (!HasFairGroups(text) || !decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var figure))
        {
            return text.Length > 15 && !text.AsSpan().ContainsAnyExceptInRange('0', '9') ? Huge(raw, rule) : Reading.Refused<Yuan>("sheet.money-unclear", raw);
        }

        return Math.Abs(figure) > 1e15m ? Huge(raw, rule) : OfFigure(figure, suffix, factor, prefix, raw, rule);
    }

    /// <summary>A unit in the cell is stronger than the one of the heading; that is said when they differ.</summary>
    private static Reading<Yuan> OfFigure(decimal figure, string? suffix, decimal factor, string? prefix, string raw, MoneyRule rule)
    {
        var used = suffix is null ? Factor(rule.Unit) : factor;
        var code = suffix is not null && used != Factor(rule.Unit) ? "sheet.money-unit-in-cell" : suffix is not null || prefix is not null || raw.AsSpan().Trim().ContainsAny(" ,，　") ? "sheet.money-format" : null;
        return Judge(figure, used, raw, rule, code);
    }

    private static Reading<Yuan> Judge(decimal figure, decimal factor, string raw, MoneyRule rule, string? code)
    {
        if (figure < 0)
        {
            return Reading.Refused<Yuan>("sheet.money-negative", raw);
        }

        var looksLikeYuan = factor == 10_000m && code != "sheet.money-unit-in-cell" && figure > rule.Usual.Wan && Yuan.Of(figure) >= rule.Least;
        if (looksLikeYuan && Yuan.Of(figure) <= rule.Most)
        {
            return Reading.Of<Yuan>(Yuan.Of(figure), new Correction("sheet.money-wan-was-yuan", raw, $"{Yuan.Of(figure)} 元"));
        }

        if (figure * factor > rule.Most.Amount)
        {
            return Huge(raw, rule);
        }

        var amount = Yuan.Of(figure * factor);
        var reading = code is null ? Reading.Of<Yuan>(amount) : Reading.Of<Yuan>(amount, new Correction(code, raw, $"{amount} 元"));
        return amount.Fen > 0 && amount < rule.Least ? reading.With(new Correction("sheet.money-small", raw, $"{amount} 元", IsRemark: true)) : reading;
    }

    /// <summary>1,250,000 and 125,0000 are grouped; 12,5 is not, and may have meant a decimal point.</summary>
    private static bool HasFairGroups(string text) =>
        !text.Contains(',', StringComparison.Ordinal) || text.TrimStart('-', '+').Split('.')[0].Split(',') is [{ Length: >= 1 and <= 4 }, .. var groups] && (groups.All(g => g.Length == 3) || groups.All(g => g.Length == 4));

    private static Reading<Yuan> Huge(string raw, MoneyRule rule) => Reading.Refused<Yuan>("sheet.money-huge", raw, rule.Most.ToString());

    private static decimal Factor(MoneyUnit unit) => unit switch { MoneyUnit.Wan => 10_000m, MoneyUnit.Thousand => 1000m, MoneyUnit.Unknown or MoneyUnit.Yuan or MoneyUnit.Other => 1m };

    private static string Plain(string raw) =>
        string.Concat(raw.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant();
}
