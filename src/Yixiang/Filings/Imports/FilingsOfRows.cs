using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Filings;

/// <summary>A row that was taken, with what is known of its instrument.</summary>
internal sealed record TakenRow(Candidate Row, Known? Known);

/// <summary>Writes filings for rows: drafts for a unit, accepted ones on the ground of a decision for the bureau. New ones go in bulk.</summary>
internal sealed class FilingsOfRows(Db db, Inspector inspector, FilingMoves moves, CityPack pack, IEnumerable<IListener> listeners, Import import, Act act)
{
    private readonly CityRules _rules = pack.RulesAt(CityTime.DateOf(act.At));
    private readonly string _input = JournalEntry.InputDigestOf(import.Reference);
    private readonly List<JournalEntry> _journal = [];

    /// <summary>Must run inside a transaction; the journal entries and what they owe are written with the filings.</summary>
    public async Task WriteAsync(IReadOnlyList<TakenRow> rows, IReadOnlyDictionary<long, Organisation> organisations, CancellationToken stop)
    {
        await WriteNewAsync([.. rows.Where(r => r.Known is null).Select(r => r.Row)], organisations, stop);
        await WriteChangesAsync([.. rows.Where(r => r.Known is not null)], organisations, stop);
        await db.InsertAllAsync(_journal, stop);
        await db.InsertAllAsync([.. _journal.SelectMany(e => listeners.SelectMany(l => l.Owed(e)))], stop);
        await db.SaveAsync(import.Reference, stop);
    }

