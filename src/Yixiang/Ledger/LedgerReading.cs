using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;

namespace Yixiang.Ledger;

/// <summary>Answers what readers ask of the public ledger: the present from the index of this node, the past from the database.</summary>
public sealed class LedgerReading(LedgerIndex index, Db db, LedgerWords words, Lexicon lexicon)
{
    /// <summary>One page of the list.</summary>
    /// <param name="counting">Facets whose values are counted; of a past day only where words or finer filters made it be searched.</param>
    public async Task<LedgerAnswer> AskAsync(LedgerAddress address, CancellationToken stop, params IReadOnlyList<Facet> counting) =>
        address.AsOf is { } day ? await AskAsync(day, address.Question, counting, stop) : index.Ask(address.Question, counting);

    /// <summary>The whole list, one by one.</summary>
    public async IAsyncEnumerable<Listing> AllAsync(LedgerAddress address, [EnumeratorCancellation] CancellationToken stop)
    {
        var whole = address.Question with { Page = 1, Size = int.MaxValue };
        if (address.AsOf is { } day && !NeedsSearch(whole))
        {
            await foreach (var line in Filtered(day, whole).AsAsyncEnumerable().WithCancellation(stop))
            {
                yield return line.ToListing();
            }

            yield break;
        }

        foreach (var listing in (address.AsOf is { } past ? await AskAsync(past, whole, [], stop) : index.Ask(whole)).Items)
        {
            yield return listing;
        }
    }

    /// <summary>Words and the finer facets of a past day are answered by the same rules as those of today: by a search over what was public then.</summary>
    private async Task<LedgerAnswer> AskAsync(DateOnly day, LedgerQuestion question, IReadOnlyList<Facet> counting, CancellationToken stop)
    {
        if (NeedsSearch(question))
        {
            List<LedgerEntry> all = [];
            await foreach (var line in db.LedgerAt(day).OrderBy(l => l.Instrument.Id).AsAsyncEnumerable().WithCancellation(stop))
            {
                all.Add(words.Of(line));
            }

            return LedgerIndex.Ask(lexicon, all, question, counting);
        }

        var lines = Filtered(day, question);
        var some = await lines.Skip((question.Page - 1) * question.Size).Take(question.Size).ToListAsync(stop);
        var entries = some.ConvertAll(words.Of);
        return new(await lines.CountAsync(stop), [.. entries.Select(e => e.Listing)], NoCounts) { EnglishNames = [.. entries.Select(e => e.EnglishName)], Excerpts = [.. entries.Select(e => e.Excerpt([]))] };
    }

    private static bool NeedsSearch(LedgerQuestion question) =>
        SearchText.Chunks(question.Words).Any() || question.Filters.Keys.Except(PublishedLedger.Filterable).Any();

    private static IReadOnlyDictionary<Facet, IReadOnlyDictionary<string, int>> NoCounts { get; } = new Dictionary<Facet, IReadOnlyDictionary<string, int>>();

    private IQueryable<LedgerLine> Filtered(DateOnly day, LedgerQuestion question) =>
        question.Filters.Aggregate(db.LedgerAt(day), (lines, filter) => lines.Where(filter.Key, [.. filter.Value])).InOrder(question.Order);
}
