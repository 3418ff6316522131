using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;

namespace Yixiang.Ledger;

/// <summary>Answers what readers ask of the public ledger: the present from the index of this node, the past from the database.</summary>
public sealed class LedgerReading(LedgerIndex index, Db db, LedgerWords words)
{
    /// <summary>One page of the list.</summary>
    /// <param name="counting">Facets whose values are counted; for the present only.</param>
    public async Task<LedgerAnswer> AskAsync(LedgerAddress address, CancellationToken stop, params IReadOnlyList<Facet> counting) =>
        address.AsOf is { } day ? await AskAsync(day, address.Question, stop) : index.Ask(address.Question, counting);

    /// <summary>The whole list, one by one.</summary>
    public IAsyncEnumerable<Listing> AllAsync(LedgerAddress address, CancellationToken stop) =>
        address.AsOf is { } day
            ? Matching(Filtered(day, address.Question), address.Question.Words, stop)
            : index.Ask(address.Question with { Page = 1, Size = int.MaxValue }).Items.ToAsyncEnumerable();

    private async Task<LedgerAnswer> AskAsync(DateOnly day, LedgerQuestion question, CancellationToken stop)
    {
        var lines = Filtered(day, question);
        var from = (question.Page - 1) * question.Size;
        if (SearchText.Terms(question.Words).Length > 0)
        {
            var all = await Matching(lines, question.Words, stop).ToListAsync(stop);
            return new(all.Count, [.. all.Skip(from).Take(question.Size)], NoCounts);
        }

        var some = await lines.Skip(from).Take(question.Size).ToListAsync(stop);
        return new(await lines.CountAsync(stop), [.. some.Select(l => l.ToListing())], NoCounts);
    }

    private static IReadOnlyDictionary<Facet, IReadOnlyDictionary<string, int>> NoCounts { get; } = new Dictionary<Facet, IReadOnlyDictionary<string, int>>();

    private IQueryable<LedgerLine> Filtered(DateOnly day, LedgerQuestion question) =>
        question.Filters.Aggregate(db.LedgerAt(day), (lines, filter) => lines.Where(filter.Key, filter.Value)).InOrder(question.Order);

    /// <summary>Words are looked for by the same rules as in the index, so that both databases and both times find the same.</summary>
    private async IAsyncEnumerable<Listing> Matching(IQueryable<LedgerLine> lines, string? asked, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        var terms = SearchText.Terms(asked);
        await foreach (var line in lines.AsAsyncEnumerable().WithCancellation(stop))
        {
            var listing = line.ToListing();
            if (terms.Length == 0 || SearchText.Holds(SearchText.Of(listing, words.Of(line)), terms))
            {
                yield return listing;
            }
        }
    }
}
