using System.Buffers;
using Yixiang.Kernel;

namespace Yixiang.Ledger.Search;

/// <summary>One question to a shelf: what it finds, how much of each facet, and the page that was asked for.</summary>
internal sealed class Search
{
    /// <summary>A hit is better than another by at least one of these steps; what fits equally well stands in the order of publication.</summary>
    private const int MostPoints = 4096;

    /// <summary>So many of the best are also ordered by how they put what they do; it takes reading each of them.</summary>
    private const int Read = 50;

    /// <summary>How many points it costs an instrument that one stands before it that works in the same way, where the question leaves the way open; and how often that is counted.</summary>
    private const float Again = 12, MostAgain = 3;

    private readonly Shelf shelf;
    private readonly LedgerQuestion question;
    private readonly Ranking? ranking;
    private readonly Bits found;

    public Search(Shelf shelf, Lexicon lexicon, LedgerQuestion question)
    {
        (this.shelf, this.question) = (shelf, question);
        if (question.Words is not null && SearchText.Chunks(question.Words).Any())
        {
            var parts = new QuestionReader(lexicon, shelf).Read(question.Words);
            ranking = new(shelf, lexicon, question.Words, parts);
            found = ranking.Found;
        }
        else
        {
            found = shelf.Live;
        }
    }

    public LedgerAnswer Answer(IReadOnlyList<Facet> counting)
    {
        using var result = new Selection(Filtered(question.Filters));
        var counts = counting.ToDictionary(f => f, f => (IReadOnlyDictionary<string, int>)CountsOf(f, result));
        var from = (int)Math.Min((long)(question.Page - 1) * question.Size, result.Count);
        int[] page = [.. InOrder(result, from + Math.Min(question.Size, result.Count - from)).Skip(from).Take(question.Size)];
        var understanding = ranking?.Explain(result.Bits) ?? Understanding.Nothing;
        return new(result.Count, [.. page.Select(place => shelf[place])], counts)
        {
            Understanding = understanding,
            EnglishNames = page.Length > Paging.MostSize ? [] : [.. page.Select(place => shelf.Entry(place).EnglishName)],
            Excerpts = page.Length > Paging.MostSize ? [] : [.. page.Select(place => shelf.Entry(place).Excerpt(understanding.Marks))],
        };
    }

    /// <summary>A facet's own filter does not narrow its counts: they say what another choice would find.</summary>
    private FacetCounts CountsOf(Facet facet, Selection result)
    {
        if (!question.Filters.ContainsKey(facet))
        {
            return shelf.CountsOf(facet, result);
        }

        using var wider = new Selection(Filtered(question.Filters.Where(q => q.Key != facet)));
        return shelf.CountsOf(facet, wider);
    }

    private Bits Filtered(IEnumerable<KeyValuePair<Facet, IReadOnlyList<string>>> filters)
    {
        var result = found.Copy();
        foreach (var (facet, values) in filters)
        {
            shelf.Narrow(ref result, facet, values);
        }

        return result;
    }

    /// <param name="needed">How many from the beginning are needed.</param>
    private IEnumerable<int> InOrder(Selection result, int needed) =>
        question.Order != LedgerOrder.Relevance ? shelf.InOrder(question.Order, result.Bits, result.Count)
        : ranking is null ? shelf.InOrder(LedgerOrder.Newest, result.Bits, result.Count)
        : BestFirst(ranking, result, needed);

    /// <summary>Sorts by points without comparing: how many have each number of points says from which number on they are needed.</summary>
    private List<int> BestFirst(Ranking best, Selection result, int needed)
    {
        var points = ArrayPool<int>.Shared.Rent(shelf.Capacity);
        try
        {
            var places = result.Places;
            foreach (var place in places)
            {
                points[place] = 0;
            }

            best.Score(result.Bits, places, points);
            var shown = needed;
            needed = Math.Max(needed, Read);
            var most = 0;
            foreach (var place in places)
            {
                most = Math.Max(most, points[place] = Math.Min(points[place], MostPoints));
            }

            var tally = new int[most + 1];
            foreach (var place in places)
            {
                tally[points[place]]++;
            }

            // Those with more points than the last that are needed are all needed; of the last, those that come first.
            var least = most;
            var better = 0;
            while (least > 0 && better + tally[least] < needed)
            {
                better += tally[least--];
            }

            var (above, last) = (new Bits(shelf.Capacity), new Bits(shelf.Capacity));
            foreach (var place in places)
            {
                if (points[place] >= least)
                {
                    (points[place] > least ? above : last).Set(place);
                }
            }

            List<int> hits =
            [
                .. shelf.InOrder(LedgerOrder.Newest, above, better).OrderByDescending(place => points[place]),
                .. shelf.InOrder(LedgerOrder.Newest, last, tally[least]).Take(needed - better),
            ];
            List<(int Place, float Fit)> first = [.. hits.Take(Read).Select(place => (place, best.Fit(shelf.SaidAt(place), points[place]))).OrderByDescending(h => h.Item2)];
            return [.. best.IsOpen ? Varied(first, shown) : first.Select(h => h.Place), .. hits.Skip(Read)];
        }
        finally
        {
            ArrayPool<int>.Shared.Return(points);
        }
    }

    /// <summary>The best first, but not many that work in the same way before one that works in another.</summary>
    /// <param name="needed">How many from the beginning are needed; the rest stay as they were.</param>
    private IEnumerable<int> Varied(List<(int Place, float Fit)> hits, int needed)
    {
        List<int> varied = [];
        Dictionary<int, int> taken = [];
        while (hits.Count > 0 && varied.Count < needed)
        {
            var (next, most) = (0, float.MinValue);
            for (var i = 0; i < hits.Count; i++)
            {
                var fit = hits[i].Fit - (Again * Math.Min(MostAgain, Taken(hits[i].Place)));
                (next, most) = fit > most ? (i, fit) : (next, most);
            }

            varied.Add(hits[next].Place);
            Array.ForEach(shelf.Techniques.Of(hits[next].Place), technique => taken[technique] = taken.GetValueOrDefault(technique) + 1);
            hits.RemoveAt(next);
        }

        return varied.Concat(hits.Select(h => h.Place));

        int Taken(int place)
        {
            var often = 0;
            foreach (var technique in shelf.Techniques.Of(place))
            {
                often = Math.Max(often, taken.GetValueOrDefault(technique));
            }

            return often;
        }
    }
}
