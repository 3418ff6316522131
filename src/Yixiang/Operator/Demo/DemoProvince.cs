using System.Text;
using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Province;

namespace Yixiang.Operator;

/// <summary>The demo's way to the provincial platform: a first load of what stood there already, two packages answered by the province, one that waits, one instrument taken off, and some that are proposed.</summary>
internal sealed class DemoProvince(DemoScene scene, Recommendations recommendations, Receipts receipts, Qualifying qualifying)
{
    private const string Platform = "https://province.example.cn/instruments/";

    /// <summary>What the province says when it says no.</summary>
    private static readonly string[] Refusals =
    [
        "主要技术指标过于笼统，请补充量程、分辨率等关键参数（演示）。",
        "收费标准与公示价目不一致，请核对（演示）。",
        "仪器名称与规格型号不符，请按铭牌填写（演示）。",
        "服务内容未列明可测项目（演示）。",
    ];

    private readonly DemoPast past = scene.Past;
    private int given = 1000;

    public void Tell()
    {
        foreach (var turn in Enumerable.Range(0, 12))
        {
            past.On(new(2023, 7, 5 + (turn % 4)), stop => EnterAsync(turn, stop));
        }

        Package(new(2023, 9, 11), 40, (row, n) => n % 10 == 7 ? No(row, n) : Yes(row, new(2023, 10, 16)), new(2023, 10, 20), []);
        Package(past.DaysAgo(118), 18, (row, n) => n is 4 or 11 ? No(row, n) : n >= 16 ? null : Yes(row, past.DaysAgo(93)), past.DaysAgo(90), ["JZ-009999,通过,SX1407-9999,,,", ",通过,SX1407-9998,,,"]);
        past.On(past.DaysAgo(40), RemoveAsync);
        past.On(past.DaysAgo(20), ProposeAgainAsync);
        Package(past.DaysAgo(15), 6, (_, _) => null, null, []);
        past.On(past.DaysAgo(3), stop => ProposeAsync(7, stop));
    }

    private void Package(DateOnly day, int count, Func<(string Reference, int Number), int, string?> answer, DateOnly? answered, IReadOnlyList<string> wrong)
    {
        past.On(day.AddDays(-1), stop => ProposeAsync(count, stop));
        past.On(day, async stop => await recommendations.SendAsync(scene.Filings.Officer(1), stop));
        if (answered is { } received)
        {
            past.On(received, stop => ReceiveAsync(answer, wrong, stop));
            past.On(received.AddDays(1), TakeAsync);
        }
    }

    private async Task EnterAsync(int turn, CancellationToken stop)
    {
        var reference = (await QualifiedAsync(1, stop)).Single();
        await recommendations.EnterAsync(reference, new($"SX1407-{++given}", turn % 3 == 2 ? null : $"{Platform}{given}", new DateOnly(2021, 3, 1).AddDays(turn * 53)), scene.Filings.Officer(turn), stop);
    }

    private async Task ProposeAsync(int count, CancellationToken stop) => await recommendations.ProposeAsync(await QualifiedAsync(count, stop), scene.Filings.Officer(0), stop);

    /// <summary>What the province says of everything that waits for its answer.</summary>
    private async Task ReceiveAsync(Func<(string Reference, int Number), int, string?> answer, IReadOnlyList<string> wrong, CancellationToken stop)
    {
        var waiting = await (from r in past.Db.Recommendations where r.State == RecommendationState.Sent join i in past.Db.Instruments on r.InstrumentId equals i.Id orderby r.Id select i.Reference).ToListAsync(stop);
        var rows = waiting.Select((reference, n) => answer((reference, ++given), n)).OfType<string>().Concat(wrong);
        var sheet = string.Join("\r\n", rows.Prepend("仪器编号,审核结果,省平台编号,网址,原因,入网日期"));
        await receipts.ReceiveAsync("省平台审核反馈（演示）.csv", new MemoryStream(Encoding.UTF8.GetBytes(sheet)), scene.Filings.Officer(1), stop);
    }

    private async Task TakeAsync(CancellationToken stop) =>
        await receipts.TakeAsync(await past.Db.ProvinceReceipts.OrderByDescending(r => r.Id).FirstAsync(stop), scene.Filings.Officer(0), stop);

    private async Task RemoveAsync(CancellationToken stop)
    {
        var listed = await past.Db.ListedThere.OrderBy(r => r.Id).Skip(5).FirstAsync(stop);
        await recommendations.MakeAsync(Recommendation.Lifecycle.Remove, listed, new Reason("管理单位暂停对外服务，经商省平台同意下线（演示）。"), scene.Filings.Officer(0), stop);
    }

    private async Task ProposeAgainAsync(CancellationToken stop)
    {
        var refused = await (from r in past.Db.Recommendations where r.State == RecommendationState.Refused join i in past.Db.Instruments on r.InstrumentId equals i.Id orderby r.Id select i.Reference).FirstAsync(stop);
        await recommendations.ProposeAsync([refused], scene.Filings.Officer(0), stop);
    }

    /// <summary>Some of what qualifies and was never recommended, spread over the ledger.</summary>
    private async Task<List<string>> QualifiedAsync(int count, CancellationToken stop)
    {
        var before = past.Db.Recommendations;
        var all = await past.Db.Candidates(qualifying.Rules.Province).Where(c => !before.Any(r => r.InstrumentId == c.Instrument.Id)).OrderBy(c => c.Instrument.Id).ToListAsync(stop);
        return [.. all.Where((_, n) => n % 3 != 2).Where(c => qualifying.Judge(c.Instrument, c.Version).Qualifies).Take(count).Select(c => c.Instrument.Reference)];
    }

    private static string Yes((string Reference, int Number) row, DateOnly day) =>
        $"{row.Reference},通过,SX1407-{row.Number},{(row.Number % 4 == 0 ? "" : Platform + row.Number)},,{CityTime.Show(day)}";

    private static string No((string Reference, int Number) row, int n) => $"{row.Reference},不通过,,,{Refusals[n % Refusals.Length]},";
}
