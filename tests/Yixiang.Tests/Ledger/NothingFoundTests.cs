using AngleSharp.Dom;
using Yixiang.Instruments;

namespace Yixiang.Tests.Ledger;

/// <summary>Who finds nothing is not left alone: what comes near, with how much it finds, and a way to say what is needed.</summary>
public sealed class NothingFoundTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Filters_that_shut_everything_out_are_named_with_what_each_would_let_in(string database)
    {
        await using var site = await LedgerAsync(database);

        var both = await ReadAsync(site, "/instruments?q=SU8010&area=140721&fee=cost");
        Assert.Equal(["/instruments?q=SU8010&fee=cost", "/instruments?q=SU8010"], Near(both));
        Assert.Equal(["2", "2"], both.QuerySelectorAll(".near .num").Select(n => n.TextContent));
        var one = await ReadAsync(site, "/en/instruments?q=SU8010&area=140721");
        Assert.Equal(["/en/instruments?q=SU8010"], Near(one));
        Assert.Empty(Near(await ReadAsync(site, "/instruments?area=140721")));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_slip_is_answered_with_words_that_begin_alike_and_a_need_can_be_posted_with_what_was_typed(string database)
    {
        await using var site = await LedgerAsync(database);

        foreach (var (typed, meant) in new[] { ("saomiaodianjinngg", "SEM"), ("SU80zzz", "su8010"), ("saomiaodianzixianweijingg", "") })
        {
            var page = await ReadAsync(site, $"/instruments?q={typed}");
            var near = Near(page);
            Assert.True(near.Count > 0, $"{typed} is left alone.");
            foreach (var address in near)
            {
                Assert.NotEmpty((await ReadAsync(site, address)).QuerySelectorAll(".hit"));
            }

            Assert.True(meant is "" or "SEM" || near.Contains($"/instruments?q={meant}"), $"{typed}: {string.Join(' ', near)}");
        }

        // Any three consonants are the first letters of something: 眩晕症 is no answer to xyzzyq.
        Assert.Empty(Near(await ReadAsync(site, "/instruments?q=smdzzq")));

        var nothing = await ReadAsync(site, "/instruments?q=zzqqxxyy");
        Assert.Empty(Near(nothing));
        Assert.Contains("zzqqxxyy", nothing.QuerySelector(".empty h2")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(nothing.QuerySelector(".empty a[href='/needs/new?q=zzqqxxyy']"));
        Assert.NotNull(nothing.QuerySelector(".empty a[href^='tel:']"));

        // What was left out of the question is no reason where nothing else was in it.
        Assert.Null(nothing.QuerySelector(".left-out"));
    }

    private static async Task<Site> LedgerAsync(string database)
    {
        var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), World.Microscope("A1"), World.Microscope("A2").With(Fields.Name, "钨灯丝扫描电子显微镜"));
        await site.CatchUpAsync();
        return site;
    }

    private static List<string> Near(IDocument page) => [.. page.QuerySelectorAll(".near a").Select(a => a.GetAttribute("href")!)];

    private static async Task<IDocument> ReadAsync(Site site, string address)
    {
        using var visitor = site.Visitor();
        return await PageForm.ReadAsync(await visitor.GetAsync(address));
    }
}
