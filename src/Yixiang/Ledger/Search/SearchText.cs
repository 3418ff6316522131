using System.Buffers;
using System.Text;

namespace Yixiang.Ledger.Search;

/// <summary>How a text is looked up: compatibility forms folded (full-width letters, ™), traditional characters simplified, letters in lower case, signs and blanks as one gap.</summary>
internal static class SearchText
{
    /// <summary>Stands where words end; occurs in no term.</summary>
    public const char Gap = ' ';

    /// <summary>Longer questions are cut: nobody types them, and each pair of characters costs a look-up.</summary>
    public const int LongestQuestion = 100;

    /// <summary>Characters that are their own normal form, which is nearly all that is typed: ASCII and the common Chinese characters and signs.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range(0, 0x80).Select(c => (char)c), .. Enumerable.Range(0x4E00, 0x9FA6 - 0x4E00).Select(c => (char)c), '、', '。', '《', '》', '“', '”']);

    /// <summary>Folds one text. Between two Chinese characters no gap remains but that of a new line: 气相色谱-质谱 and 气相色谱质谱 are the same words.</summary>
    public static string Fold(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var folded = new StringBuilder(text.Length);
        var apart = false;
        foreach (var c in Normal(text))
        {
            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c))
            {
                var own = Han.Simplified(char.ToLowerInvariant(c));
                if (folded.Length > 1 && folded[^1] == Gap && !apart && Han.Is(own) && Han.Is(folded[^2]))
                {
                    folded.Length--;
                }

                folded.Append(own);
                apart = false;
                continue;
            }

            apart |= c == '\n';
            if (folded.Length > 0 && folded[^1] != Gap)
            {
                folded.Append(Gap);
            }
        }

        return folded.ToString().TrimEnd(Gap);
    }

    /// <summary>The terms of a question: what stands between blanks, and within that between signs.</summary>
    public static string[] Terms(string? question) => [.. Chunks(question).SelectMany(chunk => chunk.Split(Gap))];

    /// <summary>What a reader set apart by blanks or commas, each folded.</summary>
    public static IEnumerable<string> Chunks(string? question) =>
        (question is { Length: > LongestQuestion } ? question[..LongestQuestion] : question ?? "")
            .Split([' ', '\t', '\u3000', ',', '，', '、', ';', '；', '。', '?', '？'], StringSplitOptions.RemoveEmptyEntries)
            .Select(Fold).Where(chunk => chunk.Length > 0);

    /// <summary>A question that asks whether or not asks for the thing itself: 圆不圆 is 圆, 达不达标 is 达标.</summary>
    public static string WithoutWhetherOrNot(string chunk)
    {
        for (var at = 1; at + 1 < chunk.Length; at++)
        {
            if (chunk[at] == '不' && chunk[at - 1] == chunk[at + 1])
            {
                chunk = chunk.Remove(at, 2);
            }
        }

        return chunk;
    }

    /// <summary>By what an instrument's name is found: the model also without its blanks, as people type it.</summary>
    public static string OfName(Listing listing, string englishName = "")
    {
        var model = Fold(listing.Model);
        return $"{Fold(listing.Name)} {model} {model.Replace(" ", "", StringComparison.Ordinal)} {Fold(englishName)}";
    }

    /// <summary>By what an instrument is found.</summary>
    public static string Of(LedgerEntry entry) =>
        $"{OfName(entry.Listing, entry.EnglishName)} {Fold(entry.Listing.Manufacturer)} {Fold(entry.Listing.OrganisationName)} {Fold(entry.Words)}";

    /// <summary>Whether a folded text holds a term. Latin words are held from their beginning (su80 in su8010, not ray in array), short ones whole (sem, not semi).</summary>
    public static bool Occurs(string folded, string term)
    {
        if (!char.IsAsciiLetterOrDigit(term[0]))
        {
            return folded.Contains(term, StringComparison.Ordinal);
        }

        var whole = term.Length <= 3 && term.All(char.IsAsciiLetter);
        for (var at = folded.IndexOf(term, StringComparison.Ordinal); at >= 0; at = folded.IndexOf(term, at + 1, StringComparison.Ordinal))
        {
            var end = at + term.Length;
            if ((at == 0 || !IsSameRun(folded[at - 1], folded[at])) && !(whole && end < folded.Length && char.IsAsciiLetter(folded[end])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Letters with letters, digits with digits.</summary>
    public static bool IsSameRun(char before, char after) =>
        (char.IsAsciiLetter(before) && char.IsAsciiLetter(after)) || (char.IsAsciiDigit(before) && char.IsAsciiDigit(after));

    /// <summary>Single characters and pairs of neighbours, which is what the index keeps.</summary>
    public static IEnumerable<int> Keys(string folded)
    {
        for (var i = 0; i < folded.Length; i++)
        {
            if (folded[i] == Gap)
            {
                continue;
            }

            yield return folded[i];
            if (i + 1 < folded.Length && folded[i + 1] != Gap)
            {
                yield return (folded[i] << 16) | folded[i + 1];
            }
        }
    }

    /// <summary>A lone surrogate, which a forged address can hold, has no normal form and is left as it is.</summary>
    private static string Normal(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
        {
            return text;
        }

        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}
