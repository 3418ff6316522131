using Yixiang.Kernel;

namespace Yixiang.Ledger.Search;

/// <summary>What an instrument is good for: derived from the city's vocabulary of purposes, not filed by anybody. Each word is one that a search understands.</summary>
public sealed record Purposes(IReadOnlyList<Phrase> Techniques, IReadOnlyList<Phrase> Measures, IReadOnlyList<Phrase> Samples, IReadOnlyList<Phrase> Trades)
{
    private const int MostMeasures = 16, MostSamples = 14, MostTrades = 8;

    public bool IsEmpty => Techniques.Count == 0;

    public static Purposes Of(Lexicon lexicon, LedgerEntry entry) => Of(lexicon.SureTechniquesOf(entry).Select(n => lexicon.Techniques[n]));

    public static Purposes Of(IEnumerable<Technique> techniques)
    {
        List<Technique> all = [.. techniques.OrderByDescending(t => t.Weight)];
        return new([.. all.Select(t => t.Name.Phrase)], Some(all, t => t.Measures, MostMeasures), Some(all, t => t.Samples, MostSamples), Some(all, t => t.Industries, MostTrades));
    }

    /// <summary>What each names first, then what each names second: every technique has its say.</summary>
    private static List<Phrase> Some(List<Technique> techniques, Func<Technique, IReadOnlyList<PurposeWord>> words, int most) =>
        [.. techniques.SelectMany(t => words(t).Select((word, place) => (word.Phrase, place))).OrderBy(w => w.place).Select(w => w.Phrase).DistinctBy(w => w.Chinese).Take(most)];
}
