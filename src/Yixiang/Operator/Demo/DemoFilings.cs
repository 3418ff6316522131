using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Operator;

/// <summary>Makes the moves of the demo's filings, each as the person whose move it is, through the same gate as pages and API.</summary>
internal sealed class DemoFilings(DemoPast past, DemoPeople people, FilingMoves gate, CityPack pack)
{
    private static readonly string[] Officers = ["bureau-1", "bureau-2", "bureau-3"];

    private readonly Dictionary<string, string> references = [];

    /// <summary>Whose turn it is among the bureau's officers.</summary>
    public Actor Officer(int turn) => people[Officers[turn % Officers.Length]];

    public string ReferenceOf(string key) => references[key];

    /// <summary>The unit begins a filing.</summary>
    /// <param name="key">By which the story speaks of it later.</param>
    public async Task BeginAsync(string key, DemoInstrument instrument, DemoType type, string area, Particulars particulars, CancellationToken stop)
    {
        var unit = people[$"{instrument.Organisation}-admin"];
        var filing = new Filing
        {
            Reference = await past.Db.NextReferenceAsync("F", past.Now, stop), Kind = FilingKind.Initial, ResourceKind = type.Kind,
            OrganisationId = people.IdOf(instrument.Organisation), AreaCode = area, CreatedAt = past.Now, CreatedBy = unit.AccountId,
        };
        await AddAsync(key, filing, unit, () => gate.Rewrite(filing, particulars, past.Now), stop);
    }

    /// <summary>The unit begins a change or an exit of what stands on the ledger.</summary>
    /// <param name="of">The initial filing, by its key.</param>
    public async Task BeginAboutAsync(string key, string of, FilingKind kind, string organisation, Action<Filing, Particulars> write, CancellationToken stop)
    {
        var unit = people[$"{organisation}-admin"];
        var first = await FindAsync(of, stop);
        var instrument = await past.Db.Instruments.Include(i => i.Versions.Where(v => v.Until == null)).SingleAsync(i => i.Id == first.InstrumentId, stop);
        var filing = new Filing
        {
            Reference = await past.Db.NextReferenceAsync("F", past.Now, stop), Kind = kind, ResourceKind = first.ResourceKind,
            OrganisationId = first.OrganisationId, AreaCode = first.AreaCode, CreatedAt = past.Now, CreatedBy = unit.AccountId,
        }.About(instrument);
        await AddAsync(key, filing, unit, () => write(filing, instrument.Versions[0].Particulars()), stop);
    }

    public void Rewrite(Filing filing, Particulars particulars) => gate.Rewrite(filing, particulars, past.Now);

    /// <summary>Writes again what was sent back, corrected.</summary>
    public async Task CorrectAsync(string key, Func<Particulars, Particulars> correct, Actor unit, CancellationToken stop)
    {
        var filing = await FindAsync(key, stop);
        gate.Rewrite(filing, correct(filing.Particulars()), past.Now);
        past.Db.Record(JournalEntry.Of("filing", filing.Reference, "write", new(unit, past.Now), filing.Content));
        await past.Db.SaveAsync(filing.Reference, stop);
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
    public async Task ExemptAsync(string key, string reason, string text, Actor officer, CancellationToken stop)
    {
        var filing = await FindAsync(key, stop);
        filing.Exempt(new() { ReasonCode = reason, Text = text, AccountId = officer.AccountId, At = past.Now });
        past.Db.Record(JournalEntry.Of("filing", filing.Reference, "exempt", new(officer, past.Now), new { reason, text }));
        await past.Db.SaveAsync(filing.Reference, stop);
    }

    public async Task AssignAsync(string key, Actor officer, string comment, CancellationToken stop)
    {
        var filing = await FindAsync(key, stop);
        filing.AssignedTo = officer.AccountId;
        past.Db.Comments.Add(new() { FilingId = filing.Id, Text = comment, AccountId = officer.AccountId, At = past.Now });
        past.Db.Record(JournalEntry.Of("filing", filing.Reference, "assign", new(officer, past.Now), officer.AccountId));
        await past.Db.SaveAsync(filing.Reference, stop);
    }

    private async Task AddAsync(string key, Filing filing, Actor unit, Action write, CancellationToken stop)
    {
        write();
        past.Db.Filings.Add(filing);
        past.Db.Record(JournalEntry.Of("filing", filing.Reference, "begin", new(unit, past.Now), filing.Content));
        await past.Db.SaveAsync(filing.Reference, stop);
        references[key] = filing.Reference;
    }

    private Task<Filing> FindAsync(string key, CancellationToken stop)
    {
        var reference = references[key];
        return past.Db.Filings.Include(f => f.ReturnReasons).Include(f => f.Exemption).SingleAsync(f => f.Reference == reference, stop);
    }
}
