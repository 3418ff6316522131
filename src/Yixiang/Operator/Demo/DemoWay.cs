using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Operator;

/// <summary>One instrument's way through its filing, told step by step; each step lies on a later day than the one before.</summary>
/// <param name="turn">The place of the instrument in the list: gives the stories their variety, the same each time.</param>
internal sealed class DemoWay(DemoScene scene, DemoInstrument instrument, int turn, DateOnly accepted)
{
    private static readonly Return SentBack = new("请按退回意见修改后重新提交。", new Dictionary<string, string>
    {
        ["originalValue"] = "原值与所附验收报告（演示）不一致，请核对后按发票金额填写。",
        ["fee"] = "收费标准缺少计价单位的说明，请与收费目录保持一致。",
    });

    private readonly string key = $"{instrument.Organisation}/{instrument.OwnNumber}";
    private DateOnly last;

    public int Turn => turn;

    public DateOnly SubmittedOn { get; private set; }

    private DemoType Type => scene.Data.Types[instrument.Type];
    private DemoOrganisation Home => scene.Data.Organisations[instrument.Organisation];
    private Actor Unit => scene.People[$"{instrument.Organisation}-admin"];
    private DemoFilings Filings => scene.Filings;

    public DemoWay Begin(DateOnly day) => On(day, stop => Filings.BeginAsync(key, Type, Whole(), Reported(), Unit, stop));

    public DemoWay BeginIncomplete(DateOnly day) => On(day, stop => Filings.BeginAsync(key, Type, Incomplete(), null, Unit, stop));

    public DemoWay Submit(DateOnly day)
    {
        SubmittedOn = day;
        return Resubmit(day);
    }

    public DemoWay Resubmit(DateOnly day) => On(day, stop => Filings.MoveAsync(key, f => f.Submit, Unit, stop));

    public DemoWay SubmitOnTrial(DateOnly day) => On(day, stop => Filings.SubmitOnTrialAsync(key, Unit, stop));

    public DemoWay Endorse(DateOnly day) => On(day, stop => Filings.MoveAsync(key, f => f.Endorse, scene.People[$"county-{Home.Area}"], stop));

    public DemoWay Check(DateOnly day) => On(day, stop => Filings.MoveAsync(key, f => f.Check, Filings.Officer(0), stop));

    /// <param name="later">Days after the step before.</param>
    public DemoWay Accept(int later) => On(last.AddDays(later), stop => Filings.MoveAsync(key, f => f.Accept, Filings.Officer(turn), stop));

    public DemoWay Return(DateOnly day) => On(day, stop => Filings.MoveAsync(key, f => f.Return, Filings.Officer(turn), stop, SentBack));

    public DemoWay Correct(DateOnly day) => On(day, stop => Filings.CorrectAsync(key, p => p.With(Fields.Fee, p[Fields.Fee] + "；加急另计50%"), Unit, stop));

    public DemoWay Withdraw(DateOnly day) => On(day, stop => Filings.MoveAsync(key, f => f.Withdraw, Unit, stop));

    public DemoWay Discard(DateOnly day) => On(day, stop => Filings.MoveAsync(key, f => f.Discard, Unit, stop));

    public DemoWay Exempt(DateOnly day, string reason, string text) => On(day, stop => Filings.ExemptAsync(key, reason, text, Filings.Officer(turn), stop));

    public DemoWay Assign(DateOnly day) => On(day, stop => Filings.TakeOverAsync(key, Filings.Officer(turn), "已联系管理单位核实验收日期（演示）。", stop));

    private DemoWay On(DateOnly day, Func<CancellationToken, Task> step)
    {
        last = day;
        scene.Past.On(day, step);
        return this;
    }

    /// <summary>What still waits or waited lately brings its acceptance report; of what is long on the ledger one in twelve does.</summary>
    private string? Reported() => instrument.Story is not (DemoStory.First or DemoStory.Second) || turn % 12 == 0 ? Home.Name.Chinese : null;

    private Particulars Whole() =>
        DemoParticulars.Of(instrument, Type, Home, scene.Data.People.First(p => p.Key == $"{instrument.Organisation}-{(turn % 2 == 0 ? "tech" : "admin")}"), accepted);

    /// <summary>As drafts are: something is still owed.</summary>
    private Particulars Incomplete() => (turn % 3) switch
    {
        0 => Whole().With(Fields.Function, "").With(Fields.Technical, "").With(Fields.ServiceContent, ""),
        1 => Whole().With(Fields.SharingHours, "").With(Fields.OfferedHours, "").With(Fields.FeeBasis, ""),
        _ => Whole().With(Fields.Application, "").With(Fields.Contact, "").With(Fields.Phone, "0354-演示"),
    };
}
