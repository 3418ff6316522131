using System.Net;
using System.Xml.Linq;
using Yixiang.Instruments;

namespace Yixiang.Tests.Ledger;

public sealed class LedgerAtomTests
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Any_search_is_a_feed_with_the_newest_publication_first(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenBatchAsync(unit, World.Microscope());
        site.Clock.Now = site.Clock.Now.AddDays(2);
        await site.GivenBatchAsync(unit, World.Microscope("B2").With(Fields.Name, "液相<色谱>仪").With(Fields.FeeBasis, "market"));
        await site.CatchUpAsync();
        using var visitor = site.Visitor();

        var answer = await visitor.GetAsync("/instruments.atom");
        var all = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!;
        var narrowed = XDocument.Parse(await visitor.GetStringAsync("/en/instruments.atom?fee=cost&sort=name&size=1&page=7")).Root!;
        var odd = XDocument.Parse(await visitor.GetStringAsync("/instruments.atom?q=%01%EF%BF%BFzzz")).Root!;

        Assert.Equal("application/atom+xml", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(Atom + "feed", all.Name);
        Assert.Equal(["液相<色谱>仪", "场发射扫描电子显微镜"], all.Elements(Atom + "entry").Select(e => e.Element(Atom + "title")!.Value));
        Assert.Equal(["2026-03-22T00:00:00+08:00", "2026-03-20T00:00:00+08:00"], all.Elements(Atom + "entry").Select(e => DateTimeOffset.Parse(e.Element(Atom + "updated")!.Value, null).ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-ddTHH:mm:sszzz", null)));
        Assert.Equal(all.Element(Atom + "updated")!.Value, all.Elements(Atom + "entry").First().Element(Atom + "updated")!.Value);
        Assert.Single(narrowed.Elements(Atom + "entry"));
        Assert.Equal("en", narrowed.Attribute(XNamespace.Xml + "lang")!.Value);
        Assert.EndsWith("/en/instruments?fee=cost", narrowed.Elements(Atom + "link").Single(l => l.Attribute("rel")!.Value == "alternate").Attribute("href")!.Value, StringComparison.Ordinal);
        Assert.All((XElement[])[all, narrowed, odd], f => Assert.All((string[])["id", "title", "updated"], n => Assert.Single(f.Elements(Atom + n))));
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.GetAsync("/instruments.atom?asOf=tomorrow")).StatusCode);
        Assert.Contains("href=\"/instruments.atom?fee=cost\"", await visitor.GetStringAsync("/instruments?fee=cost"), StringComparison.Ordinal);
    }
}
