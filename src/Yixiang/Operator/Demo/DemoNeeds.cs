using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Voices;

namespace Yixiang.Operator;

/// <summary>What the public of the demo did not find: needs in every state, one of them overdue.</summary>
internal sealed class DemoNeeds(DemoScene scene, Needs needs)
{
    private static readonly Need.NeedLifecycle Moves = Need.Lifecycle;

    private readonly DemoPast past = scene.Past;
    private readonly Dictionary<string, string> told = [];

    public void Tell()
    {
        Say("steel", 1, new("测不锈钢法兰的晶间腐蚀倾向", "304、316L 试样", "每月约 20 件", null, null, nameof(OrganisationKind.Company), "asker@example.cn", true));
        Say("glass", 12, new("玻璃器皿的铅、镉溶出量", "高脚杯", "6 批", null, "3000 元以内", nameof(OrganisationKind.Company), "199 0000 0201", true));
        Say("vinegar", 4, new("老陈醋总酸和有机酸谱", "瓶装醋", "10 个样", null, null, nameof(OrganisationKind.Company), "asker@example.cn", true));
        Do("vinegar", 3, Moves.Match, "zxyy");
        Do("vinegar", 3, Moves.Forward, null);
        Say("coal", 22, new("煤灰熔融性和微量元素", "入炉煤", "每周 2 样", null, "按次结算", nameof(OrganisationKind.Company), "asker@example.cn", true));
        Do("coal", 21, Moves.Match, "jsit");
        Do("coal", 20, Moves.Match, "yyvc");
        Do("coal", 18, Moves.Answer, null, new NeedAnswer("所列仪器可以承接，请直接与管理单位联系，说明样品和时间要求。"));
        Say("herb", 60, new("中药材农药残留筛查", "黄芪、党参", "5 个样", null, null, null, "asker@example.cn", true));
        Do("herb", 58, Moves.Match, "zxyy");
        Do("herb", 56, Moves.Answer, null, new NeedAnswer("已为您匹配到可用仪器，见所附清单。"));
        Do("herb", 50, Moves.Close, null);
        Say("spam", 35, new("代办资质证书", null, null, null, null, null, "199 0000 0202", true));
        Do("spam", 34, Moves.Decline, null, new Reason("不属于检测需求。"));
    }

    private void Say(string key, int daysAgo, NeedInput input) => past.On(past.DaysAgo(daysAgo), async stop => told[key] = (await needs.ReceiveAsync(input, stop)).Need.Reference);

    /// <param name="unit">Of which the first published instrument is put with the need.</param>
    private void Do(string key, int daysAgo, Lifecycle<Need, NeedState>.Move move, string? unit, object? input = null) => past.On(past.DaysAgo(daysAgo), async stop =>
    {
        var officer = scene.Filings.Officer(daysAgo);
        var uscc = unit is null ? null : scene.Data.Organisations[unit].Uscc;
        var chosen = uscc is null ? null : await (from o in past.Db.Organisations
                                                  where o.Uscc == uscc
                                                  join i in past.Db.Instruments on o.Id equals i.OrganisationId
                                                  where i.State == InstrumentState.Published
                                                  orderby i.Id
                                                  select i.Reference).FirstAsync(stop);
        var need = await needs.FindAsync(told[key], officer, stop);
        await needs.MakeAsync(move, need!, input ?? (chosen is null ? new Nothing() : new NeedInstrument(chosen)), officer, stop);
    });
}
