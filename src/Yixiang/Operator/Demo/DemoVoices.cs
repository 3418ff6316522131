using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Voices;

namespace Yixiang.Operator;

/// <summary>What the public of the demo says: reports of problems in every state, one of them overdue, one answered twice, one whose contact is long erased.</summary>
internal sealed class DemoVoices(DemoScene scene, Reports reports)
{
    private const string Mail = "reader@example.cn";
    private static readonly ProblemReport.ReportLifecycle Moves = ProblemReport.Lifecycle;

    private readonly DemoPast past = scene.Past;
    private readonly Dictionary<string, string> told = [];

    public void Tell()
    {
        Say("jsit", 0, 1, "no-answer", "上周三次拨打页面上的电话均无人接听，发邮件也没有回复。", Mail);
        Say("yyvc", null, 2, "other", "单位页面上的地址仍是搬迁前的旧址，请更新。", null);
        Say("zxyy", 0, 4, "wrong-data", "页面写可测粒径到 10 nm，实际到现场被告知只能测到 100 nm。", "199 0000 0101");
        Do("zxyy/0", 3, Moves.Forward, new Forwarding("请核对技术指标一栏，如有误请办理变更报备。"));
        Say("tsjy", 0, 16, "refused", "公示收费每样 300 元，现场要求按 500 元支付，且不提供收费依据。", Mail);
        Do("tsjy/0", 15, Moves.Forward, new Forwarding("请说明收费依据。"));
        Do("tsjy/0", 5, Moves.Remind, new Nothing());
        Say("yyyy", 0, 20, "gone", "到现场得知仪器已停用半年，页面仍显示正常。", Mail);
        Do("yyyy/0", 19, Moves.Forward, new Forwarding(null));
        Do("yyyy/0", 16, Moves.Answer, new ReportAnswer("经核实，该仪器因管路改造暂停使用，现已恢复运行；我单位将在停用期间及时更新运行状态。"), "yyyy-admin");
        Say("jsfj", 0, 41, "wrong-data", "型号写错了，铭牌上的型号与页面不一致。", null);
        Do("jsfj/0", 40, Moves.Forward, new Forwarding(null));
        Do("jsfj/0", 37, Moves.Answer, new ReportAnswer("型号确有笔误，已办理变更报备，感谢指正。"), "jsfj-admin");
        Do("jsfj/0", 36, Moves.Close, new Nothing());
        Say("hccy", 0, 30, "refused", "要求单位公开内部课题数据，被拒绝。", null);
        Do("hccy/0", 28, Moves.Dismiss, new Reason("所述数据不属于开放共享范围，单位的答复符合规定。"));
        Say("ftnx", 0, 13, "no-answer", "在线预约提交两周没有回音。", Mail);
        Do("ftnx/0", 12, Moves.Forward, new Forwarding(null));
        Do("ftnx/0", 10, Moves.Answer, new ReportAnswer("已收到，正在安排。"), "ftnx-admin");
        Do("ftnx/0", 2, Moves.Reopen, new Reason("答复没有说明为何超期、何时可以安排，请补充。"));
        Say("jsit", 1, 26, "other", "请问该仪器是否接收固体样品？页面没有写。", "199 0000 0102");
        Do("jsit/1", 24, Moves.Answer, new ReportAnswer("经与单位确认，接收块状和粉末样品，已请单位在“样品要求”中补充。"));
        Say("yyvc", 0, 230, "gone", "仪器已经报废，页面还在。", Mail);
        Do("yyvc/0", 228, Moves.Dismiss, new Reason("经现场核实，仪器在用，报废的是同型号的另一台。"));
        Asked("jsit", 2, 120, 118, "请问粉末样品最少要多少克？", "不少于 2 克，请装在干燥的样品管中。");
        Asked("jsit", 3, 97, 96, "周六能否送样？", "周六上午有人值班，可以送样，请提前一天来电。");
        Asked("jsit", 4, 71, 68, "能否出具带资质标志的报告？", "本项目在资质认定范围内，可以出具。");
        Asked("jsit", 5, 44, 43, "页面上的收费是否含制样？", "不含制样，制样另按收费表第二项计。");
        Asked("zxyy", 1, 110, 105, "请问是否接受外地企业的样品？", "接受，邮寄时请附委托单。");
        Asked("zxyy", 2, 83, 76, "预约后多久能出结果？", "一般七个工作日，加急请来电商定。");
        Asked("zxyy", 3, 52, 48, "方法检出限是多少？", "检出限见共享指南附件，已补充到页面。");
        Asked("jsfj", 1, 75, 74, "谱图原始数据能否提供？", "可以，检测完成后随报告发送。");
        Asked("jsfj", 2, 33, 31, "请问能否现场观察？", "可以，请遵守实验室安全规定并提前预约。");
    }

    /// <summary>A question that its unit answered itself, the officer content with it.</summary>
    private void Asked(string unit, int instrument, int daysAgo, int answeredDaysAgo, string question, string answer)
    {
        Say(unit, instrument, daysAgo + 1, "other", question, null);
        Do($"{unit}/{instrument}", daysAgo, Moves.Forward, new Forwarding(null));
        Do($"{unit}/{instrument}", answeredDaysAgo, Moves.Answer, new ReportAnswer(answer), $"{unit}-admin");
        Do($"{unit}/{instrument}", answeredDaysAgo - 1, Moves.Close, new Nothing());
    }

    /// <param name="instrument">Which of the unit's published instruments; null for the unit itself.</param>
    private void Say(string unit, int? instrument, int daysAgo, string kind, string text, string? contact) => past.On(past.DaysAgo(daysAgo), async stop =>
    {
        var uscc = scene.Data.Organisations[unit].Uscc;
        var entry = instrument is { } turn
            ? await reports.InstrumentAsync(await PublishedOf(uscc).Skip(turn).FirstAsync(stop), stop)
            : await reports.OrganisationAsync(uscc, stop);
        told[$"{unit}/{instrument}"] = (await reports.ReceiveAsync(entry!, new(kind, text, contact, contact is not null), stop)).Report.Reference;
    });

    private IQueryable<string> PublishedOf(string uscc) =>
        from o in past.Db.Organisations
        where o.Uscc == uscc
        join i in past.Db.Instruments on o.Id equals i.OrganisationId
        where i.State == InstrumentState.Published
        orderby i.Id
        select i.Reference;

    private void Do(string which, int daysAgo, Lifecycle<ProblemReport, ReportState>.Move move, object input, string? by = null) => past.On(past.DaysAgo(daysAgo), async stop =>
    {
        var report = await past.Db.ProblemReports.SingleAsync(r => r.Reference == told[which], stop);
        await reports.MakeAsync(move, report, input, by is null ? scene.Filings.Officer(daysAgo) : scene.People[by], stop);
    });
}
