using Microsoft.EntityFrameworkCore;
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

    public static void MapFeeds(this IEndpointRouteBuilder app) => app.MapGet("/feeds/{feed:regex(^(new|changed|exited)$)}.atom", GiveAsync).Public().ExcludeFromDescription();

    private static async Task<IResult> GiveAsync(string feed, HttpContext http, Db db, CodeTables tables, CityPack pack, Licence licence, LedgerMark mark, CancellationToken stop)
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

        http.Response.Headers.CacheControl = "no-cache";
        var entries = await EntriesAsync(feed, Narrowed(Lines(feed, db), code, area), http.Request, stop);
        return Feed(feed, entries, http.Request, pack, licence).Answer(mark.ToldModified);
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

    private static async Task<List<AtomEntry>> EntriesAsync(string feed, IQueryable<LedgerLine> lines, HttpRequest request, CancellationToken stop) =>
        (await lines.Take(Length).ToListAsync(stop)).ConvertAll(l =>
        {
            // What happened stands in the identifier: published, version-2, exited.
            var (what, at) = feed switch
            {
                "new" => ("published", l.Instrument.PublishedAt!.Value),
                "changed" => ($"version-{l.Version.Number}", l.Version.From),
                _ => ("exited", l.Instrument.ExitedAt!.Value),
            };
            var reference = l.Instrument.Reference;
            return new AtomEntry(
                Tag(request, $"instruments/{reference}/{what}"), $"{l.Version.Name} · {l.Organisation.Name}", at,
                PageAddress.Of(request, $"/instruments/{reference}", ReaderIsEnglish), l.Version.Particulars()[Fields.Function]);
        });

    private static AtomFeed Feed(string feed, List<AtomEntry> entries, HttpRequest request, CityPack pack, Licence licence) =>
        new(
            Tag(request, $"feeds/{feed}{request.QueryString}"), $"{pack.City.SiteTitle} · {T($"data.feed-{feed}")}", entries.Count > 0 ? entries[0].Updated : DateTimeOffset.UnixEpoch,
            [AtomFeed.Self(PageAddress.Of(request, request.Path + request.QueryString, ReaderIsEnglish)), new("license", licence.Address)], entries)
        {
            Author = pack.City.Bureau.ToString(),
            Rights = $"{licence.Spdx} {licence.Address}",
        };

    /// <summary>An identifier that outlives the address (RFC 4151).</summary>
    private static string Tag(HttpRequest request, string what) => $"tag:{request.Host.Host},2026:{what}";
}
