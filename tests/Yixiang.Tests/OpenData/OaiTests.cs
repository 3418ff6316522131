using System.Net;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Tests.Ledger;

namespace Yixiang.Tests.OpenData;

/// <summary>OAI-PMH as a harvester meets it: lists in parts, the ledger changing meanwhile, deleted records, and every fault of the protocol.</summary>
public class OaiTests
{
    private static readonly XNamespace Oai = "http://www.openarchives.org/OAI/2.0/", Dc = "http://purl.org/dc/elements/1.1/", Cerif = "https://www.openaire.eu/cerif-profile/1.1/";

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_harvest_in_parts_misses_nothing_while_the_ledger_changes(string database)
    {
        const int Many = 105;
        await using var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), [.. Enumerable.Range(1, Many).Select(n => World.Microscope($"A{n}"))]);
        var references = await site.ReferencesAsync();
        using var visitor = site.Visitor();

        var first = await AskAsync(visitor, "verb=ListRecords&metadataPrefix=oai_dc");
        var token = first.Descendants(Oai + "resumptionToken").Single();
        Assert.Equal(($"{Many}", "0", 100), (token.Attribute("completeListSize")!.Value, token.Attribute("cursor")!.Value, first.Descendants(Oai + "record").Count()));
        site.Clock.Now = site.Clock.Now.AddDays(1);
        await site.GivenChangeAsync(references[0], p => p.With(Fields.Model, "SU9000"));
        await site.GivenExitAsync(references[1]);

        var second = await AskAsync(visitor, $"verb=ListRecords&resumptionToken={token.Value}");
        var rest = second.Descendants(Oai + "record").ToList();
        Assert.Equal(Many - 100 + 2, rest.Count);
        Assert.Equal("", second.Descendants(Oai + "resumptionToken").Single().Value);
        Assert.Equal([.. references], first.Descendants(Oai + "identifier").Concat(second.Descendants(Oai + "identifier")).Select(i => i.Value.Split(':')[^1]).Distinct().Order());
        var deleted = rest.Single(r => r.Element(Oai + "header")!.Attribute("status")?.Value == "deleted");
        Assert.EndsWith(references[1], deleted.Descendants(Oai + "identifier").Single().Value, StringComparison.Ordinal);
        Assert.Null(deleted.Element(Oai + "metadata"));

        var since = await AskAsync(visitor, "verb=ListIdentifiers&metadataPrefix=oai_dc&from=2026-03-21");
        Assert.Equal(2, since.Descendants(Oai + "header").Count());
        Assert.Equal(Many - 2, (await CountAsync(visitor, "until=2026-03-20")));
        Assert.Equal(Many, await CountAsync(visitor, "set=class:01"));
        Assert.Equal(Many, await CountAsync(visitor, "set=area:140702&from=2026-03-20T00:00:00Z&until=2026-03-21T02:00:00Z"));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Every_verb_answers_and_every_fault_has_its_code(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), World.Microscope().With(Fields.Name, "电镜 \u000b<&>"));
        var reference = (await site.ReferencesAsync())[0];
        using var visitor = site.Visitor();

        var identify = (await AskAsync(visitor, "verb=Identify")).Element(Oai + "Identify")!;
        Assert.Equal(("https://localhost/oai", "2.0", "persistent", "2026-03-20T02:00:00Z"), (identify.Element(Oai + "baseURL")!.Value, identify.Element(Oai + "protocolVersion")!.Value, identify.Element(Oai + "deletedRecord")!.Value, identify.Element(Oai + "earliestDatestamp")!.Value));
        Assert.Equal(["oai_dc", "oai_cerif_openaire"], (await AskAsync(visitor, $"verb=ListMetadataFormats&identifier=oai:localhost:{reference}")).Descendants(Oai + "metadataPrefix").Select(p => p.Value));
        var sets = (await AskAsync(visitor, "verb=ListSets")).Descendants(Oai + "setSpec").Select(s => s.Value).ToList();
        Assert.Contains("class:02", sets);
        Assert.Contains("area:140702", sets);
        var record = await AskAsync(visitor, $"verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:{reference}");
        Assert.Equal("电镜 <&>", record.Descendants(Dc + "title").First().Value);
        Assert.Contains($"https://localhost/instruments/{reference}", record.Descendants(Dc + "identifier").Select(i => i.Value));
        var equipment = (await AskAsync(visitor, $"verb=GetRecord&metadataPrefix=oai_cerif_openaire&identifier=oai:localhost:{reference}")).Descendants(Cerif + "Equipment").Single();
        Assert.Equal(reference, equipment.Attribute("id")!.Value);
        Assert.Equal("晋中市演示检测中心", equipment.Element(Cerif + "Owner")!.Descendants(Cerif + "Name").Single().Value);
        using var posted = await visitor.PostAsync("/oai", new FormUrlEncodedContent(new Dictionary<string, string> { ["verb"] = "ListIdentifiers", ["metadataPrefix"] = "oai_dc" }));
        Assert.Single(XDocument.Parse(await posted.Content.ReadAsStringAsync()).Descendants(Oai + "header"));

        foreach (var (asked, code) in new[]
        {
            ("", "badVerb"), ("verb=Nonsense", "badVerb"), ("verb=Identify&verb=Identify", "badVerb"),
            ("verb=Identify&set=a", "badArgument"), ("verb=ListRecords", "badArgument"), ("verb=ListRecords&metadataPrefix=oai_dc&from=soon", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-03-02&until=2026-03-01", "badArgument"), ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-03-02&until=2026-03-03T00:00:00Z", "badArgument"),
            ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"), ("verb=ListRecords&metadataPrefix=oai_dc&set=class:14", "noRecordsMatch"),
            ("verb=ListRecords&metadataPrefix=oai_dc&set=nonsense", "noRecordsMatch"), ("verb=ListRecords&metadataPrefix=oai_dc&set=class:", "noRecordsMatch"), ("verb=ListIdentifiers&metadataPrefix=oai_dc&set=colour:red", "noRecordsMatch"),
            ("verb=ListRecords&resumptionToken=abc", "badResumptionToken"), ("verb=ListRecords&resumptionToken=abc&metadataPrefix=oai_dc", "badArgument"),
            ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:I-999999", "idDoesNotExist"), ("verb=ListMetadataFormats&identifier=nobody", "idDoesNotExist"),
        })
        {
            var answer = await AskAsync(visitor, asked);
            Assert.Equal((asked, code), (asked, answer.Element(Oai + "error")?.Attribute("code")?.Value));
            var saidBack = answer.Element(Oai + "request")!.Attributes().Select(a => a.Name.LocalName);
            Assert.Equal((asked, code is not ("badVerb" or "badArgument")), (asked, saidBack.Contains("verb")));
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task What_has_no_class_stands_in_no_set_of_a_class(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), World.Microscope("M1"));
        // A single instrument always has a class; centres and facilities have none.
        await site.UseAsync(services => services.GetRequiredService<Db>().InstrumentVersions.ExecuteUpdateAsync(set => set.SetProperty(v => v.ClassCode, "")));
        using var visitor = site.Visitor();

        var sets = (await AskAsync(visitor, "verb=ListIdentifiers&metadataPrefix=oai_dc")).Descendants(Oai + "setSpec").Select(s => s.Value).ToList();

        Assert.Equal(["area", "organisation"], sets.Select(s => s.Split(':')[0]));
        Assert.DoesNotContain(sets, s => s.EndsWith(':'));
        Assert.Single((await AskAsync(visitor, "verb=ListIdentifiers&metadataPrefix=oai_dc&set=area")).Descendants(Oai + "header"));
    }

    private static async Task<int> CountAsync(HttpClient visitor, string asked)
    {
        var answer = await AskAsync(visitor, $"verb=ListIdentifiers&metadataPrefix=oai_dc&{asked}");
        return answer.Descendants(Oai + "resumptionToken").SingleOrDefault() is { } token
            ? int.Parse(token.Attribute("completeListSize")!.Value, System.Globalization.CultureInfo.InvariantCulture)
            : answer.Descendants(Oai + "header").Count();
    }

    private static async Task<XElement> AskAsync(HttpClient visitor, string asked)
    {
        using var answer = await visitor.GetAsync($"/oai?{asked}");
        Assert.Equal((HttpStatusCode.OK, "text/xml"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        return XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!;
    }
}
