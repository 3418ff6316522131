using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Tests.Filings;
using Yixiang.Tests.Filings.Imports;
using Yixiang.Tests.Ledger;

namespace Yixiang.Tests.Instruments;

/// <summary>Whether an instrument is shared voluntarily is said by the rules of the city and by nothing beside them.</summary>
public sealed class VoluntaryTests
{
    private static readonly Particulars OwnMoney = World.Microscope().With(Fields.Funds, "3");

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Bought_with_own_money_it_is_voluntary_wherever_it_is_told(string database) =>
        await JudgeAsync(database, await CityPack.LoadAsync("jinzhong"), voluntary: true);

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_city_that_does_not_ask_for_fiscal_money_calls_nothing_voluntary_for_lack_of_it(string database) =>
        await JudgeAsync(database, await Packs.WithoutCheckAsync(EligibilityCheck.FiscallyFunded), voluntary: false);

    private static async Task JudgeAsync(string database, CityPack pack, bool voluntary)
    {
        await using var site = await Site.StartAsync(database, pack);
        var (unit, client) = await site.GivenUnitAsync();
        var draft = await site.GivenFilingAsync(unit, OwnMoney.With(Fields.OwnNumber, "A2"));
        await site.GivenBatchAsync(unit, OwnMoney);
        await site.CatchUpAsync();
        await site.ImportAsync(null, Encoding.UTF8.GetBytes($"管理单位,统一社会信用代码,仪器名称,型号,原值（万元）,所在县区,经费来源\n{unit.Name},{unit.Uscc},电镜,X1,136,榆次区,单位自有资金\n"), "清单.csv");

        Assert.Equal([voluntary, voluntary], await site.QueryAsync(db => db.Instruments.OrderBy(i => i.Id).Select(i => i.Voluntary).ToListAsync()));
        var reference = (await site.ReferencesAsync())[0];
        Assert.Equal(voluntary, (bool)(await site.Visitor().GetFromJsonAsync<JsonObject>($"/api/v1/instruments/{reference}"))!["voluntary"]!);
        Assert.Equal(voluntary, (await site.Visitor().GetStringAsync($"/instruments/{reference}")).Contains(Texts.In(Texts.Chinese, "ledger.voluntary"), StringComparison.Ordinal));
        Assert.Equal(voluntary, (await client.GetStringAsync(draft.Page())).Contains(Texts.In(Texts.Chinese, "enum.EligibilityOutcome.Voluntary"), StringComparison.Ordinal));
    }
}
