using Yixiang.Ledger.Search;

namespace Yixiang.Ledger;

/// <summary>What comes near where a question finds nothing: the same without one of its filters, and words that begin as what was typed.</summary>
/// <param name="Without">By filter that is left out: how many are found then; only where some are.</param>
/// <param name="WithoutAny">How many the words find without any filter.</param>
/// <param name="Words">Words of the vocabulary, names and models, each of which finds something.</param>
public sealed record NearMatches(IReadOnlyDictionary<Facet, int> Without, int WithoutAny, IReadOnlyList<Suggestion> Words)
{
    private const string Vowels = "aeiouv";
    private const int MostWords = 6, MostPieces = 4, Shortest = 2;

    public static readonly NearMatches None = new(new Dictionary<Facet, int>(), 0, []);

    /// <param name="question">One that has found nothing.</param>
    public static NearMatches Of(LedgerQuestion question, LedgerIndex index)
    {
        int Count(IReadOnlyDictionary<Facet, IReadOnlyList<string>> filters) => index.Ask(question with { Filters = filters, Page = 1, Size = 1 }).Total;
        var without = question.Filters.Count < 2 ? [] : question.Filters.Keys.Select(left => (left, Count(question.Filters.Where(f => f.Key != left).ToDictionary()))).Where(w => w.Item2 > 0).ToDictionary(w => w.left, w => w.Item2);
        var any = question.Filters.Count > 0 && question.Words is not null ? Count(LedgerQuestion.NoFilters) : 0;
        return new(without, any, any > 0 ? [] : [.. Pieces(question.Words).SelectMany(piece => Beginning(piece, index)).DistinctBy(s => s.Text).Take(MostWords)]);
    }

    private static IEnumerable<string> Pieces(string? words) => SearchText.Chunks(words).SelectMany(c => c.Split(SearchText.Gap, StringSplitOptions.RemoveEmptyEntries)).Take(MostPieces);

    /// <summary>What begins as the longest beginning of what was typed with which anything begins: a slip is mostly near the end. Half of it has to be right.</summary>
    /// <remarks>Letters without a vowel are no pinyin, and any three of them are the first letters of something: of those only the last may be wrong (<c>XRDD</c>).</remarks>
    private static IReadOnlyList<Suggestion> Beginning(string piece, LedgerIndex index)
    {
        var right = piece.All(c => char.IsAsciiLetter(c) && !Vowels.Contains(char.ToLowerInvariant(c))) ? piece.Length - 1 : (piece.Length + 1) / 2;
        for (var length = piece.Length; length >= Math.Max(Shortest, right); length--)
        {
            if (index.Suggest(piece[..length], MostWords) is { Count: > 0 } found)
            {
                return found;
            }
        }

        return [];
    }
}
