using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>The one gate through which filings are moved, from pages, API, bulk review and import: a submitted filing is inspected anew, an accepted one writes the ledger, all in one transaction.</summary>
public sealed class FilingMoves(Db db, Inspector inspector, CityPack pack, TimeProvider clock)
{
    private static readonly Filing.FilingLifecycle Lifecycle = Filing.Lifecycle;

    /// <summary>Makes one move and saves it.</summary>
    /// <exception cref="RefusedException">The move is not open to this actor now, or the filing was changed meanwhile.</exception>
    public async Task MakeAsync(Lifecycle<Filing, FilingState>.Move move, Filing filing, object input, Actor actor, CancellationToken stop = default)
    {
        var at = clock.GetUtcNow();
        if (move == Lifecycle.Submit && filing.IsEditable)
        {
            Rewrite(filing, filing.Particulars(), at);
        }

        if (move != Lifecycle.Accept && move != Lifecycle.Admit)
        {
            await db.MoveAsync(move, filing, input, actor, at, stop);
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        db.Record(move.FireParsed(new(actor, at), filing, input));
        // Of two officers at once the second must learn of the first here, before anything is written to the ledger.
        await db.SaveAsync(filing.Reference, stop);
        await WriteLedgerAsync(filing, new(actor, at), stop);
        await db.SaveAsync(filing.Reference, stop);
        await transaction.CommitAsync(stop);
    }

    /// <summary>Writes particulars into a draft, inspected by the rules of today.</summary>
    public Findings Rewrite(Filing filing, Particulars particulars, DateTimeOffset at)
    {
        var findings = inspector.Inspect(filing.ResourceKind, particulars);
        filing.Write(particulars, findings, pack.RulesAt(CityTime.DateOf(at)), at);
        return findings;
    }

    private async Task WriteLedgerAsync(Filing filing, Act act, CancellationToken stop)
    {
        var instrument = filing.InstrumentId is { } id
            ? await db.Instruments.Include(i => i.Versions.Where(v => v.Until == null)).SingleAsync(i => i.Id == id, stop)
            : await BeginAsync(filing, act, stop);
        if (filing.Kind == FilingKind.Exit)
        {
            db.Record(Instrument.Lifecycle.Exit.Fire(act, instrument, new(filing.ExitCause!.Value)));
            return;
        }

        var version = instrument.Revise(filing.Particulars(), filing.Reference, act.At);
        instrument.Voluntary = filing.IsVoluntary(pack);
        db.Record(JournalEntry.Of("instrument", instrument.Reference, "revise", act, version.Digest));
    }

    private async Task<Instrument> BeginAsync(Filing filing, Act act, CancellationToken stop)
    {
        var instrument = new Instrument
        {
            Reference = $"{pack.City.ReferencePrefix}-{await db.TakeAsync("instrument", 1, stop):000000}",
            OrganisationId = filing.OrganisationId,
            OwnNumber = filing.OwnNumber,
            Kind = filing.ResourceKind,
            AcceptedAt = act.At.ToWholeMilliseconds(),
        };
        db.BeginInstrument(instrument, act, filing.Reference);
        await db.SaveOwnNumberAsync(filing, instrument, stop);
        return instrument;
    }
}
