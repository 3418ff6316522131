namespace Yixiang.Ledger.Search;

/// <summary>Something worth asking for, offered while somebody types.</summary>
/// <param name="Kind">technique, measure, sample, industry, class, maker, area, name or model.</param>
/// <param name="Count">How many instruments it finds.</param>
public sealed record Suggestion(string Text, string Kind, int Count);

/// <summary>What a beginning can become: words of the vocabulary, names and models on the ledger; by characters, pinyin or first letters. Nothing is offered that finds nothing.</summary>
internal sealed class Suggestions(Shelf shelf, Lexicon lexicon)
{
    private const int Tried = 24, FewestContaining = 2;

    public List<Suggestion> For(string typed, int most)
    {
        var folded = SearchText.Fold(typed);
        if (folded.Length == 0)
        {
            return [];
        }

        var words = lexicon.BeginningLike(folded).Concat(folded.Length >= FewestContaining ? lexicon.Containing(folded) : []).Distinct()
            .Select(w => (w.Text, Kind: KindOf(w)));
        var names = shelf.Names.BeginningLike(folded);
        return [.. words.Take(Tried).Concat(names.Take(Tried)).DistinctBy(c => c.Text)
            .Select(c => new Suggestion(lexicon.AsWritten(c.Text), c.Kind, shelf.CountOf(lexicon, c.Text))).Where(s => s.Count > 0)
            .DistinctBy(s => s.Text, StringComparer.OrdinalIgnoreCase).Take(most)];
    }

    /// <summary>The most telling of its meanings.</summary>
    private static string KindOf(LexiconWord word) => word.Senses.Min(s => s.Kind).ToString().ToLowerInvariant();
}
