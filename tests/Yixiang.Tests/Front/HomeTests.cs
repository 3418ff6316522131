using Yixiang.Tests.Ledger;

namespace Yixiang.Tests.Front;

public class HomeTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_front_page_counts_what_is_published_and_nothing_else(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var first = await site.GivenFilingAsync(unit, World.Microscope("A-1"), "submit", "accept");
        await site.GivenFilingAsync(unit, World.Microscope("A-2"), "submit", "accept");
        Assert.Contains("台账还没有公布任何仪器", await site.Visitor().GetStringAsync("/"), StringComparison.Ordinal);

        await site.GivenBatchAsync(1, first.InstrumentId!.Value);
        await site.CatchUpAsync();

        var page = await site.Visitor().GetStringAsync("/");
        Assert.Contains("<b>1</b>", page, StringComparison.Ordinal);
        Assert.Contains("<b>235</b>", page, StringComparison.Ordinal);
        Assert.Contains("第 1 批", page, StringComparison.Ordinal);
        Assert.Contains("非营利（成本补偿）", page, StringComparison.Ordinal);
        Assert.Contains("300 元/样", page, StringComparison.Ordinal);
        Assert.Contains("What can be measured", await site.Visitor().GetStringAsync("/en"), StringComparison.Ordinal);
    }
}
