using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;

namespace Yixiang.Ledger.Figures;

/// <summary>A word of the vocabulary with the number of instruments that a search for it finds.</summary>
public sealed record CountedWord(string Word, int Count);

/// <summary>What people can have measured here, for how many instruments each.</summary>
public sealed record WhatIsHere(IReadOnlyList<CountedWord> Measures, IReadOnlyList<CountedWord> Samples, IReadOnlyList<CountedWord> Trades);

/// <summary>The figures of this moment, reckoned from the index once and kept until the ledger changes.</summary>
public sealed class FiguresOfNow(LedgerIndex index)
{
    private const int FirstWords = 3, Tried = 30;

    private readonly Lock turn = new();
    private readonly Dictionary<bool, WhatIsHere> words = [];
    private (long Edition, LedgerFigures Figures)? kept;
    private long wordsEdition = -1;

    public LedgerFigures Figures
    {
        get
        {
            lock (turn)
            {
                var edition = index.Edition;
                if (kept is not { } known || known.Edition != edition)
                {
                    kept = (edition, index.Survey((all, _) => LedgerFigures.Of(all)));
                }

                return kept.Value.Figures;
            }
        }
    }

    /// <summary>The words by which most is found, in the reader's language.</summary>
    public WhatIsHere Words
    {
        get
        {
            lock (turn)
            {
                if (wordsEdition != index.Edition)
                {
                    words.Clear();
                    wordsEdition = index.Edition;
                }

                var english = Texts.ReaderIsEnglish;
                return words.TryGetValue(english, out var known) ? known : words[english] = CountWords();
            }
        }
    }

    private WhatIsHere CountWords()
    {
        var techniques = index.TechniqueCounts();
        return index.Survey((_, count) => new WhatIsHere(
            Best(techniques, t => t.Measures, 10, count), Best(techniques, t => t.Samples, 8, count), Best(techniques, t => t.Industries, 6, count)));
    }

    private static List<CountedWord> Best(IReadOnlyList<(Technique Technique, int Count)> techniques, Func<Technique, IReadOnlyList<PurposeWord>> words, int most, Func<string, int> count) =>
        [.. techniques.SelectMany(t => words(t.Technique).Take(FirstWords).Select(w => (Word: w.Phrase.ToString(), t.Count)))
            .GroupBy(w => w.Word, w => w.Count).OrderByDescending(g => g.Sum()).ThenBy(g => g.Key, StringComparer.Ordinal).Take(Tried)
            .Select(g => new CountedWord(g.Key, count(g.Key))).Where(w => w.Count > 0).OrderByDescending(w => w.Count).Take(most)];
}

/// <summary>The figures of the ledger: now, or as it stood at the end of a day.</summary>
public sealed class FiguresReading(FiguresOfNow now, Db db, LedgerWords words)
{
    /// <param name="day">Null for now; a past day costs one query over what was public then.</param>
    public async Task<LedgerFigures> AtAsync(DateOnly? day, CancellationToken stop)
    {
        if (day is not { } past)
        {
            return now.Figures;
        }

        List<LedgerEntry> all = [];
        await foreach (var line in db.LedgerAt(past).AsAsyncEnumerable().WithCancellation(stop))
        {
            all.Add(words.Of(line) with { Words = "" });
        }

        return LedgerFigures.Of(all);
    }
}
