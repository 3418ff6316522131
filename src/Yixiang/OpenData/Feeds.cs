using System.Xml;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using System.Security.Cryptography;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Organisations;
using static Yixiang.Kernel.Texts;

namespace Yixiang.OpenData;

/// <summary>What is new, changed and gone, as Atom (RFC 4287); each narrowed by <c>?class=</c> and <c>?area=</c>.</summary>
internal static class Feeds
{
    private const int Length = 50;
    private const string Atom = "http://www.w3.org/2005/Atom";

    /// <param name="What">What happened, in the identifier: <c>published</c>, <c>version-2</c>, <c>exited</c>.</param>
    private sealed record Entry(string Reference, string Name, string Organisation, string Summary, string What, DateTimeOffset At);

    public static void MapFeeds(this IEndpointRouteBuilder app) => app.MapGet("/feeds/{feed:regex(^(new|changed|exited)$)}.atom", GiveAsync).Public().ExcludeFromDescription();

    private static async Task<IResult> GiveAsync(string feed, HttpContext http, Db db, CodeTables tables, CityPack pack, Licence licence, CancellationToken stop)
    {
        var (code, area) = (http.Request.Query["class"].ToString(), http.Request.Query["area"].ToString());
        List<FieldProblem> problems = [];
        if (code != "" && !tables.InstrumentClasses.Has(code))
        {
            problems.Add(new("class", "unknown-code", code));
        }

        if (area != "" && pack.Area(area) is null)
        {
            problems.Add(new("area", "unknown-code", area));
        }

        if (problems.Count > 0)
        {
            return Problems.Invalid(problems.GroupBy(p => p.Field).ToDictionary(g => g.Key, g => g.Select(p => p.Sentence).ToArray()));
        }

        var entries = await EntriesAsync(feed, Narrowed(Lines(feed, db), code, area), stop);
        var bytes = Written(feed, entries, http.Request, pack, licence);
        http.Response.Headers.CacheControl = "public, max-age=300";
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\"", isWeak: true);
        return Results.Bytes(bytes, "application/atom+xml; charset=utf-8", entityTag: tag, lastModified: entries.Count > 0 ? entries[0].At : null);
    }

    private static IQueryable<LedgerLine> Lines(string feed, Db db) => feed switch
    {
        "new" => db.LedgerNow().OrderByDescending(l => l.Instrument.PublishedAt).ThenByDescending(l => l.Instrument.Id),
        "changed" => (from i in db.Instruments.AsNoTracking()
                      where i.PublishedAt != null
                      join v in db.InstrumentVersions on i.Id equals v.InstrumentId
                      where v.From > i.PublishedAt && (i.ExitedAt == null || v.From < i.ExitedAt)
                      join o in db.Organisations on i.OrganisationId equals o.Id
                      select new LedgerLine { Instrument = i, Version = v, Organisation = o }).OrderByDescending(l => l.Version.From).ThenByDescending(l => l.Version.Id),
        _ => (from i in db.Instruments.AsNoTracking()
              where i.PublishedAt != null && i.ExitedAt != null
              join v in db.InstrumentVersions on i.Id equals v.InstrumentId
              where v.From < i.ExitedAt && (v.Until == null || v.Until >= i.ExitedAt)
              join o in db.Organisations on i.OrganisationId equals o.Id
              select new LedgerLine { Instrument = i, Version = v, Organisation = o }).OrderByDescending(l => l.Instrument.ExitedAt).ThenByDescending(l => l.Instrument.Id),
    };

    private static IQueryable<LedgerLine> Narrowed(IQueryable<LedgerLine> lines, string code, string area)
    {
        lines = code == "" ? lines : lines.Where(Facet.Class, code);
        return area == "" ? lines : lines.Where(Facet.Area, area);
    }

    private static async Task<List<Entry>> EntriesAsync(string feed, IQueryable<LedgerLine> lines, CancellationToken stop) =>
        (await lines.Take(Length).ToListAsync(stop)).ConvertAll(l =>
        {
            var (what, at) = feed switch
            {
                "new" => ("published", l.Instrument.PublishedAt!.Value),
                "changed" => ($"version-{l.Version.Number}", l.Version.From),
                _ => ("exited", l.Instrument.ExitedAt!.Value),
            };
            return new Entry(l.Instrument.Reference, l.Version.Name, l.Organisation.Name, l.Version.Particulars()[Fields.Function], what, at);
        });

    private static byte[] Written(string feed, List<Entry> entries, HttpRequest request, CityPack pack, Licence licence)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes))
        {
            xml.WriteStartElement("feed", Atom);
            xml.WriteAttributeString("xml", "lang", null, ReaderIsEnglish ? "en" : "zh-CN");
            xml.WriteElementString("id", Atom, $"tag:{request.Host.Host},2026:feeds/{feed}{request.QueryString}");
            xml.WriteElementString("title", Atom, $"{pack.City.SiteTitle} · {T($"data.feed-{feed}")}");
            xml.WriteElementString("updated", Atom, Stamp(entries.Count > 0 ? entries[0].At : DateTimeOffset.UnixEpoch));
            xml.WriteElementString("rights", Atom, $"{licence.Spdx} {licence.Address}");
            Link(xml, "self", PageAddress.Of(request, request.Path + request.QueryString, ReaderIsEnglish));
            Link(xml, "license", licence.Address);
            xml.WriteStartElement("author", Atom);
            xml.WriteElementString("name", Atom, pack.City.Bureau.ToString());
            xml.WriteEndElement();
            foreach (var entry in entries)
            {
                xml.WriteStartElement("entry", Atom);
                xml.WriteElementString("id", Atom, $"tag:{request.Host.Host},2026:instruments/{entry.Reference}/{entry.What}");
                xml.WriteElementString("title", Atom, $"{entry.Name} · {entry.Organisation}");
                xml.WriteElementString("updated", Atom, Stamp(entry.At));
                xml.WriteElementString("summary", Atom, entry.Summary);
                Link(xml, "alternate", PageAddress.Of(request, $"/instruments/{entry.Reference}", ReaderIsEnglish));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return bytes.ToArray();
    }

    private static void Link(XmlWriter xml, string relation, string address)
    {
        xml.WriteStartElement("link", Atom);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ");
}
