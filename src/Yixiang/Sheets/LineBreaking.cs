using System.Text;

namespace Yixiang.Sheets;

/// <summary>Breaks a text into lines of a width, by the habits of Chinese print (GB/T 15834: no closing mark begins a line, no opening mark ends one).</summary>
internal static class LineBreaking
{
    private const string Closing = "，。、；：？！）》」』】〕〉”’％‰℃…·,.;:?!)]}%";
    private const string Opening = "（《「『【〔〈“‘([{";
    private const string BreaksAfter = "-/_,;|·";

    /// <param name="advance">The width of one character.</param>
    public static IReadOnlyList<string> Wrap(string text, float width, Func<Rune, float> advance)
    {
        List<string> lines = [];
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            WrapParagraph(Tidy(paragraph), width, advance, lines);
        }

        return lines;
    }

    private static Rune[] Tidy(string text) => [.. text.EnumerateRunes().Select(r => Rune.IsControl(r) ? new Rune(' ') : r)];

    private static void WrapParagraph(Rune[] text, float width, Func<Rune, float> advance, List<string> lines)
    {
        var (start, chance, used) = (0, 0, 0f);
        for (var i = 0; i < text.Length; i++)
        {
            if (i > start && MayBreak(text[i - 1], text[i]))
            {
                chance = i;
            }

            used += advance(text[i]);
            if (used > width && i > start && !Rune.IsWhiteSpace(text[i]))
            {
                var end = chance > start ? chance : i;
                lines.Add(Line(text[start..end]));
                (start, chance) = (end, end);
                used = text[start..(i + 1)].Sum(advance);
            }
        }

        lines.Add(Line(text[start..]));
    }

    private static bool MayBreak(Rune before, Rune after)
    {
        if (Is(Closing, after) || Is(Opening, before) || Rune.IsWhiteSpace(after))
        {
            return false;
        }

        return Rune.IsWhiteSpace(before) || IsChinese(before) || IsChinese(after) || Is(BreaksAfter, before);
    }

    private static bool IsChinese(Rune rune) => rune.Value >= 0x2E80;

    private static bool Is(string set, Rune rune) => rune.IsBmp && set.Contains((char)rune.Value, StringComparison.Ordinal);

    private static string Line(IEnumerable<Rune> runes) => string.Concat(runes).Trim();
}
