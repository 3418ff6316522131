using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger;

/// <summary>Any search as an Atom feed (RFC 4287): who watches it is told of new instruments without an account and without leaving an address.</summary>
internal static class LedgerAtom
{
    private const int MostEntries = 50;

    public static void MapLedgerAtom(this IEndpointRouteBuilder app) =>
        app.MapGet("/instruments.atom", FeedAsync).Public().ExcludeFromDescription().CacheOutput(LedgerCache.Policy);

    /// <summary>The newest publications that match; order, page and size of the address do not matter here.</summary>
    private static async Task<IResult> FeedAsync(HttpRequest request, LedgerReading ledger, CodeTables tables, CityPack pack, TimeProvider clock, CancellationToken stop)
    {
        var address = LedgerAddress.Read(request.Query, tables, pack, clock.Today());
        LedgerAddress.Demand(address.Problems);

        var newest = address with { Question = address.Question with { Order = LedgerOrder.Newest, Page = 1, Size = MostEntries } };
        var answer = await ledger.AskAsync(newest, stop);
        return Feed(request, newest, answer.Items, pack, clock.Today()).Answer();
    }

    private static AtomFeed Feed(HttpRequest request, LedgerAddress address, IReadOnlyList<Listing> items, CityPack pack, DateOnly today)
    {
        var site = $"{request.Scheme}://{request.Host}{request.PathBase}";
        var query = address.With(("sort", null)).ToQueryString();
        var self = $"{site}/instruments.atom{query}";
        var title = address.Question.Words is { } words ? T("ledger.list-title-words", words) : T("ledger.list-title");
        return new(
            self, title, CityTime.BeginningOf(items.Count > 0 ? items[0].PublishedOn : today),
            [AtomFeed.Self(self), AtomLink.Page($"{site}/instruments{query}")], items.Select(item => Entry(item, site, pack)));
    }

    /// <summary>A list knows days only: a publication stands at the beginning of its day in the city.</summary>
    private static AtomEntry Entry(Listing item, string site, CityPack pack)
    {
        var page = $"{site}/instruments/{item.Reference}";
        string[] said = [item.Model, item.Manufacturer, item.OrganisationName, pack.AreaName(item.AreaCode), T("ledger.published-at", CityTime.Show(item.PublishedOn))];
        return new(page, item.Name, CityTime.BeginningOf(item.PublishedOn), page, string.Join(" · ", said.Where(s => s != "")))
        {
            Author = item.OrganisationName,
            Published = CityTime.BeginningOf(item.PublishedOn),
        };
    }
}
