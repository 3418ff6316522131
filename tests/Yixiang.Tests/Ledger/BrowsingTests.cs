using System.Net;
using System.Text;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Tests.Sheets;

namespace Yixiang.Tests.Ledger;

/// <summary>Classes, areas with their map, and figures.</summary>
public sealed class BrowsingTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Classes_and_areas_count_what_is_on_the_ledger(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), World.Microscope("A1"), World.Microscope("A2") with { Tariff = [new("成像", "样", 10, 120, null)] });
        await site.GivenBatchAsync(await site.GivenOrganisationAsync("太谷检测所", "140703"), World.Microscope("B1").With(Fields.Area, "140703"), World.Microscope("B2").With(Fields.Area, "140703").With(Fields.ClassCode, "010202").With(Fields.Name, "质谱仪"));
        await site.CatchUpAsync();
        var visitor = site.Visitor();

        var top = await visitor.GetStringAsync("/classes/010000");
        var microscopes = await visitor.GetStringAsync("/classes/010102");
        var areas = await visitor.GetStringAsync("/areas");
        var taigu = await visitor.GetStringAsync("/areas/140703");

        Assert.Contains("4 台（套），2 家单位开放共享。", top, StringComparison.Ordinal);
        Assert.Contains("3 台（套），2 家单位开放共享。", microscopes, StringComparison.Ordinal);
        Assert.Contains("120–300 元/样", microscopes, StringComparison.Ordinal);
        Assert.Contains("href=\"/classes/010101\"", microscopes, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"太谷区：2 台（套）\"", areas, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"Taigu: 2 listed (Taigu District)\"", await visitor.GetStringAsync("/en/areas"), StringComparison.Ordinal);
        Assert.Contains("aria-label=\"农高区：0 台（套）（晋中国家农高区）\"", areas, StringComparison.Ordinal);
        Assert.Equal(13, areas.Split("<polygon").Length - 1);
        Assert.Contains("太谷检测所", taigu, StringComparison.Ordinal);
        Assert.DoesNotContain("晋中市演示检测中心", taigu, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/classes/019998")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/areas/110000")).StatusCode);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Figures_follow_the_ledger_and_tell_of_any_day(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), World.Microscope("A1"), World.Microscope("A2").With(Fields.FeeBasis, "market"));
        await site.CatchUpAsync();
        var visitor = site.Visitor();
        Assert.Contains("<b>470</b>", await visitor.GetStringAsync("/statistics"), StringComparison.Ordinal);
        site.Clock.Now = site.Clock.Now.AddDays(120);
        await site.GivenBatchAsync(await site.GivenOrganisationAsync("太谷检测所", "140703"), World.Microscope("B1", "2026-07-01").With(Fields.Area, "140703"));
        await site.GivenExitAsync("JZ-000001");
        await site.CatchUpAsync();

        var now = await visitor.GetStringAsync("/statistics");
        var then = await visitor.GetStringAsync("/statistics?asOf=2026-03-20");

        Assert.Contains("2026 年下半年", now, StringComparison.Ordinal);
        Assert.DoesNotContain("2026 年下半年", then, StringComparison.Ordinal);
        Assert.Contains("太谷区", now, StringComparison.Ordinal);
        Assert.DoesNotContain("太谷区</a></th>", then, StringComparison.Ordinal);
        var fees = WritingTable.ReadWorkbook(new(await visitor.GetByteArrayAsync("/statistics/fee-basis.xlsx?asOf=2026-03-20"))).Skip(3).ToList();
        Assert.Equal(2, fees.Count);
        Assert.Contains(fees, r => (string?)r[0] == "市场定价" && (double)r[1]! == 1 && (double)r[2]! == 235 && (double)r[3]! == 1 && (double)r[5]! == 800);
        var csv = Encoding.UTF8.GetString(await visitor.GetByteArrayAsync("/en/statistics/area.csv"));
        Assert.Contains("Taigu District,1,235", csv, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/statistics/persons.csv")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.GetAsync("/statistics/area.csv?asOf=2999-01-01")).StatusCode);
    }
}
