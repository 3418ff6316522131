using System.Text;
using System.Xml;
using System.Xml.Linq;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger;

/// <summary>Any search as an Atom feed (RFC 4287): who watches it is told of new instruments without an account and without leaving an address.</summary>
internal static class LedgerAtom
{
    private const int MostEntries = 50;
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    public static void MapLedgerAtom(this IEndpointRouteBuilder app) =>
        app.MapGet("/instruments.atom", FeedAsync).Public().ExcludeFromDescription().CacheOutput(LedgerCache.Policy);

    /// <summary>The newest publications that match; order, page and size of the address do not matter here.</summary>
    private static async Task<IResult> FeedAsync(HttpRequest request, LedgerReading ledger, CodeTables tables, CityPack pack, TimeProvider clock, CancellationToken stop)
    {
        var address = LedgerAddress.Read(request.Query, tables, pack, clock.Today());
        if (address.Problems.Count > 0)
        {
            throw new RefusedException(new(RefusalKind.WrongInput, "ledger-address") { Fields = address.Problems });
        }

        var newest = address with { Question = address.Question with { Order = LedgerOrder.Newest, Page = 1, Size = MostEntries } };
        var answer = await ledger.AskAsync(newest, stop);
        return Results.Bytes(Write(Feed(request, newest, answer.Items, pack, clock.Today())), "application/atom+xml; charset=utf-8");
    }

    private static XElement Feed(HttpRequest request, LedgerAddress address, IReadOnlyList<Listing> items, CityPack pack, DateOnly today)
    {
        var site = $"{request.Scheme}://{request.Host}{request.PathBase}";
        var query = address.With(("sort", null)).ToQueryString();
        var title = address.Question.Words is { } words ? T("ledger.list-title-words", words) : T("ledger.list-title");
        return new(
            Atom + "feed",
            new XAttribute(XNamespace.Xml + "lang", ReaderIsEnglish ? "en" : "zh-CN"),
            new XElement(Atom + "id", $"{site}/instruments.atom{query}"),
            new XElement(Atom + "title", Clean(title)),
            new XElement(Atom + "updated", Instant(items.Count > 0 ? items[0].PublishedOn : today)),
            Link("self", $"{site}/instruments.atom{query}", "application/atom+xml"),
            Link("alternate", $"{site}/instruments{query}", "text/html"),
            items.Select(item => Entry(item, site, pack)));
    }

    private static XElement Entry(Listing item, string site, CityPack pack)
    {
        var page = $"{site}/instruments/{item.Reference}";
        string[] said = [item.Model, item.Manufacturer, item.OrganisationName, pack.Area(item.AreaCode)?.Name.ToString() ?? item.AreaCode, T("ledger.published-at", CityTime.Show(item.PublishedOn))];
        return new(
            Atom + "entry",
            new XElement(Atom + "id", page),
            new XElement(Atom + "title", Clean(item.Name)),
            new XElement(Atom + "updated", Instant(item.PublishedOn)),
            new XElement(Atom + "published", Instant(item.PublishedOn)),
            new XElement(Atom + "author", new XElement(Atom + "name", Clean(item.OrganisationName))),
            Link("alternate", page, "text/html"),
            new XElement(Atom + "summary", Clean(string.Join(" · ", said.Where(s => s != "")))));
    }

    private static XElement Link(string relation, string address, string type) =>
        new(Atom + "link", new XAttribute("rel", relation), new XAttribute("type", type), new XAttribute("href", address));

    /// <summary>A list knows days only: a publication stands at the beginning of its day in the city.</summary>
    private static string Instant(DateOnly day) => XmlConvert.ToString(CityTime.BeginningOf(day));

    /// <summary>Without the characters that XML has no room for; a question may hold any.</summary>
    private static string Clean(string text) => string.Concat(text.EnumerateRunes().Where(r => !r.IsBmp || XmlConvert.IsXmlChar((char)r.Value)));

    private static byte[] Write(XElement feed)
    {
        using var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, new() { Encoding = new UTF8Encoding(false) }))
        {
            feed.WriteTo(writer);
        }

        return bytes.ToArray();
    }
}