    private async Task WriteNewAsync(List<Candidate> rows, IReadOnlyDictionary<long, Organisation> organisations, CancellationToken stop)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var first = await FirstNumberAsync(rows.Count, stop);
        List<Filing> filings = [.. rows.Select((row, i) => Begin(row, organisations[row.OrganisationId!.Value], FilingKind.Initial, first + i))];
        _journal.AddRange(filings.Select(BeginEntry));
        if (import.Admits)
        {
            await AdmitAsync(filings, stop);
        }
        else
        {
            await db.InsertAllAsync(filings, stop);
        }
    }

    private async Task WriteChangesAsync(List<TakenRow> rows, IReadOnlyDictionary<long, Organisation> organisations, CancellationToken stop)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var filingIds = rows.Select(r => r.Known!.FilingId).OfType<long>().ToList();
        var filings = await db.Filings.Where(f => filingIds.Contains(f.Id)).ToDictionaryAsync(f => f.Id, stop);
        var instrumentIds = rows.Where(r => r.Known!.FilingId is null).Select(r => r.Known!.InstrumentId).OfType<long>().ToList();
        var instruments = await db.Instruments.Include(i => i.Versions.Where(v => v.Until == null)).Where(i => instrumentIds.Contains(i.Id)).ToDictionaryAsync(i => i.Id, stop);
        var number = await FirstNumberAsync(instrumentIds.Count, stop);
        foreach (var (row, known) in rows)
        {
            if (known!.FilingId is { } filing)
            {
                Rewrite(filings[filing], row);
            }
            else
            {
                Change(instruments[known.InstrumentId!.Value], row, organisations[row.OrganisationId!.Value], number++);
            }
        }
    }

    /// <summary>A draft that the unit has not handed in yet takes over what the file says.</summary>
    private void Rewrite(Filing filing, Candidate row)
    {
        moves.Rewrite(filing, row.Over(filing.Particulars()), act.At);
        row.Target = filing.Reference;
        db.Record(JournalEntry.Of("filing", filing.Reference, "save", act, import.Reference));
    }

    private void Change(Instrument instrument, Candidate row, Organisation organisation, long number)
    {
        var filing = Begin(row, organisation, FilingKind.Change, number, instrument.Versions[0].Particulars()).About(instrument);
        db.Filings.Add(filing);
        db.Record(BeginEntry(filing));
        if (import.Admits)
        {
            db.Record(Filing.Lifecycle.Admit.Fire(act, filing, new()));
            var version = instrument.Revise(filing.Particulars(), filing.Reference, act.At);
            db.Record(JournalEntry.Of("instrument", instrument.Reference, "revise", act, version.Digest));
            row.Target = instrument.Reference;
        }
    }

    private Filing Begin(Candidate row, Organisation organisation, FilingKind kind, long number, Particulars? before = null)
    {
        var filing = new Filing
        {
            Reference = Numbers.Reference("F", CityTime.DateOf(act.At).Year, number),
            Kind = kind,
            ResourceKind = import.ResourceKind,
            OrganisationId = organisation.Id,
            AreaCode = organisation.AreaCode,
            CreatedAt = act.At,
            CreatedBy = act.Actor.AccountId,
            Ground = import.Ground,
            ImportId = import.Id,
        };
        var (particulars, findings) = kind == FilingKind.Initial ? row.AsNew!.Value : Inspected(row.Over(before!));
        filing.Write(particulars, findings, _rules, act.At, kind == FilingKind.Initial ? row.Fingerprint : null);
        row.Target = filing.Reference;
        return filing;
    }

    private (Particulars, Findings) Inspected(Particulars particulars) => (particulars, inspector.Inspect(import.ResourceKind, particulars));

    private JournalEntry BeginEntry(Filing filing) => JournalEntry.OfDigested("filing", filing.Reference, "begin", act, _input, null, nameof(FilingState.Draft));

    /// <summary>Straight onto the ledger, on the ground of the decision: filing, instrument and first version.</summary>
    private async Task AdmitAsync(List<Filing> filings, CancellationToken stop)
    {
        var first = await db.TakeAsync("instrument", filings.Count, stop);
        var instruments = new List<Instrument>(filings.Count);
        var versions = new List<(InstrumentVersion Version, Instrument Instrument)>(filings.Count);
        foreach (var (filing, i) in filings.Select((f, i) => (f, i)))
        {
            _journal.Add(Filing.Lifecycle.Admit.Fire(act, filing, new()));
            var instrument = NewInstrument(filing, first + i);
            instruments.Add(instrument);
            versions.Add((instrument.Versions[0], instrument));
        }

        await db.InsertAllAsync(instruments, stop);
        var references = instruments.Select(i => i.Reference).ToList();
        var ids = await db.Instruments.Where(i => references.Contains(i.Reference)).ToDictionaryAsync(i => i.Reference, i => i.Id, stop);
        var ofFiling = instruments.ToDictionary(i => i.Versions[0].FilingReference, i => ids[i.Reference]);
        await db.InsertAllAsync([.. versions.Select(v => v.Version)], stop, (nameof(InstrumentVersion.InstrumentId), v => ofFiling[v.FilingReference]));
        await db.InsertAllAsync(filings, stop, (nameof(Filing.InstrumentId), f => ofFiling[f.Reference]));
    }

    /// <summary>Where a list gives no number of its own, the platform's reference stands in for it until the unit gives one.</summary>
    private Instrument NewInstrument(Filing filing, long number)
    {
        var reference = $"{pack.City.ReferencePrefix}-{number:000000}";
        var instrument = new Instrument
        {
            Reference = reference,
            OrganisationId = filing.OrganisationId,
            OwnNumber = filing.OwnNumber,
            Kind = filing.ResourceKind,
            AcceptedAt = act.At.ToWholeMilliseconds(),
        };
        var version = instrument.Revise(filing.Particulars(), filing.Reference, act.At);
        instrument.OwnNumber = filing.OwnNumber.Length > 0 ? filing.OwnNumber : reference;
        instrument.Voluntary = filing.IsVoluntary(pack);
        _journal.Add(JournalEntry.Of("instrument", reference, "begin", act, filing.Reference, null, nameof(InstrumentState.Accepted)));
        _journal.Add(JournalEntry.Of("instrument", reference, "revise", act, version.Digest));
        return instrument;
    }

    private async Task<long> FirstNumberAsync(int count, CancellationToken stop) =>
        count == 0 ? 0 : await db.TakeAsync($"F{CityTime.DateOf(act.At).Year}", count, stop);
}
