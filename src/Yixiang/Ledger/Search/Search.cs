using System.Buffers;
using Yixiang.Kernel;

namespace Yixiang.Ledger.Search;

/// <summary>One question to a shelf: what it finds, how much of each facet, and the page that was asked for.</summary>
internal sealed class Search
{
    /// <summary>A hit is better than another by at least one of these steps; what fits equally well stands in the order of publication.</summary>
    private const int MostPoints = 4096;

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
        var result = Filtered(question.Filters);
        var places = result.ToArray();
        var counts = counting.ToDictionary(f => f, f => (IReadOnlyDictionary<string, int>)shelf.CountsOf(f, question.Filters.ContainsKey(f)
            ? Filtered(question.Filters.Where(q => q.Key != f)).ToArray()
            : places));
        var from = (int)Math.Min((long)(question.Page - 1) * question.Size, places.Length);
        int[] page = [.. InOrder(result, places, from + Math.Min(question.Size, places.Length - from)).Skip(from).Take(question.Size)];
        var understanding = ranking?.Explain(result) ?? Understanding.Nothing;
        return new(places.Length, [.. page.Select(place => shelf[place])], counts)
        {
            Understanding = understanding,
            EnglishNames = page.Length > Paging.MostSize ? [] : [.. page.Select(place => shelf.Entry(place).EnglishName)],
            Excerpts = page.Length > Paging.MostSize ? [] : [.. page.Select(place => shelf.Entry(place).Excerpt(understanding.Marks))],
        };
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
    private IEnumerable<int> InOrder(Bits result, int[] places, int needed) =>
        question.Order != LedgerOrder.Relevance ? shelf.InOrder(question.Order, result, places.Length)
        : ranking is null ? shelf.InOrder(LedgerOrder.Newest, result, places.Length)
        : BestFirst(ranking, result, places, needed);

    /// <summary>Sorts by points without comparing: how many have each number of points says from which number on they are needed.</summary>
    private List<int> BestFirst(Ranking best, Bits result, int[] places, int needed)
    {
        var points = ArrayPool<int>.Shared.Rent(shelf.Capacity);
        try
        {
            Array.ForEach(places, place => points[place] = 0);
            best.Score(result, places, points);
            var tally = new int[MostPoints + 1];
            Array.ForEach(places, place => tally[points[place] = Math.Min(points[place], MostPoints)]++);
            var least = MostPoints;
            for (var better = tally[least]; better < needed && least > 0; better += tally[least])
            {
                least--;
            }

            var good = new Bits(shelf.Capacity);
            var count = 0;
            foreach (var place in places)
            {
                if (points[place] >= least)
                {
                    good.Set(place);
                    count++;
                }
            }

            return [.. shelf.InOrder(LedgerOrder.Newest, good, count).OrderByDescending(place => points[place])];
        }
        finally
        {
            ArrayPool<int>.Shared.Return(points);
        }
    }
}
