using System.Text;

namespace Yixiang.Ledger.Search;

/// <summary>How a text is looked up: compatibility forms folded (full-width letters, ™), letters in lower case, signs and blanks as one gap.</summary>
internal static class SearchText
{
    /// <summary>Stands where words end; occurs in no term.</summary>
    public const char Gap = ' ';

    /// <summary>Longer questions are cut: nobody types them, and each pair of characters costs a look-up.</summary>
    public const int LongestQuestion = 100;

    public static string Fold(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var folded = new StringBuilder(text.Length);
        foreach (var c in Normal(text))
        {
            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c))
            {
                folded.Append(char.ToLowerInvariant(c));
            }
            else if (folded.Length > 0 && folded[^1] != Gap)
            {
                folded.Append(Gap);
            }
        }

        return folded.ToString().TrimEnd(Gap);
    }

    /// <summary>The terms of a question; every one must occur.</summary>
    public static string[] Terms(string? question) =>
        Fold(question is { Length: > LongestQuestion } ? question[..LongestQuestion] : question).Split(Gap, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>By what an instrument's name is found: the model also without its blanks, as people type it.</summary>
    public static string OfName(Listing listing)
    {
        var model = Fold(listing.Model);
        return $"{Fold(listing.Name)} {model} {model.Replace(" ", "", StringComparison.Ordinal)}";
    }

    /// <summary>By what an instrument is found.</summary>
    public static string Of(Listing listing, string words) =>
        $"{OfName(listing)} {Fold(listing.Manufacturer)} {Fold(listing.OrganisationName)} {Fold(words)}";

    public static bool Holds(string folded, string[] terms) => terms.All(t => folded.Contains(t, StringComparison.Ordinal));

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
