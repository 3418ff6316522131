using System.Text;

namespace Yixiang.Sheets;

/// <summary>What sort of text a field holds, which decides how far it may be tidied.</summary>
public enum TextKind
{
    /// <summary>Sentences: line breaks and full-width punctuation stay.</summary>
    Prose,

    /// <summary>A name on one line: runs of blanks become one.</summary>
    Name,

    /// <summary>A code or number: full-width letters and digits become half-width, no blank stays.</summary>
    Code,
}

/// <summary>Texts as people type them, made tidy.</summary>
public static class CellText
{
    private static readonly HashSet<string> Nothings =
        ["无", "暂无", "没有", "空", "/", "\\", "-", "--", "—", "——", "－", "n/a", "na", "null", "none", "nil", "#n/a"];

    /// <summary>Reads a text cell, or the text of any other cell.</summary>
    /// <param name="longest">Most characters allowed; a longer text is a problem, never cut.</param>
    public static Reading<string> Read(SheetCell cell, TextKind kind, int longest = int.MaxValue)
    {
        if (CellProblems.Of<string>(cell) is { } problem)
        {
            return problem;
        }

        if (cell.IsBlank)
        {
            return Reading.Blank<string>();
        }

        var raw = cell.ToString();
        if (kind != TextKind.Prose && cell.Kind == SheetCellKind.Number && Math.Abs(cell.Number) >= 1e15)
        {
            return Reading.Refused<string>("sheet.digits-lost", raw);
        }

        return Tidied(raw, kind, longest);
    }

    /// <summary>True for 无, —, N/A and their like.</summary>
    public static bool SaysNothing(string text) => text.Length <= 4 && Nothings.Contains(text.Trim().ToLowerInvariant());

    private static Reading<string> Tidied(string raw, TextKind kind, int longest)
    {
        var reading = Reading.Of<string>(raw);
        var text = raw;
        if (NeedsTidying(raw, kind))
        {
            text = Apply(WithoutControls(raw), "sheet.control-characters", raw, ref reading);
            text = Apply(text.Trim(), "sheet.trimmed", text, ref reading);
            text = kind == TextKind.Prose ? text : Apply(Collapsed(text, kind), "sheet.blanks", text, ref reading);
            text = kind == TextKind.Prose ? text : Apply(HalfWidth(text, kind), "sheet.full-width", text, ref reading);
        }

        return text.Length == 0 || SaysNothing(text) ? Reading.Blank<string>()
            : text.Length > longest ? Reading.Refused<string>("sheet.too-long", text.Length, longest)
            : reading.Map(_ => text);
    }

    private static string Apply(string after, string code, string before, ref Reading<string> reading)
    {
        if (after != before)
        {
            reading = reading.With(new Correction(code, before, after));
        }

        return after;
    }

    /// <summary>Most cells are tidy: they cost one pass and no copy.</summary>
    private static bool NeedsTidying(string text, TextKind kind)
    {
        var afterBlank = true;
        foreach (var c in text)
        {
            var blank = char.IsWhiteSpace(c);
            if ((blank && (afterBlank || kind == TextKind.Code || c != ' ')) || IsNoise(c)
                || (kind != TextKind.Prose && c is >= '\uFF01' and <= '\uFF5E'))
            {
                return true;
            }

            afterBlank = blank;
        }

        return afterBlank;
    }

    private static bool IsNoise(char c) => (char.IsControl(c) && c is not ('\n' or '\r' or '\t')) || c is '\uFEFF' or '\uFFFE' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or '\u2060';

    private static string WithoutControls(string text) => text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 ? text : string.Concat(text.Where(c => !IsNoise(c)));

    private static string Collapsed(string text, TextKind kind)
    {
        var tidy = new StringBuilder(text.Length);
        var wasBlank = false;
        foreach (var c in text)
        {
            var blank = char.IsWhiteSpace(c);
            if (!blank)
            {
                tidy.Append(c);
            }
            else if (!wasBlank && kind == TextKind.Name)
            {
                tidy.Append(' ');
            }

            wasBlank = blank;
        }

        return tidy.ToString();
    }

    /// <summary>In a name only letters, digits and the dash change; brackets and commas of Chinese text stay as they are.</summary>
    internal static string HalfWidth(string text, TextKind kind) => string.Create(text.Length, (text, kind), static (half, from) =>
    {
        for (var i = 0; i < half.Length; i++)
        {
            var c = from.text[i];
            var plain = c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c;
            half[i] = from.kind == TextKind.Code || char.IsAsciiLetterOrDigit(plain) || plain is '-' or '.' or '+' or '/' or '_' ? plain : c;
        }
    });
}

/// <summary>Cells that no reader can use.</summary>
internal static class CellProblems
{
    public static Reading<T>? Of<T>(SheetCell cell) => cell.Kind switch
    {
        SheetCellKind.Error => Reading.Refused<T>("sheet.error-cell", cell.ToString()),
        SheetCellKind.Blank when cell.IsFormula => Reading.Refused<T>("sheet.formula-without-value"),
        _ => null,
    };
}
