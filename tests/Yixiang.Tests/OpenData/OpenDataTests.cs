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

        foreach (var address in (string[])["/", "/en", "/instruments", "/instruments?area=140702", "/en/instruments/JZ-000001", "/organisations", "/batches", "/batches/1", "/data", "/en/data", "/feeds/new.atom", "/instruments/JZ-000001/pidinst.json"])
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

        foreach (var (address, type) in new[] { ("/instruments/JZ-000001", "Product"), ("/data", "Dataset") })
        {
            var data = new HtmlParser().ParseDocument(await visitor.GetStringAsync(address)).QuerySelector("script[type='application/ld+json']")!.TextContent;
            Assert.Equal(("https://schema.org", type), ((string)JsonNode.Parse(data)!["@context"]!, (string)JsonNode.Parse(data)!["@type"]!));
            Assert.DoesNotContain("</", data, StringComparison.Ordinal);
        }

        var suggested = (await visitor.GetFromJsonAsync<JsonElement>("/opensearch/suggestions?q=SU"))!;
        Assert.Equal((2, "SU", JsonValueKind.Array), (suggested.GetArrayLength(), suggested[0].GetString(), suggested[1].ValueKind));
        Assert.Contains("/opensearch/suggestions?q={searchTerms}", await visitor.GetStringAsync("/opensearch.xml"), StringComparison.Ordinal);
    }
}
