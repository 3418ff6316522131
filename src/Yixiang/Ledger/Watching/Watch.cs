using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;

namespace Yixiang.Ledger.Watching;

/// <summary>What is new to one saved search.</summary>
/// <param name="Total">How many there are; the items are the newest of them.</param>
public sealed record NewMatches(SavedSearch Search, int Total, IReadOnlyList<Listing> Items);

/// <summary>Finds what was published on some days and matches what people watch for. Whole days only, so that every publication is told once whenever the round comes.</summary>
public sealed class Watch(Db db, LedgerIndex index, CodeTables tables, CityPack pack)
{
    /// <summary>So many of the newest are looked at for each search.</summary>
    private const int Most = 200;

    /// <summary>Was anything published on the days from one to before the other?</summary>
    public Task<bool> AnythingAsync(DateOnly from, DateOnly before, CancellationToken stop)
    {
        var (begin, end) = (CityTime.BeginningOf(from), CityTime.BeginningOf(before));
        return db.Instruments.AnyAsync(i => i.PublishedAt >= begin && i.PublishedAt < end, stop);
    }

    /// <summary>The accounts that watch for something.</summary>
    public Task<List<long>> WatchersAsync(CancellationToken stop) => db.SavedSearches.Where(s => s.PausedAt == null).Select(s => s.AccountId).Distinct().ToListAsync(stop);

    /// <summary>What is new to an account's searches, published on the days from one to before the other and after the search was saved; searches without news are left out.</summary>
    public async Task<IReadOnlyList<NewMatches>> OfAsync(long account, DateOnly from, DateOnly before, CancellationToken stop)
    {
        var searches = await db.SavedSearches.AsNoTracking().Where(s => s.AccountId == account && s.PausedAt == null).OrderBy(s => s.Id).ToListAsync(stop);
        var found = searches.ConvertAll(s => (Search: s, Items: Matching(s, from, before)));
        var references = found.SelectMany(f => f.Items).Select(i => i.Reference).Distinct().ToList();
        var published = await db.Instruments.Where(i => references.Contains(i.Reference)).ToDictionaryAsync(i => i.Reference, i => i.PublishedAt, stop);
        return [.. found.Select(f => (f.Search, Items: f.Items.Where(i => published.GetValueOrDefault(i.Reference) > f.Search.CreatedAt).ToList())).Where(f => f.Items.Count > 0).Select(f => new NewMatches(f.Search, f.Items.Count, f.Items))];
    }

    /// <summary>A saved search as the question that it asks.</summary>
    public LedgerAddress AddressOf(SavedSearch search, DateOnly today) => LedgerAddress.Read(new QueryCollection(QueryHelpers.ParseQuery(search.Address)), tables, pack, today);

    private IEnumerable<Listing> Matching(SavedSearch search, DateOnly from, DateOnly before) =>
        index.Ask(AddressOf(search, before).Question with { Order = LedgerOrder.Newest, Page = 1, Size = Most }).Items.TakeWhile(i => i.PublishedOn >= from).Where(i => i.PublishedOn < before);
}
