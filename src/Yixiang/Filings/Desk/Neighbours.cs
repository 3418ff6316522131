using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Filings.Desk;

/// <summary>What stands before and after a filing in the queue the officer works through.</summary>
/// <param name="Place">1 for the first; null when the filing is not in that queue any more.</param>
public sealed record Neighbours(string? Previous, string? Next, int? Place, int Of)
{
    /// <summary>A queue is walked this far; beyond, the list itself is the better way.</summary>
    private const int Farthest = 2_000;

    public static readonly Neighbours None = new(null, null, null, 0);

    /// <summary>By the address of the page; without one, the queue of everything that waits. One query.</summary>
    public static async Task<Neighbours> OfAsync(Db db, Actor actor, string reference, IQueryCollection query, CancellationToken stop)
    {
        var ask = QueueAsk.Read(new(query));
        ask = query.Any(q => q.Key is not ("handler" or "page")) ? ask : ask with { State = QueueAsk.Waiting };
        var all = await ask.Order(ask.Narrow(db.Filings.AsNoTracking().VisibleTo(actor), db.Organisations, actor)).Select(f => f.Reference).Take(Farthest).ToListAsync(stop);
        var place = all.IndexOf(reference);
        return place < 0
            ? new(null, all.FirstOrDefault(), null, all.Count)
            : new(place > 0 ? all[place - 1] : null, place + 1 < all.Count ? all[place + 1] : null, place + 1, all.Count);
    }
}

internal static class QueueAddress
{
    /// <summary>The queue's own part of an address, without the handler of a form and the page number.</summary>
    public static QueryString WithoutHandler(this QueryString query) => QueryString.Create(
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query.Value).Where(q => q.Key is not ("handler" or "page")).SelectMany(q => q.Value, (q, v) => KeyValuePair.Create(q.Key, v)));
}
