using System.Text;
using System.Xml;
using System.Xml.Linq;
using Yixiang.Kernel;
using Yixiang.Ledger;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Notices;

/// <summary>What was published last, as Atom (RFC 4287); narrowed by <c>?kind=</c> and <c>?q=</c>. A new edition comes as an update of its entry.</summary>
internal static class NoticeAtom
{
    private const int MostEntries = 50;
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    public static void MapNoticeAtom(this IEndpointRouteBuilder app) =>
        app.MapGet("/notices.atom", GiveAsync).Public().ExcludeFromDescription().CacheOutput(LedgerCache.Policy);

    private static async Task<IResult> GiveAsync(HttpRequest request, NoticeReading reading, CityPack pack, CancellationToken stop)
    {
        var question = NoticeQuestion.Read(request.Query, Enum.GetValues<NoticeKind>()) with { Page = 1, When = null, Year = null };
        var lines = await reading.NewestOfAsync(question, MostEntries, stop);
        return Results.Bytes(Write(Feed(request, lines, pack)), "application/atom+xml; charset=utf-8");
    }

    private static XElement Feed(HttpRequest request, List<NoticeLine> lines, CityPack pack)
    {
        var site = $"{request.Scheme}://{request.Host}{request.PathBase}";
        return new(
            Atom + "feed",
            new XAttribute(XNamespace.Xml + "lang", ReaderIsEnglish ? "en" : "zh-CN"),
            new XElement(Atom + "id", $"tag:{request.Host.Host},2026:notices{request.QueryString}"),
            new XElement(Atom + "title", $"{pack.City.SiteTitle} · {T("notice.feed")}"),
            new XElement(Atom + "updated", Stamp(lines.Count > 0 ? lines[0].PublishedAt : DateTimeOffset.UnixEpoch)),
            new XElement(Atom + "author", new XElement(Atom + "name", pack.City.Bureau.ToString())),
            Link("self", $"{site}/notices.atom{request.QueryString}", "application/atom+xml"),
            Link("alternate", $"{site}/news", "text/html"),
            lines.Select(line => Entry(line, request, site)));
    }

    private static XElement Entry(NoticeLine line, HttpRequest request, string site) => new(
        Atom + "entry",
        new XElement(Atom + "id", $"tag:{request.Host.Host},2026:notices/{line.Number}"),
        new XElement(Atom + "title", Clean(line.Name)),
        new XElement(Atom + "updated", Stamp(line.PublishedAt)),
        new XElement(Atom + "category", new XAttribute("term", line.Kind.ToString()), new XAttribute("label", T(line.Kind))),
        line.Unit is null ? null : new XElement(Atom + "author", new XElement(Atom + "name", Clean(Pick(line.Unit, line.EnglishUnit)))),
        Link("alternate", site + line.Path, "text/html"),
        new XElement(Atom + "summary", Clean(Pick(line.Summary, line.EnglishSummary))));

    private static XElement Link(string relation, string address, string type) =>
        new(Atom + "link", new XAttribute("rel", relation), new XAttribute("type", type), new XAttribute("href", address));

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ");

    /// <summary>Without the characters that XML has no room for.</summary>
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
