using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Filings;

/// <summary>How a unit begins and writes its filings: new, like another one, about an instrument on the ledger.</summary>
public sealed class Drafts(Db db, FilingMoves moves, TimeProvider clock)
{
    /// <summary>What is true of one thing only and must not be copied to the next.</summary>
    private static readonly Field[] OfThisOne =
    [
        Fields.OwnNumber, Fields.AcceptedOn, Fields.BookedOn, Fields.Classified, Fields.RunHours, Fields.ServiceHours,
        Fields.DeclarationNumber, Fields.DeclarationItem, Fields.ReleasedOn,
    ];

    /// <summary>Begins an initial filing with what is known of the organisation.</summary>
    public async Task<Filing> BeginAsync(ResourceKind kind, Actor actor, CancellationToken stop)
    {
        var organisation = await OrganisationOfAsync(actor, stop);
        var known = Particulars.Empty.With(Fields.Area, organisation.AreaCode).With(Fields.Address, organisation.Address).With(Fields.Postcode, organisation.Postcode);
        return await OpenAsync(FilingKind.Initial, kind, organisation, null, known, actor, stop);
    }

    /// <summary>Begins an initial filing with everything two similar things share.</summary>
    public async Task<Filing> CopyAsync(Instrument instrument, Actor actor, CancellationToken stop)
    {
        var like = OfThisOne.Aggregate(instrument.Versions.Single(v => v.Until is null).Particulars(), (p, field) => p.With(field, null));
        return await OpenAsync(FilingKind.Initial, instrument.Kind, await OrganisationOfAsync(actor, stop), null, like, actor, stop);
    }

    /// <summary>Begins the change or the exit of an instrument on the ledger, with what the ledger says now.</summary>
    /// <exception cref="RefusedException">It has left the ledger, or another filing about it is still open.</exception>
    public async Task<Filing> AboutAsync(FilingKind kind, Instrument instrument, Actor actor, CancellationToken stop)
    {
        if (instrument.State == InstrumentState.Exited)
        {
            throw new RefusedException(new(RefusalKind.WrongState, "filing-instrument-exited", instrument.Reference));
        }

        if (await OpenAboutAsync(instrument.Id, stop) is { } open)
        {
            throw new RefusedException(new(RefusalKind.Conflict, "filing-already-open", instrument.Reference, open));
        }

        var now = instrument.Versions.Single(v => v.Until is null).Particulars();
        return await OpenAsync(kind, instrument.Kind, await OrganisationOfAsync(actor, stop), instrument, now, actor, stop);
    }

    /// <summary>The filing about an instrument that is not decided yet.</summary>
    public Task<string?> OpenAboutAsync(long instrumentId, CancellationToken stop) =>
        db.Filings.Where(f => f.InstrumentId == instrumentId && f.State != FilingState.Accepted && f.State != FilingState.Discarded)
            .Select(f => f.Reference).FirstOrDefaultAsync(stop);

    /// <summary>Writes what was typed into the draft. Nothing new to say writes nothing.</summary>
    /// <param name="seen">The version of the draft that the person had before them.</param>
    /// <exception cref="RefusedException">Somebody, or another window, wrote meanwhile; the own number is taken; or it is no draft any more.</exception>
    public async Task SaveAsync(Filing filing, Particulars particulars, Guid seen, Actor actor, CancellationToken stop)
    {
        if (filing.Particulars().Equals(particulars) && filing.IsEditable)
        {
            return;
        }

        DemandVersion(filing, seen);
        await DemandFreeNumberAsync(filing, particulars[Fields.OwnNumber], stop);
        var act = new Act(actor, clock.GetUtcNow());
        moves.Rewrite(filing, particulars, act.At);
        db.Record(JournalEntry.Of("filing", filing.Reference, "save", act, particulars.Digest()));
        try
        {
            await db.SaveAsync(filing.Reference, stop);
        }
        catch (DbUpdateException)
        {
            // Two drafts took the number in the same moment: the database let one of them pass.
            await DemandFreeNumberAsync(filing, particulars[Fields.OwnNumber], stop);
            throw;
        }
    }

    /// <summary>Writes why and since when an instrument leaves the ledger.</summary>
    /// <exception cref="RefusedException">As for <see cref="SaveAsync"/>.</exception>
    public async Task SaveExitAsync(Filing filing, ExitCause cause, DateOnly on, string note, Guid seen, Actor actor, CancellationToken stop)
    {
        if (!filing.IsEditable)
        {
            throw new RefusedException(new(RefusalKind.WrongState, "filing-not-editable", filing.Reference, Texts.T(filing.State)));
        }

        DemandVersion(filing, seen);
        var act = new Act(actor, clock.GetUtcNow());
        filing.WriteExit(cause, on, note, act.At);
        db.Record(JournalEntry.Of("filing", filing.Reference, "save", act, new { cause, on, note }));
        await db.SaveAsync(filing.Reference, stop);
    }

    /// <exception cref="RefusedException"><c>changed-meanwhile</c>.</exception>
    public static void DemandVersion(Filing filing, Guid seen)
    {
        if (filing.IsEditable && filing.Version != seen)
        {
            throw new RefusedException(new(RefusalKind.Conflict, "changed-meanwhile", filing.Reference));
        }
    }

    private async Task DemandFreeNumberAsync(Filing filing, string number, CancellationToken stop)
    {
        if (filing.Kind != FilingKind.Initial || number == "")
        {
            return;
        }

        var other = await db.Filings
            .Where(f => f.OrganisationId == filing.OrganisationId && f.Id != filing.Id && f.OwnNumber == number && f.Kind == FilingKind.Initial
                && f.State != FilingState.Accepted && f.State != FilingState.Discarded)
            .Select(f => f.Reference).FirstOrDefaultAsync(stop);
        other ??= await db.Instruments.Where(i => i.OrganisationId == filing.OrganisationId && i.OwnNumber == number && i.State != InstrumentState.Exited)
            .Select(i => i.Reference).FirstOrDefaultAsync(stop);
        if (other is not null)
        {
            throw new RefusedException(new(RefusalKind.Conflict, "filing-number-used", number, other) { Fields = [new(Fields.OwnNumber.Key, "own-number-used", number, other)] });
        }
    }

    private async Task<Filing> OpenAsync(
        FilingKind kind, ResourceKind resource, Organisation organisation, Instrument? instrument, Particulars particulars, Actor actor, CancellationToken stop)
    {
        var act = new Act(actor, clock.GetUtcNow());
        var filing = new Filing
        {
            Reference = await db.NextReferenceAsync("F", act.At, stop),
            Kind = kind,
            ResourceKind = resource,
            OrganisationId = organisation.Id,
            AreaCode = organisation.AreaCode,
            CreatedAt = act.At,
            CreatedBy = actor.AccountId,
        };
        moves.Rewrite(instrument is null ? filing : filing.About(instrument), particulars, act.At);
        db.Filings.Add(filing);
        db.Record(JournalEntry.Of("filing", filing.Reference, "begin", act, particulars.Digest(), null, nameof(FilingState.Draft)));
        await db.SaveAsync(filing.Reference, stop);
        return filing;
    }

    private async Task<Organisation> OrganisationOfAsync(Actor actor, CancellationToken stop)
    {
        var organisation = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == actor.OrganisationId, stop);
        return organisation.State is OrganisationState.Verified or OrganisationState.Unverified or OrganisationState.Pending
            ? organisation
            : throw new RefusedException(new(RefusalKind.NotAllowed, "filing-organisation-closed", organisation.Name));
    }
}
