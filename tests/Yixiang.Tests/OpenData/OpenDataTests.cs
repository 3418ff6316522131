using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using AngleSharp.Html.Parser;
using Yixiang.Instruments;
using Yixiang.Tests.Ledger;

namespace Yixiang.Tests.OpenData;

/// <summary>One city with a ledger that has seen a publication, a change and an exit; all doors for machines are tried on it.</summary>
public sealed class OpenDataTests
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace Sitemaps = "http://www.sitemaps.org/schemas/sitemap/0.9";

    private static async Task<Site> LedgerAsync(string database)
    {
        var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(),
            World.Microscope("A1"), World.Microscope("A2").With(Fields.Model, "=1+1"), World.Microscope("A3").With(Fields.Contact, "canary-person").With(Fields.ContactConsent, "private"));
        site.Clock.Now = site.Clock.Now.AddDays(3);
        await site.GivenChangeAsync("JZ-000001", p => p.With(Fields.Model, "</script><b>NEW"));
        site.Clock.Now = site.Clock.Now.AddDays(3);
        await site.GivenExitAsync("JZ-000003");
        await site.CatchUpAsync();
        return site;
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Who_only_reads_gets_no_cookie_and_nothing_twice(string database)
    {
        await using var site = await LedgerAsync(database);

        foreach (var address in (string[])["/", "/en", "/instruments", "/instruments?area=140702", "/en/instruments/JZ-000001", "/organisations", "/batches", "/batches/1", "/data", "/en/data", "/feeds/new.atom", "/instruments/JZ-000001/pidinst.json",
            "/instruments.xlsx", "/en/instruments.csv?q=SU8010", "/annex.pdf", "/batches/1/annex.xlsx", "/data/ledger.jsonl?asOf=2026-03-20", "/instruments/JZ-000001/sheet.pdf", "/instruments/JZ-000001/schema.jsonld"])
        {
            using var visitor = site.Visitor();
            using var first = await visitor.GetAsync(address);
            Assert.Equal((address, HttpStatusCode.OK), (address, first.StatusCode));
            Assert.False(first.Headers.Contains("Set-Cookie"), $"{address} sets a cookie.");
            Assert.True(first.Headers.ETag is not null, $"{address} has no tag.");

            using var again = new HttpRequestMessage(HttpMethod.Get, address);
            again.Headers.IfNoneMatch.Add(first.Headers.ETag);
            using var second = await visitor.SendAsync(again);
            Assert.Equal((address, HttpStatusCode.NotModified, 0), (address, second.StatusCode, (await second.Content.ReadAsByteArrayAsync()).Length));
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Text_is_compressed_for_visitors_only(string database)
    {
        await using var site = await LedgerAsync(database);
        using var visitor = site.Visitor();
        visitor.DefaultRequestHeaders.Add("Accept-Encoding", "br");

        foreach (var address in (string[])["/instruments", "/api/v1/instruments", "/feeds/new.atom", "/sitemap.xml", "/data/ledger.jsonl"])
        {
            using var answer = await visitor.GetAsync(address);
            Assert.Equal((address, "br"), (address, string.Join(',', answer.Content.Headers.ContentEncoding)));
            await using var plain = new BrotliStream(await answer.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
            Assert.NotEmpty(await new StreamReader(plain).ReadToEndAsync());
        }

        visitor.DefaultRequestHeaders.Add("Cookie", "session=1");
        Assert.Empty((await visitor.GetAsync("/instruments")).Content.Headers.ContentEncoding);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_page_names_itself_in_both_languages_and_the_sitemap_names_the_page(string database)
    {
        await using var site = await LedgerAsync(database);
        using var visitor = site.Visitor();

        var page = new HtmlParser().ParseDocument(await visitor.GetStringAsync("/en/instruments/JZ-000001"));
        Assert.Equal("https://localhost/en/instruments/JZ-000001", page.QuerySelector("link[rel=canonical]")?.GetAttribute("href"));
        Assert.Equal(["zh-CN", "en", "x-default"], page.QuerySelectorAll("link[hreflang]").Select(l => l.GetAttribute("hreflang")));
        Assert.Contains("Sitemap: https://localhost/sitemap.xml", await visitor.GetStringAsync("/robots.txt"), StringComparison.Ordinal);

        var parts = XDocument.Parse(await visitor.GetStringAsync("/sitemap.xml")).Descendants(Sitemaps + "loc").Select(l => l.Value).ToList();
        List<string> pages = [];
        foreach (var part in parts)
        {
            pages.AddRange(XDocument.Parse(await visitor.GetStringAsync(part)).Descendants(Sitemaps + "loc").Select(l => l.Value));
        }

        Assert.Contains("https://localhost/instruments/JZ-000001", pages);
        Assert.Contains("https://localhost/en/instruments/JZ-000002", pages);
        Assert.Contains("https://localhost/batches/1", pages);
        Assert.DoesNotContain("https://localhost/instruments/JZ-000003", pages);
        foreach (var address in pages)
        {
            Assert.Equal((address, HttpStatusCode.OK), (address, (await visitor.GetAsync(address)).StatusCode));
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_ledger_is_given_away_as_it_is_and_as_it_was(string database)
    {
        await using var site = await LedgerAsync(database);
        using var visitor = site.Visitor();

        async Task<List<JsonObject>> LinesAsync(string query) =>
            [.. (await visitor.GetStringAsync($"/data/ledger.jsonl{query}")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!.AsObject())];

        var (now, then) = (await LinesAsync(""), await LinesAsync("?asOf=2026-03-21"));
        Assert.Equal(["JZ-000001", "JZ-000002"], now.Select(l => (string)l["reference"]!));
        Assert.Equal(["JZ-000001", "JZ-000002", "JZ-000003"], then.Select(l => (string)l["reference"]!));
        Assert.Equal(("</script><b>NEW", 2, 2350000m), ((string)now[0]["model"]!, (int)now[0]["version"]!, (decimal)now[0]["originalValue"]!));
        Assert.NotEqual((string)now[0]["model"]!, (string)then[0]["model"]!);
        Assert.All(then, l => Assert.Empty(l.Select(p => p.Key).Intersect(Fields.All.Where(f => !f.Public).Select(f => f.Key))));

        var csv = await visitor.GetStringAsync("/data/ledger.csv?asOf=2026-03-21");
        Assert.Equal(4, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains(",'=1+1,", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", csv, StringComparison.Ordinal);
        using var sheet = await visitor.GetAsync("/data/ledger.xlsx");
        Assert.Contains("creativecommons.org/licenses/by/4.0", sheet.Headers.GetValues("Link").Single(), StringComparison.Ordinal);
        using var zip = new ZipArchive(await sheet.Content.ReadAsStreamAsync());
        Assert.Contains(zip.Entries, e => e.FullName.EndsWith("sheet1.xml", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.GetAsync("/data/ledger.csv?asOf=tomorrow")).StatusCode);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Feeds_tell_what_is_new_changed_and_gone(string database)
    {
        await using var site = await LedgerAsync(database);
        using var visitor = site.Visitor();

        async Task<List<string>> IdsAsync(string address) => [.. XDocument.Parse(await visitor.GetStringAsync(address)).Descendants(Atom + "entry").Select(e => e.Element(Atom + "id")!.Value)];

        Assert.Equal(["tag:localhost,2026:instruments/JZ-000002/published", "tag:localhost,2026:instruments/JZ-000001/published"], await IdsAsync("/feeds/new.atom"));
        Assert.Equal(["tag:localhost,2026:instruments/JZ-000001/version-2"], await IdsAsync("/feeds/changed.atom?class=010100&area=140702"));
        Assert.Equal(["tag:localhost,2026:instruments/JZ-000003/exited"], await IdsAsync("/en/feeds/exited.atom"));
        Assert.Empty(await IdsAsync("/feeds/changed.atom?area=140721"));
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.GetAsync("/feeds/new.atom?area=999999")).StatusCode);
        var feed = XDocument.Parse(await visitor.GetStringAsync("/feeds/new.atom")).Root!;
        Assert.All((string[])["id", "title", "updated", "author", "link"], e => Assert.NotNull(feed.Element(Atom + e)));
        Assert.True(DateTimeOffset.TryParse(feed.Element(Atom + "updated")!.Value, CultureInfo.InvariantCulture, out _));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_instrument_is_told_in_the_forms_of_catalogues(string database)
    {
        await using var site = await LedgerAsync(database);
        using var visitor = site.Visitor();

        var pidinst = (await visitor.GetFromJsonAsync<JsonObject>("/instruments/JZ-000001/pidinst.json"))!;
        Assert.Equal(("https://localhost/instruments/JZ-000001", "URL", "1.0"), ((string?)pidinst["identifier"]!["identifier"], (string?)pidinst["identifier"]!["identifierType"], (string?)pidinst["schemaVersion"]));
        Assert.Equal("https://localhost/instruments/JZ-000001", (string?)pidinst["landingPage"]);
        Assert.All((string?[])[(string?)pidinst["name"], (string?)pidinst["owners"]![0]!["ownerName"], (string?)pidinst["manufacturers"]![0]!["manufacturerName"]], text => Assert.NotEmpty(text!));
        var gone = (await visitor.GetFromJsonAsync<JsonObject>("/instruments/JZ-000003/pidinst.json"))!;
        Assert.Contains("DeCommissioned", gone["dates"]!.AsArray().Select(d => (string?)d!["dateType"]));

        var datacite = (await visitor.GetFromJsonAsync<JsonObject>("/instruments/JZ-000001/datacite.json"))!;
        Assert.All((string[])["creators", "titles", "publisher", "publicationYear", "types", "schemaVersion"], p => Assert.NotNull(datacite[p]));
        Assert.Equal("Instrument", (string?)datacite["types"]!["resourceTypeGeneral"]);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/instruments/JZ-999999/datacite.json")).StatusCode);

        var organisation = (string?)(await visitor.GetFromJsonAsync<JsonObject>("/api/v1/organisations"))!["items"]![0]!["reference"];
        foreach (var (address, type) in new[] { ("/instruments/JZ-000001", "Product"), ("/data", "Dataset"), ("/", "WebSite"), ($"/en/organisations/{organisation}", "Organization"), ("/en/instruments/JZ-000001", "BreadcrumbList") })
        {
            var said = new HtmlParser().ParseDocument(await visitor.GetStringAsync(address)).QuerySelectorAll("script[type='application/ld+json']").Select(s => s.TextContent).ToList();
            Assert.Contains(type, said.Select(s => (string?)JsonNode.Parse(s)!["@type"]));
            Assert.All(said, s => Assert.Equal("https://schema.org", (string?)JsonNode.Parse(s)!["@context"]));
            Assert.All(said, s => Assert.DoesNotContain("</", s, StringComparison.Ordinal));
        }

        var suggested = (await visitor.GetFromJsonAsync<JsonElement>("/opensearch/suggestions?q=SU"))!;
        Assert.Equal((2, "SU", JsonValueKind.Array), (suggested.GetArrayLength(), suggested[0].GetString(), suggested[1].ValueKind));
        Assert.Contains("/opensearch/suggestions?q={searchTerms}", await visitor.GetStringAsync("/opensearch.xml"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_file_is_the_same_until_the_ledger_changes_and_a_page_says_since_when(string database)
    {
        await using var site = await LedgerAsync(database);
        using var visitor = site.Visitor();
        var changed = site.Clock.Now;
        Assert.Null((await visitor.GetAsync("/data/ledger.csv")).Content.Headers.LastModified);
        site.Clock.Now = changed.AddMinutes(1);
        var (page, file) = (await visitor.GetAsync("/instruments?sort=name"), await visitor.GetAsync("/data/ledger.csv"));
        Assert.Equal(changed, page.Content.Headers.LastModified);
        Assert.Equal(changed, file.Content.Headers.LastModified);
        foreach (var address in new[] { "/instruments?sort=name", "/organisations", "/data/ledger.csv" })
        {
            Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (await SinceAsync(address, changed), await SinceAsync(address, changed.AddSeconds(-1))));
        }

        site.Clock.Now = site.Clock.Now.AddHours(1);
        var again = site.Clock.Now;
        await site.GivenChangeAsync("JZ-000002", p => p.With(Fields.Model, "NEWER"));
        await site.CatchUpAsync();

        // In the second of a change another may follow: until it is over nothing is promised.
        Assert.Equal(HttpStatusCode.OK, await SinceAsync("/data/ledger.csv", again));
        site.Clock.Now = again.AddMinutes(1);
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/data/ledger.csv") { Headers = { IfModifiedSince = again.AddYears(1) } };
        ask.Headers.IfNoneMatch.Add(file.Headers.ETag!);
        using var newer = await visitor.SendAsync(ask);
        Assert.Equal((HttpStatusCode.OK, again), (newer.StatusCode, newer.Content.Headers.LastModified));
        Assert.Contains("NEWER", await newer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(again, (await visitor.GetAsync("/instruments")).Content.Headers.LastModified);
        Assert.Null((await visitor.GetAsync("/data/ledger.csv?asOf=soon")).Headers.ETag);

        async Task<HttpStatusCode> SinceAsync(string address, DateTimeOffset since)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { IfModifiedSince = since } };
            using var answer = await visitor.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task One_address_serves_people_and_machines(string database)
    {
        await using var site = await LedgerAsync(database);

        Assert.Equal("/instruments/JZ-000001/schema.jsonld", await LedAsync("/instruments/JZ-000001", "application/ld+json"));
        Assert.Equal("/en/instruments/JZ-000001/datacite.json", await LedAsync("/en/instruments/JZ-000001", "application/vnd.datacite.datacite+json, text/html;q=0.5"));
        Assert.Equal("/api/v1/instruments/JZ-000001?asOf=2026-03-20", await LedAsync("/en/instruments/JZ-000001?asOf=2026-03-20", "application/json"));
        Assert.Equal("/instruments/JZ-000001/sheet.pdf", await LedAsync("/instruments/JZ-000001", "application/pdf;q=0.9, */*;q=0.1"));
        Assert.Null(await LedAsync("/instruments/JZ-000001", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
        Assert.Null(await LedAsync("/instruments/JZ-000001", "*/*"));
        Assert.Null(await LedAsync("/instruments/JZ-000001", null));
        using var visitor = site.Visitor();
        Assert.Contains("Accept", (await visitor.GetAsync("/instruments/JZ-000001")).Headers.Vary);
        Assert.DoesNotContain("Accept", (await visitor.GetAsync("/instruments")).Headers.Vary);

        async Task<string?> LedAsync(string address, string? accept)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("Accept", accept ?? "");
            using var reader = site.Visitor();
            using var answer = await reader.SendAsync(request);
            Assert.Equal(answer.Headers.Location is null ? HttpStatusCode.OK : HttpStatusCode.SeeOther, answer.StatusCode);
            return answer.Headers.Location?.ToString();
        }
    }
}
