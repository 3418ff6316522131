namespace Yixiang.Operator;

/// <summary>What becomes of each instrument of the demo, story by story: in time, late, returned, overdue …</summary>
internal sealed class DemoStories(DemoScene scene)
{
    /// <summary>When the units were asked for what they have, after the notice.</summary>
    private static readonly DateOnly Collection = new(2023, 4, 10);

    private static readonly DateOnly Notice = new(2023, 1, 1);

    private readonly DemoPast past = scene.Past;

    public void Tell()
    {
        foreach (var (instrument, i) in scene.Data.Instruments.Select((instrument, i) => (instrument, i)))
        {
            var accepted = instrument.AcceptedOn(past.Today);
            Tell(instrument.Story, new(scene, instrument, i, accepted), accepted);
        }
    }

    private DemoWay Tell(DemoStory story, DemoWay way, DateOnly accepted) => story switch
    {
        DemoStory.First => First(way, accepted),
        DemoStory.Second => way.Begin(accepted.AddDays(4)).Submit(accepted.AddDays(Late(way.Turn, accepted) ? 36 + (way.Turn % 30) : 6 + (way.Turn % 22))).Accept(3 + (way.Turn % 6)),
        DemoStory.Accepted => way.Begin(accepted.AddDays(3)).Submit(accepted.AddDays(8)).Accept(4),
        DemoStory.Submitted => Submitted(way, accepted),
        DemoStory.Late => way.Begin(accepted.AddDays(20)).Submit(past.DaysAgo(2)),
        DemoStory.Endorsed => way.Begin(past.DaysAgo(9)).SubmitOnTrial(past.DaysAgo(7)).Endorse(past.DaysAgo(4)),
        DemoStory.Checked => way.Begin(past.DaysAgo(11)).SubmitOnTrial(past.DaysAgo(9)).Endorse(past.DaysAgo(7)).Check(past.DaysAgo(3)),
        DemoStory.Returned => Returned(way, accepted),
        DemoStory.Resubmitted => Returned(way, accepted).Correct(past.DaysAgo(2)).Resubmit(past.DaysAgo(1)),
        DemoStory.Draft => way.BeginIncomplete(past.DaysAgo(2)),
        DemoStory.Overdue => way.BeginIncomplete(accepted.AddDays(21)),
        DemoStory.Exempt => way.BeginIncomplete(accepted.AddDays(9)).Exempt(accepted.AddDays(24), "relocation", "实验室整体搬迁，搬迁期间仪器封存，预计两个月后恢复运行（演示）。"),
        DemoStory.Withdrawn => way.Begin(past.DaysAgo(8)).Submit(past.DaysAgo(6)).Withdraw(past.DaysAgo(5)),
        DemoStory.Discarded => way.BeginIncomplete(accepted.AddDays(6)).Discard(accepted.AddDays(11)),
    };

    /// <summary>The first collection: new instruments by the term, older ones are exempted because they were there before the notice.</summary>
    private static DemoWay First(DemoWay way, DateOnly accepted)
    {
        var begun = accepted < Collection ? Collection.AddDays(way.Turn % 20) : accepted.AddDays(3);
        way.Begin(begun).Submit(begun.AddDays(2 + (way.Turn % 12)));
        if (accepted < Notice)
        {
            way.Exempt(way.SubmittedOn.AddDays(1), "stock", "通知印发前已验收，按首次摸底要求集中报备。");
        }

        return way.Accept(3 + (way.Turn % 6));
    }

    /// <summary>Waits for an officer for some days; every third one is already with somebody.</summary>
    private DemoWay Submitted(DemoWay way, DateOnly accepted)
    {
        var age = past.Today.DayNumber - accepted.DayNumber;
        way.Begin(past.DaysAgo(Math.Min(9, age - 1))).Submit(past.DaysAgo(1 + (way.Turn % Math.Clamp(age - 2, 1, 8))));
        return way.Turn % 3 == 0 && way.SubmittedOn < past.DaysAgo(1) ? way.Assign(way.SubmittedOn.AddDays(1)) : way;
    }

    private static DemoWay Returned(DemoWay way, DateOnly accepted) =>
        way.Begin(accepted.AddDays(5)).Submit(accepted.AddDays(10)).Return(accepted.AddDays(15));

    private bool Late(int turn, DateOnly accepted) => turn % 8 == 0 && accepted < past.DaysAgo(260);
}
