using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace Yixiang.Ledger.Search;

/// <summary>Points out in a text what was looked for, in whatever spelling it stands there.</summary>
public static class Marks
{
    private static readonly char[] Known = new char[char.MaxValue + 1];

    /// <summary>The text with each mark in <c>&lt;mark&gt;</c>, safe to be written into a page.</summary>
    public static IHtmlContent Show(string text, IReadOnlyList<string> marks)
    {
        var html = new HtmlContentBuilder();
        var at = 0;
        foreach (var (start, length) in In(text, marks))
        {
            html.Append(text[at..start]).AppendHtml("<mark>").Append(text.Substring(start, length)).AppendHtml("</mark>");
            at = start + length;
        }

        return html.Append(text[at..]);
    }

    /// <summary>Where marks stand, from the left, without overlap, the longest first.</summary>
    internal static IEnumerable<(int Start, int Length)> In(string text, IReadOnlyList<string> marks)
    {
        if (marks.Count == 0)
        {
            yield break;
        }

        // Fold character by character, so that places stay what they are.
        var folded = string.Create(text.Length, text, (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
            {
                to[i] = Folded(from[i]);
            }
        });
        var longest = marks.OrderByDescending(m => m.Length).ToList();
        for (var i = 0; i < folded.Length; i++)
        {
            if (longest.Find(m => StandsAt(folded, m, i)) is { } mark)
            {
                yield return (i, mark.Length);
                i += mark.Length - 1;
            }
        }
    }

    /// <summary>Each character is folded once and then known: a page of hits has thousands.</summary>
    private static char Folded(char own)
    {
        ref var known = ref Known[own];
        if (known == 0)
        {
            known = SearchText.Fold(own.ToString()) is [var only] ? only : SearchText.Gap;
        }

        return known;
    }

    private static bool StandsAt(string folded, string mark, int at) =>
        string.CompareOrdinal(folded, at, mark, 0, mark.Length) == 0
        && (at == 0 || !SearchText.IsSameRun(folded[at - 1], folded[at]))
        && (at + mark.Length == folded.Length || mark.Length > 3 || !SearchText.IsSameRun(folded[at + mark.Length - 1], folded[at + mark.Length]));
}
