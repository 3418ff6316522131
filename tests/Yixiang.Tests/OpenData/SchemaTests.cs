using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using NJsonSchema;
using Yixiang.Instruments;
using Yixiang.Tests.Ledger;
using Yixiang.Tests.Rules;

namespace Yixiang.Tests.OpenData;

/// <summary>What catalogues and harvesters take is held against schemas: XML by the schema processor of the platform, JSON by NJsonSchema. Why the schemas are our own: docs/decisions/schemas-of-catalogues.md.</summary>
public sealed class SchemaTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests/Yixiang.Tests/OpenData/Schemas");

    private static readonly Lazy<XmlSchemaSet> Schemas = new(() =>
    {
        var set = new XmlSchemaSet();
        foreach (var file in Directory.GetFiles(Folder, "*.xsd"))
        {
            set.Add(null, file);
        }

        set.Compile();
        return set;
    });

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Harvests_sitemaps_and_descriptions_obey_their_schemas(string database)
    {
        await using var site = await LedgerAsync(database);
        using var visitor = site.Visitor();
        string[] harvest = ["verb=Identify", "verb=ListMetadataFormats", "verb=ListSets", "verb=ListIdentifiers&metadataPrefix=oai_dc", "verb=ListRecords&metadataPrefix=oai_dc",
            "verb=ListRecords&metadataPrefix=oai_cerif_openaire&from=2026-01-01", "verb=ListRecords&metadataPrefix=oai_dc&set=class:010102", "verb=ListRecords&metadataPrefix=oai_dc&until=2001-01-01", "verb=Nothing", "verb=ListRecords",
            "verb=ListRecords&metadataPrefix=marc", "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:nothing", "verb=ListRecords&resumptionToken=no", "verb=Identify&verb=Identify"];
        var wrong = new List<string>();
        foreach (var address in harvest.Select(h => "/oai?" + h).Concat(["/sitemap.xml", "/sitemap-pages.xml", "/sitemap-instruments-1.xml", "/opensearch.xml", "/en/opensearch.xml"]))
        {
            wrong.AddRange(Faults(XDocument.Parse(await visitor.GetStringAsync(address))).Select(f => $"{address}: {f}"));
        }

        // Each record by itself, as the harvester that asks for one gets it.
        var heads = XDocument.Parse(await visitor.GetStringAsync("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc")).Descendants().Where(e => e.Name.LocalName == "identifier").Select(e => e.Value).ToList();
        foreach (var (head, format) in heads.SelectMany(h => new[] { (h, "oai_dc"), (h, "oai_cerif_openaire") }))
        {
            wrong.AddRange(Faults(XDocument.Parse(await visitor.GetStringAsync($"/oai?verb=GetRecord&metadataPrefix={format}&identifier={head}"))).Select(f => $"{head} {format}: {f}"));
        }

        Assert.Equal(3, heads.Count);
        Rule.Holds(wrong);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Records_of_catalogues_obey_their_schemas(string database)
    {
        await using var site = await LedgerAsync(database);
        using var visitor = site.Visitor();
        var wrong = new List<string>();
        foreach (var form in new[] { "pidinst", "datacite" })
        {
            var schema = await JsonSchema.FromFileAsync(Path.Combine(Folder, $"{form}.schema.json"), TestContext.Current.CancellationToken);
            foreach (var reference in await site.ReferencesAsync())
            {
                var said = await visitor.GetStringAsync($"/instruments/{reference}/{form}.json");
                wrong.AddRange(schema.Validate(said).Select(e => $"{reference} {form}: {e}"));

                // Each thing that is obliged is missed where it is left out.
                foreach (var property in schema.RequiredProperties)
                {
                    var less = JsonNode.Parse(said)!.AsObject();
                    less.Remove(property);
                    wrong.AddRange(schema.Validate(less.ToJsonString()).Count > 0 ? [] : [$"{form}: nobody misses {property}"]);
                }
            }
        }

        Rule.Holds(wrong);
    }

    /// <summary>The schemas see what is wrong: a test that passes everything would say nothing.</summary>
    [Theory]
    [InlineData("<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><responseDate>2026-03-20</responseDate><request>https://localhost/oai</request><error code='badVerb'/></OAI-PMH>")]
    [InlineData("<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><responseDate>2026-03-20T00:00:00Z</responseDate><request>https://localhost/oai</request><error code='bad'/></OAI-PMH>")]
    [InlineData("<dc xmlns='http://www.openarchives.org/OAI/2.0/oai_dc/' xmlns:d='http://purl.org/dc/elements/1.1/'><d:maker>x</d:maker></dc>")]
    [InlineData("<Equipment xmlns='https://www.openaire.eu/cerif-profile/1.1/' id='1'><Description xml:lang='zh'>x</Description><Name xml:lang='zh'>x</Name></Equipment>")]
    [InlineData("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>/instruments</loc></url></urlset>")]
    [InlineData("<OpenSearchDescription xmlns='http://a9.com/-/spec/opensearch/1.1/'><ShortName>A name of more than sixteen signs</ShortName><Description>x</Description><Url type='text/html' template='https://x/?q={searchTerms}'/></OpenSearchDescription>")]
    [InlineData("<unheard-of/>")]
    public void What_is_wrong_is_seen(string xml) => Assert.NotEmpty(Faults(XDocument.Parse(xml)));

    private static List<string> Faults(XDocument document)
    {
        var faults = new List<string>();
        document.Validate(Schemas.Value, (_, fault) => faults.Add(fault.Message));

        // What no schema knows would pass unseen.
        var root = document.Root!.Name;
        faults.AddRange(Schemas.Value.GlobalElements.Contains(new XmlQualifiedName(root.LocalName, root.NamespaceName)) ? [] : [$"no schema knows {root}"]);
        return faults;
    }

    /// <summary>With everything that a record can say, with as little as it may, and one that has left; signs that XML cannot hold included.</summary>
    private static async Task<Site> LedgerAsync(string database)
    {
        var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(
            await site.GivenOrganisationAsync(uscc: null),
            World.Microscope("A1").With(Fields.Publications, "扫描电镜下的煤，doi:10.1000/xyz123"),
            World.Microscope("A2").With(Fields.EnglishName, null).With(Fields.Manufacturer, "未知 & <厂>"),
            World.Microscope("A3"));
        site.Clock.Now = site.Clock.Now.AddDays(3);
        await site.GivenExitAsync("JZ-000003");
        await site.CatchUpAsync();
        return site;
    }
}
