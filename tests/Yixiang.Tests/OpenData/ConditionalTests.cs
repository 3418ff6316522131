using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Notices;
using Yixiang.Organisations;
using Yixiang.Tests.Ledger;
using Yixiang.Tests.Notices;
using Yixiang.Tests.Rules;

namespace Yixiang.Tests.OpenData;

/// <summary>Every door that a visitor may open, found in the routing table, gives a tag and says how to keep what it gave; who comes again is told in a few bytes that nothing has changed (RFC 9110, 9111).</summary>
public sealed class ConditionalTests
{
    private const string Form = "a page with a form to send holds a token of one reader";
    private const string Receipt = "a receipt is for who has its address, and is kept by nobody";

    /// <summary>Doors whose answers nobody keeps, each with why.</summary>
    private static readonly Dictionary<string, string> Untagged = new()
    {
        ["/api/{documentName:regex(^v1$)?}"] = "the page of the API holds a number used once",
        ["/health/live"] = "says how the site is now",
        ["/health/ready"] = "says how the site is now",
        ["/preferences/size"] = "sets the look and leads back",
        ["/error/{status:int=500}"] = "stands in for another page, and is no success",
        ["/forgotten"] = Form,
        ["/register"] = Form,
        ["/sign-in"] = Form,
        ["/sign-in/enrol"] = Form,
        ["/sign-in/second-factor"] = Form,
        ["/set-up"] = Form,
        ["/open/{purpose}"] = Form,
        ["/searches/stop"] = Form,
        ["/needs/new"] = Form,
        ["/reports"] = "asks for the code of a receipt",
        ["/demo/mails"] = "shows what was mailed in the demo until now",
        ["/instruments/{reference}/report"] = Form,
        ["/organisations/{organisation}/report"] = Form,
        ["/needs/{code}"] = Receipt,
        ["/reports/{code}"] = Receipt,
    };

    private static readonly string[] Compressible = ["text/", "application/json", "application/ld+json", "application/xml", "application/atom+xml", "application/jsonl", "application/opensearchdescription+xml", "application/vnd.datacite.datacite+json", "application/x-suggestions+json", "application/manifest+json"];

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Each_public_answer_has_a_tag_says_how_to_keep_it_and_is_not_sent_twice(string database)
    {
        await using var site = await DemoAsync(database);
        var doors = (await Doors.OfAsync(site)).Where(d => d.Roles.Contains(Role.Visitor) && d.Methods.Contains("GET")).ToList();
        var sample = await SampleAsync(site);
        List<string> wrong = [.. Untagged.Keys.Except(doors.Select(d => d.Route)).Select(route => $"{route} is an exception that is not there")];
        var seen = 0;
        foreach (var door in doors.Where(d => !Untagged.ContainsKey(d.Route)))
        {
            foreach (var address in sample(door).SelectMany(a => door.IsApi ? [a] : new[] { a, $"/en{a}" }))
            {
                seen++;
                wrong.AddRange((await FaultsAsync(site, door, address)).Select(fault => $"{address}: {fault}"));
            }
        }

        Assert.True(seen > 120, $"Only {seen} addresses were asked.");
        Rule.Holds(wrong);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task What_changes_is_sent_anew_and_its_time_is_told_only_when_it_can_be_compared(string database)
    {
        await using var site = await DemoAsync(database);
        string[] ofLedger =
        [
            "/instruments?sort=reference", "/instruments/JZ-000001", "/api/v1/instruments/JZ-000001", "/data/ledger.csv", "/data/ledger.jsonl", "/data/ledger.xlsx", "/instruments.xlsx", "/annex.pdf",
            "/instruments/JZ-000001/sheet.pdf", "/instruments/JZ-000001/pidinst.json", "/instruments/JZ-000001/datacite.json", "/instruments/JZ-000001/schema.jsonld", "/feeds/changed.atom",
            "/oai?verb=ListRecords&metadataPrefix=oai_dc", "/sitemap-instruments-1.xml", "/compare.csv?i=JZ-000001,JZ-000002", "/favourites.csv?i=JZ-000001",
        ];
        string[] ofNotices = ["/notices.atom", "/events", "/events.ics", "/events.xlsx", "/api/v1/notices/", "/sitemap-pages.xml"];
        using var visitor = site.Visitor();
        Dictionary<string, HttpResponseMessage> before = [];
        foreach (var address in ofLedger.Concat(ofNotices))
        {
            before[address] = await visitor.GetAsync(address);
            Assert.Equal((address, HttpStatusCode.OK), (address, before[address].StatusCode));
        }

        site.Clock.Now = site.Clock.Now.AddHours(1);
        var changed = site.Clock.Now;
        await site.GivenChangeAsync("JZ-000001", p => p.With(Fields.Model, "TAGGED-1"));
        var officer = await site.GivenActorAsync(Role.BureauOfficer);
        await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.OpenDay, "新的开放日"), NoticeKind.OpenDay, "publish");
        await site.CatchUpAsync();

