using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Operator;

/// <summary>Makes the moves of the demo's filings, each as the person whose move it is, through the same gate as pages and API.</summary>
internal sealed class DemoFilings(DemoPast past, DemoPeople people, DemoPapers papers, FilingMoves gate, Drafts drafts, DeskActs desk, CityPack pack)
{
    private static readonly string[] Officers = ["bureau-1", "bureau-2", "bureau-3"];

    private readonly Dictionary<string, string> references = [];

    /// <summary>Whose turn it is among the bureau's officers.</summary>
    public Actor Officer(int turn) => people[Officers[turn % Officers.Length]];

    public string ReferenceOf(string key) => references[key];

    /// <summary>The unit begins a filing and writes what it knows.</summary>
    /// <param name="key">By which the story speaks of it later.</param>
    /// <param name="type">Key of the type, by which it is drawn.</param>
    /// <param name="home">Whose acceptance report goes with it; null when none does.</param>
    public async Task BeginAsync(string key, DemoType type, Particulars particulars, string? home, Actor unit, CancellationToken stop)
    {
        var filing = await drafts.BeginAsync(type.Kind, unit, stop);
        references[key] = filing.Reference;
        var act = new Act(unit, past.Now);
        await papers.ShowAsync(past.Db, filing, type.Key, act, stop);
        if (home is not null)
        {
            await papers.ReportAsync(past.Db, filing, particulars, home, act, stop);
        }

        await drafts.SaveAsync(filing, particulars, filing.Version, unit, stop);
    }

    /// <summary>The unit begins a change or an exit of what stands on the ledger.</summary>
    /// <param name="of">The initial filing, by its key.</param>
    public async Task BeginAboutAsync(string key, string of, FilingKind kind, Actor unit, Func<Filing, Task> write, CancellationToken stop)
    {
        var first = await FindAsync(of, stop);
        var instrument = await past.Db.Instruments.Include(i => i.Versions.Where(v => v.Until == null)).SingleAsync(i => i.Id == first.InstrumentId, stop);
        var filing = await drafts.AboutAsync(kind, instrument, unit, stop);
        references[key] = filing.Reference;
        await write(filing);
    }

    public Task SaveAsync(Filing filing, Particulars particulars, Actor unit, CancellationToken stop) => drafts.SaveAsync(filing, particulars, filing.Version, unit, stop);

    public Task SaveExitAsync(Filing filing, ExitCause cause, DateOnly on, string note, Actor unit, CancellationToken stop) =>
        drafts.SaveExitAsync(filing, cause, on, note, filing.Version, unit, stop);

    /// <summary>Writes again what was sent back, corrected.</summary>
    public async Task CorrectAsync(string key, Func<Particulars, Particulars> correct, Actor unit, CancellationToken stop)
    {
        var filing = await FindAsync(key, stop);
        await SaveAsync(filing, correct(filing.Particulars()), unit, stop);
    }

    public async Task MoveAsync(string key, Func<Filing.FilingLifecycle, Lifecycle<Filing, FilingState>.Move> move, Actor actor, CancellationToken stop, object? input = null) =>
        await gate.MakeAsync(move(Filing.Lifecycle), await FindAsync(key, stop), input ?? new Nothing(), actor, stop);

    /// <summary>Submits under a trial of county review and two officers, which this city has not turned on for all.</summary>
    public async Task SubmitOnTrialAsync(string key, Actor unit, CancellationToken stop)
    {
        var filing = await FindAsync(key, stop);
        var rules = pack.RulesAt(CityTime.DateOf(past.Now));
        var particulars = filing.Particulars();
        filing.Write(particulars, gate.Rewrite(filing, particulars, past.Now), rules with { Review = rules.Review with { CountyFirst = true, SecondOfficerAccepts = true } }, past.Now);
        await past.Db.MoveAsync(Filing.Lifecycle.Submit, filing, new Nothing(), unit, past.Now, stop);
    }

    /// <summary>An officer lifts the term for a listed reason.</summary>
    public async Task ExemptAsync(string key, string reason, string text, Actor officer, CancellationToken stop) =>
        await desk.ExemptAsync(await FindAsync(key, stop), new(reason, text), officer, stop);

    /// <summary>An officer takes a filing over and leaves a remark for the others.</summary>
    public async Task TakeOverAsync(string key, Actor officer, string remark, CancellationToken stop)
    {
        var filing = await FindAsync(key, stop);
        await desk.AssignAsync(filing, officer.AccountId, officer, stop);
        await desk.RemarkAsync(filing, new(remark), officer, stop);
    }

    private Task<Filing> FindAsync(string key, CancellationToken stop)
    {
        var reference = references[key];
        return past.Db.Filings.Include(f => f.ReturnReasons).Include(f => f.Exemption).SingleAsync(f => f.Reference == reference, stop);
    }
}
