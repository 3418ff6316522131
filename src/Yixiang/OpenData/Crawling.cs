using System.Xml;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Notices;

namespace Yixiang.OpenData;

/// <summary>What search engines ask for: <c>/robots.txt</c> and the sitemap, written while it is sent.</summary>
internal static class Crawling
{
    /// <summary>Instruments a part covers. Each stands in it twice, once a language; a sitemap may hold 50,000 addresses.</summary>
    private const int PartSize = 20_000;

    private const string Sitemaps = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private const string Xhtml = "http://www.w3.org/1999/xhtml";
    private static readonly string[] Doors = ["/", "/instruments", "/classes", "/areas", "/organisations", "/batches", "/statistics", "/news", "/policies", "/guides", "/events", "/data"];

    public static void MapCrawling(this IEndpointRouteBuilder app)
    {
        var doors = app.MapGroup("").Public().ExcludeFromDescription();
        doors.MapGet("/robots.txt", (HttpRequest request) => Results.Text($"User-agent: *\nDisallow: /preferences\nDisallow: /sign-in\nAllow: /\n\nSitemap: {PageAddress.Of(request, "/sitemap.xml")}\n"));
        doors.MapGet("/sitemap.xml", IndexAsync).Marked();
        doors.MapGet("/sitemap-pages.xml", PagesAsync).Marked();
        doors.MapGet("/sitemap-instruments-{part:int:min(1):max(100000)}.xml", InstrumentsAsync).Marked();
    }

    private static async Task IndexAsync(HttpContext http, Db db, CancellationToken stop)
    {
        var last = await db.LedgerNow().MaxAsync(l => (long?)l.Instrument.Id, stop) ?? 0;
        await using var xml = Begin(http);
        await xml.WriteStartElementAsync(null, "sitemapindex", Sitemaps);
        string[] parts = ["/sitemap-pages.xml", .. Enumerable.Range(1, (int)((last + PartSize - 1) / PartSize)).Select(n => $"/sitemap-instruments-{n}.xml")];
        foreach (var part in parts)
        {
            await xml.WriteStartElementAsync(null, "sitemap", Sitemaps);
            await xml.WriteElementStringAsync(null, "loc", Sitemaps, PageAddress.Of(http.Request, part));
            await xml.WriteEndElementAsync();
        }

        await xml.WriteEndElementAsync();
    }

    private static async Task PagesAsync(HttpContext http, Db db, CancellationToken stop)
    {
        await using var xml = Begin(http);
        await BeginSetAsync(xml);
        foreach (var door in Doors)
        {
            await PageAsync(xml, http.Request, door, null);
        }

        await foreach (var batch in db.Batches.AsNoTracking().Where(b => b.State == BatchState.Published).OrderBy(b => b.Number).Select(b => new { b.Number, b.PublishedAt }).AsAsyncEnumerable().WithCancellation(stop))
        {
            await PageAsync(xml, http.Request, $"/batches/{batch.Number}", batch.PublishedAt);
        }

        await foreach (var notice in db.Editions.AsNoTracking().Current().OrderBy(e => e.Id).Take(PartSize).Select(e => new { e.Notice.Kind, e.Notice.Number, e.PublishedAt }).AsAsyncEnumerable().WithCancellation(stop))
        {
            await PageAsync(xml, http.Request, NoticeAddress.Of(notice.Kind, notice.Number), notice.PublishedAt);
        }

        await foreach (var organisation in db.LedgerNow().Select(l => l.Organisation.Reference).Distinct().OrderBy(r => r).Take(PartSize).AsAsyncEnumerable().WithCancellation(stop))
        {
            await PageAsync(xml, http.Request, $"/organisations/{organisation}", null);
        }

        await xml.WriteEndElementAsync();
    }

    private static async Task InstrumentsAsync(int part, HttpContext http, Db db, CancellationToken stop)
    {
        var (after, until) = ((part - 1L) * PartSize, (long)part * PartSize);
        await using var xml = Begin(http);
        await BeginSetAsync(xml);
        var lines = db.LedgerNow().Where(l => l.Instrument.Id > after && l.Instrument.Id <= until).OrderBy(l => l.Instrument.Id)
            .Select(l => new { l.Instrument.Reference, l.Instrument.PublishedAt, l.Version.From });
        await foreach (var line in lines.AsAsyncEnumerable().WithCancellation(stop))
        {
            await PageAsync(xml, http.Request, $"/instruments/{line.Reference}", line.PublishedAt > line.From ? line.PublishedAt : line.From);
        }

        await xml.WriteEndElementAsync();
    }

    private static XmlWriter Begin(HttpContext http)
    {
        http.Response.ContentType = "application/xml; charset=utf-8";
        return XmlWriter.Create(http.Response.Body, new() { Async = true, CloseOutput = false });
    }

    private static async Task BeginSetAsync(XmlWriter xml)
    {
        await xml.WriteStartElementAsync(null, "urlset", Sitemaps);
        await xml.WriteAttributeStringAsync("xmlns", "xhtml", null, Xhtml);
    }

    private static async Task PageAsync(XmlWriter xml, HttpRequest request, string path, DateTimeOffset? changed)
    {
        foreach (var english in new[] { false, true })
        {
            await xml.WriteStartElementAsync(null, "url", Sitemaps);
            await xml.WriteElementStringAsync(null, "loc", Sitemaps, PageAddress.Of(request, path, english));
            if (changed is { } at)
            {
                await xml.WriteElementStringAsync(null, "lastmod", Sitemaps, CityTime.Stamp(at));
            }

            await AlternateAsync(xml, "zh-CN", PageAddress.Of(request, path));
            await AlternateAsync(xml, "en", PageAddress.Of(request, path, english: true));
            await xml.WriteEndElementAsync();
        }
    }

    private static async Task AlternateAsync(XmlWriter xml, string language, string address)
    {
        await xml.WriteStartElementAsync("xhtml", "link", Xhtml);
        await xml.WriteAttributeStringAsync(null, "rel", null, "alternate");
        await xml.WriteAttributeStringAsync(null, "hreflang", null, language);
        await xml.WriteAttributeStringAsync(null, "href", null, address);
        await xml.WriteEndElementAsync();
    }
}
