using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;

namespace Yixiang.Operator;

/// <summary>Publishes the demo's batches and tells what happened to instruments on the ledger: changes, exits.</summary>
internal sealed class DemoLedger(DemoScene scene, BatchDrafts drafts, BatchMoves moves)
{
    private const string Secrecy = "已逐条核对，不含涉密和内部信息，可以公开（演示）。";

    private readonly DemoPast past = scene.Past;
    private readonly DemoData data = scene.Data;
    private readonly DemoFilings filings = scene.Filings;

    private static readonly (ExitCause Cause, int DaysAgo, string Note)[] Exits =
    [
        (ExitCause.Transferred, 400, "设备随实验室调整划转至市外合作单位（演示）。"),
        (ExitCause.Scrapped, 210, "主要部件停产无法维修，已按资产管理规定办理报废（演示）。"),
        (ExitCause.Destroyed, 95, "管道爆裂致电控系统浸水损毁，无法修复（演示）。"),
        (ExitCause.Ineligible, 22, "转为专线生产检验使用，不再具备对外开放条件（演示）。"),
    ];

    public void Tell()
    {
        Batch(1, new(2023, 6, 16), "市科函〔2023〕5号（演示）", DemoStory.First, new(2023, 6, 19));
        Batch(2, past.DaysAgo(155), $"演示公告〔{past.DaysAgo(155).Year}〕2号", DemoStory.Second, past.DaysAgo(153));
        past.On(past.DaysAgo(5), stop => BeginBatchAsync(past.DaysAgo(5), $"演示公告〔{past.Today.Year}〕3号（拟稿）", DemoStory.Accepted, stop));
        past.On(past.DaysAgo(2), stop => MoveAsync(3, b => b.Clear, new SecrecyCheck(Secrecy), filings.Officer(0), stop));

        var first = data.Instruments.Where(i => i.Story == DemoStory.First && data.Types[i.Type].Kind == ResourceKind.SingleSet).ToList();
        foreach (var (exit, i) in Exits.Select((e, i) => (e, i)))
        {
            Exit(first[11 + (i * 37)], exit.Cause, past.DaysAgo(exit.DaysAgo), exit.Note, accepted: true);
        }

        Exit(first[161], ExitCause.Scrapped, past.DaysAgo(4), "使用年限已满，测量精度不再满足要求，拟报废（演示）。", accepted: false);
        foreach (var i in Enumerable.Range(0, 6))
        {
            Change(first[5 + (i * 23)], past.DaysAgo(320 - (i * 45)), Outcome.Accepted);
        }

        Change(first[7], past.DaysAgo(6), Outcome.Waiting);
        Change(first[29], past.DaysAgo(12), Outcome.Returned);
        Change(first[53], past.DaysAgo(3), Outcome.Draft);
    }

    private enum Outcome { Accepted, Waiting, Returned, Draft }

    private void Batch(int number, DateOnly decided, string decision, DemoStory story, DateOnly published)
    {
        past.On(decided.AddDays(-1), stop => BeginBatchAsync(decided, decision, story, stop));
        past.On(decided, stop => MoveAsync(number, b => b.Clear, new SecrecyCheck(Secrecy), filings.Officer(0), stop));
        past.On(decided.AddDays(1), stop => MoveAsync(number, b => b.Countersign, new SecrecyCheck(Secrecy), filings.Officer(1), stop));
        past.On(published, stop => MoveAsync(number, b => b.Publish, new Nothing(), filings.Officer(2), stop));
    }

    private async Task BeginBatchAsync(DateOnly decided, string decision, DemoStory story, CancellationToken stop)
    {
        var batch = await drafts.BeginAsync(new(drafts.TitleOf(await drafts.NextNumberAsync(stop)), decided, decision), filings.Officer(0), stop);
        var references = data.Instruments.Where(i => i.Story == story).Select(i => filings.ReferenceOf(KeyOf(i))).ToHashSet();
        var instruments = await (from f in past.Db.Filings
                                 join i in past.Db.Instruments on f.InstrumentId equals i.Id
                                 where f.Kind == FilingKind.Initial && references.Contains(f.Reference)
                                 select i.Reference).ToListAsync(stop);
        await drafts.PutAsync(batch, instruments, filings.Officer(0), stop);
    }

    private async Task MoveAsync(int number, Func<Ledger.Batch.BatchLifecycle, Lifecycle<Batch, BatchState>.Move> move, object input, Actor officer, CancellationToken stop) =>
        await moves.MakeAsync(move(Ledger.Batch.Lifecycle), await past.Db.Batches.Include(b => b.Items).SingleAsync(b => b.Number == number, stop), input, officer, stop);

    private void Exit(DemoInstrument instrument, ExitCause cause, DateOnly day, string note, bool accepted)
    {
        var (of, key) = (KeyOf(instrument), $"exit {KeyOf(instrument)}");
        past.On(day.AddDays(-1), stop => filings.BeginAboutAsync(key, of, FilingKind.Exit, UnitOf(instrument),
            filing => filings.SaveExitAsync(filing, cause, day.AddDays(-3), note, UnitOf(instrument), stop), stop));
        past.On(day, stop => filings.MoveAsync(key, f => f.Submit, UnitOf(instrument), stop));
        if (accepted)
        {
            past.On(day.AddDays(3), stop => filings.MoveAsync(key, f => f.Accept, filings.Officer(1), stop));
        }
    }

    private void Change(DemoInstrument instrument, DateOnly day, Outcome outcome)
    {
        var (of, key) = (KeyOf(instrument), $"change {KeyOf(instrument)}");
        past.On(day, stop => filings.BeginAboutAsync(key, of, FilingKind.Change, UnitOf(instrument),
            filing => filings.SaveAsync(filing, Dearer(filing.Particulars()), UnitOf(instrument), stop), stop));
        if (outcome != Outcome.Draft)
        {
            past.On(day.AddDays(1), stop => filings.MoveAsync(key, f => f.Submit, UnitOf(instrument), stop));
        }

        if (outcome == Outcome.Accepted)
        {
            past.On(day.AddDays(5), stop => filings.MoveAsync(key, f => f.Accept, filings.Officer(day.Day), stop));
        }
        else if (outcome == Outcome.Returned)
        {
            past.On(day.AddDays(4), stop => filings.MoveAsync(key, f => f.Return, filings.Officer(2), stop,
                new Return(null, new Dictionary<string, string> { ["tariff"] = "对外价格上调幅度较大，请附成本测算说明（演示）。" })));
        }
    }

    /// <summary>Prices for others go up by a tenth, and a Saturday morning is added.</summary>
    private static Particulars Dearer(Particulars now)
    {
        var dearer = now with { Tariff = [.. now.Tariff.Select(l => l with { External = l.External is { } price ? decimal.Round(price * 1.1m, price < 10 ? 2 : 0) : null })] };
        return dearer.With(Fields.SharingHours, $"{now[Fields.SharingHours]}；周六 9:00-12:00（需提前预约）");
    }

    private Actor UnitOf(DemoInstrument instrument) => scene.People[$"{instrument.Organisation}-admin"];

    private static string KeyOf(DemoInstrument instrument) => $"{instrument.Organisation}/{instrument.OwnNumber}";
}