        var wrong = new List<string>();
        foreach (var address in ofLedger.Concat(ofNotices))
        {
            using var anew = await AskAsync(visitor, address, before[address].Headers.ETag, before[address].Content.Headers.LastModified);
            wrong.AddRange(anew.StatusCode != HttpStatusCode.OK ? [$"{address} answers {(int)anew.StatusCode} after a change"] : []);
            wrong.AddRange(anew.Headers.ETag!.Equals(before[address].Headers.ETag) ? [$"{address} keeps its tag"] : []);

            // In the second of a change another may follow: nothing is promised, and nobody is sent away with what may be old, not even from a kept page.
            foreach (var since in new[] { changed, changed.AddDays(1) })
            {
                using var soon = await AskAsync(visitor, address, null, since);
                wrong.AddRange(soon.StatusCode != HttpStatusCode.OK && soon.Content.Headers.LastModified is null ? [$"{address} promises a time in the second of a change"] : []);
            }
        }

        site.Clock.Now = changed.AddMinutes(2);
        foreach (var address in ofLedger)
        {
            using var settled = await AskAsync(visitor, address, null, null);
            if (settled.Content.Headers.LastModified is { } told)
            {
                using var same = await AskAsync(visitor, address, null, told);
                using var earlier = await AskAsync(visitor, address, null, told.AddSeconds(-1));
                wrong.AddRange((same.StatusCode, earlier.StatusCode) != (HttpStatusCode.NotModified, HttpStatusCode.OK) ? [$"{address}: {(int)same.StatusCode} since {told:O}, {(int)earlier.StatusCode} since a second before"] : []);
            }
            else
            {
                wrong.AddRange(address.StartsWith("/api", StringComparison.Ordinal) || address.EndsWith(".json", StringComparison.Ordinal) || address.EndsWith(".jsonld", StringComparison.Ordinal) ? [] : [$"{address} tells no time"]);
            }
        }

