using System.Xml.Linq;
using Yixiang.Instruments;
using Yixiang.Tests.Ledger;

namespace Yixiang.Tests.OpenData;

public sealed class OaiTests
{
    private static readonly XNamespace Ns = "http://www.openarchives.org/OAI/2.0/";

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_harvester_gets_every_record_once_and_learns_what_is_gone(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), [.. Enumerable.Range(1, 102).Select(i => World.Microscope($"A{i}"))]);
        using var visitor = site.Visitor();

        async Task<XElement> AskAsync(string query) => XDocument.Parse(await visitor.GetStringAsync($"/oai?{query}")).Root!;
        static string[] Identifiers(XElement answer) => [.. answer.Descendants(Ns + "identifier").Select(e => e.Value)];
        async Task<string?> ErrorAsync(string query) => (string?)(await AskAsync(query)).Element(Ns + "error")?.Attribute("code");

        var first = await AskAsync("verb=ListRecords&metadataPrefix=oai_dc&set=class:010100");
        var token = first.Descendants(Ns + "resumptionToken").Single().Value;
        site.Clock.Now = site.Clock.Now.AddDays(3);
        await site.GivenExitAsync("JZ-000001");
        await site.GivenChangeAsync("JZ-000101", p => p.With(Fields.Model, "NEW"));
        var second = await AskAsync($"verb=ListRecords&resumptionToken={Uri.EscapeDataString(token)}");

        Assert.Equal(102, Identifiers(first).Concat(Identifiers(second)).Distinct().Count());
        Assert.Equal((100, 2, ""), (Identifiers(first).Length, Identifiers(second).Length, second.Descendants(Ns + "resumptionToken").Single().Value));

        var since = await AskAsync("verb=ListIdentifiers&metadataPrefix=oai_dc&from=2026-03-23");
        Assert.Equal(["oai:localhost:JZ-000001", "oai:localhost:JZ-000101"], Identifiers(since));
        Assert.Equal("deleted", (string?)since.Descendants(Ns + "header").First().Attribute("status"));
        Assert.Equal(100, Identifiers(await AskAsync("verb=ListIdentifiers&metadataPrefix=oai_dc&until=2026-03-20T23:59:59Z")).Length);
        Assert.Empty((await AskAsync("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:JZ-000001")).Descendants(Ns + "metadata"));
        Assert.Equal("persistent", (await AskAsync("verb=Identify")).Descendants(Ns + "deletedRecord").Single().Value);
        Assert.Contains("area:140702", (await AskAsync("verb=ListSets")).Descendants(Ns + "setSpec").Select(s => s.Value));
        Assert.Equal("oai_dc", (await AskAsync("verb=ListMetadataFormats&identifier=oai:localhost:JZ-000002")).Descendants(Ns + "metadataPrefix").Single().Value);
        using var posted = await visitor.PostAsync("/oai", new FormUrlEncodedContent([new("verb", "Identify")]));
        Assert.Contains("<protocolVersion>2.0", await posted.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Equal("badVerb", await ErrorAsync("verb=Steal"));
        Assert.Equal("badVerb", await ErrorAsync(""));
        Assert.Equal("badArgument", await ErrorAsync("verb=ListRecords"));
        Assert.Equal("badArgument", await ErrorAsync("verb=Identify&colour=red"));
        Assert.Equal("badArgument", await ErrorAsync("verb=ListRecords&metadataPrefix=oai_dc&from=2026-03-01&until=2026-03-02T00:00:00Z"));
        Assert.Equal("badArgument", await ErrorAsync("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday"));
        Assert.Equal("badResumptionToken", await ErrorAsync("verb=ListRecords&resumptionToken=x"));
        Assert.Equal("cannotDisseminateFormat", await ErrorAsync("verb=ListRecords&metadataPrefix=marc"));
        Assert.Equal("idDoesNotExist", await ErrorAsync("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:JZ-999999"));
        Assert.Equal("noRecordsMatch", await ErrorAsync("verb=ListRecords&metadataPrefix=oai_dc&until=2020-01-01"));
    }
}