        Rule.Holds(wrong);
    }

    private static async Task<IEnumerable<string>> FaultsAsync(Site site, Door door, string address)
    {
        using var visitor = site.Visitor();
        using var first = await visitor.GetAsync(address);
        if (first.StatusCode != HttpStatusCode.OK)
        {
            return [$"answers {(int)first.StatusCode} {first.Headers.Location}"];
        }

        var (wrong, type) = (new List<string>(), first.Content.Headers.ContentType!.MediaType!);
        void Check(bool holds, string fault) => wrong.AddRange(holds ? [] : [fault]);
        Check(!first.Headers.Contains("Set-Cookie"), "sets a cookie");
        Check(first.Headers.CacheControl is { NoStore: false } kept && (kept.NoCache || kept.MaxAge > TimeSpan.Zero), $"does not say how to keep it: {first.Headers.CacheControl}");
        Check(first.Headers.CacheControl?.Public != true || type != "text/html", "a page that depends on cookies may be kept by all");
        Check(!address.StartsWith("/api/v1", StringComparison.Ordinal) || first.Headers.Vary.Contains("Accept-Language"), "does not say that it depends on the language asked for");
        if (first.Headers.ETag is not { } tag)
        {
            return [.. wrong, "has no tag"];
        }

        using (var second = await AskAsync(visitor, address, tag, null))
        {
            Check(second.StatusCode == HttpStatusCode.NotModified, $"is sent again: {(int)second.StatusCode}, {tag} then {second.Headers.ETag}");
            Check((await second.Content.ReadAsByteArrayAsync()).Length == 0 && tag.Equals(second.Headers.ETag) && second.Headers.CacheControl is not null, "304 with a body, without its tag, or without word of how to keep it");
        }

        using (var head = await visitor.SendAsync(new(HttpMethod.Head, address)))
        {
            Check(head.StatusCode == HttpStatusCode.OK && tag.Equals(head.Headers.ETag) && head.Content.Headers.ContentType?.MediaType == type, $"HEAD gives {(int)head.StatusCode} {head.Headers.ETag} {head.Content.Headers.ContentType}");
            Check((await head.Content.ReadAsByteArrayAsync()).Length == 0, "HEAD has a body");
        }

        foreach (var encoding in Compressible.Any(c => type.StartsWith(c, StringComparison.Ordinal)) ? ["br", "gzip"] : (string[])[])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.AcceptEncoding.Add(new(encoding));
            using var small = await visitor.SendAsync(request);
            Check(small.Content.Headers.ContentEncoding.SequenceEqual([encoding]) && small.Headers.Vary.Contains("Accept-Encoding"), $"{type} is not compressed with {encoding}, or does not say that it may be");
        }

        if (door.IsPage)
        {
            var head = new HtmlParser().ParseDocument(await first.Content.ReadAsStringAsync()).Head!;
            Check(head.QuerySelector("link[rel=canonical]")?.GetAttribute("href")?.StartsWith("https://localhost/", StringComparison.Ordinal) == true, "has no canonical address");
            Check(head.QuerySelectorAll("link[rel=alternate][hreflang]").Select(l => l.GetAttribute("hreflang")).SequenceEqual(["zh-CN", "en", "x-default"]), "does not name itself in both languages");
        }

        return wrong;
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient visitor, string address, EntityTagHeaderValue? tag, DateTimeOffset? since)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { IfModifiedSince = since } };
        if (tag is not null)
        {
            request.Headers.IfNoneMatch.Add(tag);
        }

        return await visitor.SendAsync(request);
    }

    /// <summary>The demo city, because it has something behind every door: pictures, documents, notices with files.</summary>
    private static async Task<Site> DemoAsync(string database)
    {
        var site = await Site.StartAsync(database, ("Demo", "true"));
        await site.QueryAsync(db => db.Instruments.AnyAsync());
        await site.RestartAsync();
        site.Clock.Now = site.Clock.Now.AddDays(1);
        return site;
    }

    /// <summary>Addresses of each door at which something is.</summary>
    private static Task<Func<Door, IReadOnlyList<string>>> SampleAsync(Site site) => site.QueryAsync(async db =>
    {
        var notices = await db.Editions.Include(e => e.Notice).Include(e => e.Files).ThenInclude(f => f.File).AsNoTracking().Where(e => e.State == EditionState.Published).ToListAsync();
        var (withFile, document) = (notices.First(n => n.Files.Count > 0), await db.Documents.AsNoTracking().Where(d => d.IsPublic && d.State == DocumentState.Current).FirstAsync());
        var pictured = await db.LedgerNow().Select(l => l.Instrument.Reference).OrderBy(r => r).FirstAsync();
        var organisation = await db.Organisations.Where(o => o.Id == document.OrganisationId).Select(o => o.Reference).SingleAsync();
        var file = withFile.Files[0].File;
        Edition Of(params NoticeKind[] kinds) => notices.First(n => kinds.Contains(n.Notice.Kind));
        (string Section, NoticeKind[] Kinds)[] sections = [("news", [NoticeKind.News]), ("policies", [NoticeKind.Policy]), ("guides", [NoticeKind.Guide]), ("events", [NoticeKind.OpenDay, NoticeKind.Round])];

        return (Func<Door, IReadOnlyList<string>>)(door => door.Route switch
        {
            "/favourites.{format:regex(^(xlsx|csv)$)}" => [$"/favourites.csv?i={pictured}", $"/favourites.xlsx?i={pictured}"],
            "/compare.{format:regex(^(xlsx|csv)$)}" => [$"/compare.csv?i={pictured}", $"/compare.xlsx?i={pictured}"],
            "/instruments/suggestions" or "/opensearch/suggestions" => [$"{door.Route}?q=SU"],
            "/oai" => ["/oai?verb=Identify", "/oai?verb=ListRecords&metadataPrefix=oai_cerif_openaire", "/oai?verb=nothing"],
            "/notices/{number:int}/files/{digest}/{name}" => [$"/notices/{withFile.Notice.Number}/files/{file.Digest}/{Uri.EscapeDataString(file.Name)}"],
            "/events/{number:int}.ics" => [$"/events/{Of(NoticeKind.OpenDay, NoticeKind.Round).Notice.Number}.ics"],
            "/api/v1/notices/{number:int}" => [$"/api/v1/notices/{notices[0].Notice.Number}"],
            "/{section:section}/{number:int}/compare" => [.. sections.Select(s => $"/{s.Section}/{Of(s.Kinds).Notice.Number}/compare?from=1&to=1")],
            var route when route.StartsWith("/{section", StringComparison.Ordinal) => [.. sections.Select(s => "/" + s.Section + route["/{section:section}".Length..].Replace("{number:int}", $"{Of(s.Kinds).Notice.Number}", StringComparison.Ordinal).Replace("{version:int}", "1", StringComparison.Ordinal).Replace("{format:regex(^(xlsx|csv)$)}", "csv", StringComparison.Ordinal))],
            _ => [.. (string[])[door.Address(p => p switch
            {
                "reference" when door.Route.Contains("documents", StringComparison.Ordinal) => document.Reference,
                "reference" => pictured,
                "organisation" => organisation,
                "code" => door.Route.Contains("classes", StringComparison.Ordinal) ? "010102" : "140702",
                "format" => "csv",
                "feed" => "new",
                "grouping" => "half-year",
                "measure" => "response-time",
                "name" => "any-192",
                _ => "1",
            })]],
        });
    });
}
