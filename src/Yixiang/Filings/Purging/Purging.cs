using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>Removes a classified thing that got in by mistake (A1): one officer proposes, a second confirms, and one journal line without content remains.</summary>
public sealed class Purging(Db db, IEnumerable<ITraces> traces, TimeProvider clock)
{
    /// <summary>Proposes to purge what a filing or an instrument on the ledger describes. Drafts too, which officers cannot otherwise open.</summary>
    /// <exception cref="RefusedException">Not of the bureau; no such reference; proposed already.</exception>
    public async Task<Purge> ProposeAsync(string reference, PurgeGround ground, Actor actor, CancellationToken stop)
    {
        DemandBureau(actor);
        var filing = await FindAsync(reference.Trim(), stop) ?? throw new RefusedException(new(RefusalKind.WrongInput, "purge-no-such", reference));
        if (await db.Purges.AnyAsync(p => p.FilingReference == filing.Reference, stop))
        {
            throw new RefusedException(new(RefusalKind.Conflict, "purge-proposed-already", filing.Reference));
        }

        var act = new Act(actor, clock.GetUtcNow());
        var purge = new Purge { FilingReference = filing.Reference, Ground = ground.Text.Trim(), ProposedBy = actor.AccountId!.Value, ProposedAt = act.At };
        db.Purges.Add(purge);
        db.Record(JournalEntry.Of("filing", filing.Reference, "propose-purge", act));
        await db.SaveAsync(filing.Reference, stop);
        return purge;
    }

    /// <summary>Takes a proposal back: nothing was classified after all. Nothing is removed but the proposal.</summary>
    public async Task DismissAsync(Purge purge, Actor actor, CancellationToken stop)
    {
        DemandBureau(actor);
        db.Purges.Remove(purge);
        db.Record(JournalEntry.Of("filing", purge.FilingReference, "dismiss-purge", new(actor, clock.GetUtcNow())));
        await db.SaveAsync(purge.FilingReference, stop);
    }

    /// <summary>What a confirmation would remove.</summary>
    public async Task<PurgeScope> ScopeOfAsync(Purge purge, CancellationToken stop)
    {
        var found = await db.Filings.Where(f => f.Reference == purge.FilingReference).Select(f => new { f.Id, f.InstrumentId }).SingleAsync(stop);
        var filings = await db.Filings.Where(f => f.Id == found.Id || (found.InstrumentId != null && f.InstrumentId == found.InstrumentId)).Select(f => new { f.Id, f.Reference }).ToListAsync(stop);
        var instruments = await db.Instruments.Where(i => i.Id == found.InstrumentId).Select(i => new { i.Id, i.Reference }).ToListAsync(stop);
        return new([.. filings.Select(f => f.Id)], [.. instruments.Select(i => i.Id)], [.. instruments.Select(i => i.Reference), .. filings.Select(f => f.Reference)]);
    }

    /// <summary>Removes every trace, in one transaction; contents of files and what the database keeps of deleted rows follow by the carrier.</summary>
    /// <exception cref="RefusedException"><c>purge-second-officer</c>: whoever proposed cannot confirm.</exception>
    public async Task ConfirmAsync(Purge purge, Actor actor, CancellationToken stop)
    {
        DemandBureau(actor);
        if (purge.ProposedBy == actor.AccountId)
        {
            throw new RefusedException(new(RefusalKind.NotAllowed, "purge-second-officer"));
        }

        var act = new Act(actor, clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var scope = await ScopeOfAsync(purge, stop);
        foreach (var reference in scope.References)
        {
            await db.Deliveries.Where(d => d.Payload.Contains(reference) || d.Key.Contains(reference)).ExecuteDeleteAsync(stop);
        }

        purge.Confirm(actor);
        purge.Items.AddRange([.. scope.Filings.Select(id => new PurgeItem { FilingId = id }), .. scope.Instruments.Select(id => new PurgeItem { InstrumentId = id })]);
        db.Record(JournalEntry.Of(scope.Instruments.Count > 0 ? "instrument" : "filing", scope.References[0], "purge", act));
        await db.SaveAsync(purge.FilingReference, stop);

        var files = new List<long>();
        foreach (var trace in traces)
        {
            files.AddRange(await trace.EraseAsync(db, scope, stop));
        }

        var references = scope.References;
        await db.Set<AnsweredRequest>().Where(a => a.Reference == "" || references.Contains(a.Reference)).ExecuteUpdateAsync(set => set.SetProperty(a => a.Answer, (string?)null), stop);
        files.AddRange(await EraseImportsAsync(scope, stop));
        files.AddRange(await EraseFilingsAsync(scope, stop));
        var digests = await EraseFilesAsync(files, stop);
        await db.Set<PurgeItem>().Where(i => i.PurgeId == purge.Id).ExecuteDeleteAsync(stop);
        await db.Purges.Where(p => p.Id == purge.Id).ExecuteDeleteAsync(stop);
        db.ChangeTracker.Clear();
        db.Deliveries.Add(new() { Carrier = PurgeCarrier.Carrier, Key = scope.References[0], Payload = JsonSerializer.Serialize(digests), CreatedAt = act.At, DueAt = act.At });
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
    }

    /// <summary>A filing by its own reference, or the newest filing of the instrument with that reference.</summary>
    private async Task<Filing?> FindAsync(string reference, CancellationToken stop) =>
        await db.Filings.AsNoTracking().SingleOrDefaultAsync(f => f.Reference == reference, stop)
        ?? await db.Filings.AsNoTracking().Where(f => db.Set<Instrument>().Any(i => i.Reference == reference && i.Id == f.InstrumentId)).OrderByDescending(f => f.Id).FirstOrDefaultAsync(stop);

    /// <summary>The sheet it came in holds its row, so the whole import goes with its file; the filings of the other rows stay.</summary>
    private async Task<IReadOnlyList<long>> EraseImportsAsync(PurgeScope scope, CancellationToken stop)
    {
        var (filings, references) = (scope.Filings, scope.References);
        var came = await db.Filings.Where(f => filings.Contains(f.Id) && f.ImportId != null).Select(f => f.ImportId!.Value).ToListAsync(stop);
        var named = await db.ImportRows.Where(r => r.Target != null && references.Contains(r.Target)).Select(r => r.ImportId).ToListAsync(stop);
        var ids = came.Concat(named).Distinct().ToList();
        var imports = await db.Imports.AsNoTracking().Where(i => ids.Contains(i.Id)).Select(i => new { i.FileId, i.GroundFileId }).ToListAsync(stop);
        await db.ImportRows.Where(r => ids.Contains(r.ImportId)).ExecuteDeleteAsync(stop);
        await db.Imports.Where(i => ids.Contains(i.Id)).ExecuteDeleteAsync(stop);
        return [.. imports.Select(i => i.FileId), .. imports.Select(i => i.GroundFileId).OfType<long>()];
    }

    private async Task<IReadOnlyList<long>> EraseFilingsAsync(PurgeScope scope, CancellationToken stop)
    {
        var (filings, instruments) = (scope.Filings, scope.Instruments);
        var files = await db.Attachments.Where(a => filings.Contains(a.FilingId)).Select(a => a.FileId).ToListAsync(stop);
        await db.Comments.Where(c => filings.Contains(c.FilingId)).ExecuteDeleteAsync(stop);
        await db.ReturnReasons.Where(r => filings.Contains(r.FilingId)).ExecuteDeleteAsync(stop);
        await db.Exemptions.Where(e => filings.Contains(e.FilingId)).ExecuteDeleteAsync(stop);
        await db.Attachments.Where(a => filings.Contains(a.FilingId)).ExecuteDeleteAsync(stop);
        await db.Filings.Where(f => filings.Contains(f.Id)).ExecuteDeleteAsync(stop);
        await db.InstrumentVersions.Where(v => instruments.Contains(v.InstrumentId)).ExecuteDeleteAsync(stop);
        await db.Instruments.Where(i => instruments.Contains(i.Id)).ExecuteDeleteAsync(stop);
        return files;
    }

    /// <summary>Removes the rows of files that nothing holds any more.</summary>
    /// <returns>The digests whose contents must go too, unless another row still names them.</returns>
    private async Task<IReadOnlyList<string>> EraseFilesAsync(IEnumerable<long> files, CancellationToken stop)
    {
        var digests = new List<string>();
        foreach (var id in files.Distinct())
        {
            if (!await db.IsHeldAsync(id, stop))
            {
                digests.AddRange(await db.Set<StoredFile>().Where(f => f.Id == id).Select(f => f.Digest).ToListAsync(stop));
                await db.Set<StoredFile>().Where(f => f.Id == id).ExecuteDeleteAsync(stop);
            }
        }

        return digests;
    }

    private static void DemandBureau(Actor actor)
    {
        if (!actor.Is(Role.BureauOfficer) || actor.AccountId is null)
        {
            throw new RefusedException(new(RefusalKind.NotAllowed, "purge-bureau-only"));
        }
    }
}

/// <summary>Finishes a purge outside its transaction: contents of files, and the leavings of deleted rows in the database's own files.</summary>
public sealed class PurgeCarrier(Db db, FileStore store, IEnumerable<ITraces> traces) : ICarrier
{
    public const string Carrier = "purge";

    public string Name => Carrier;

    public TimeSpan Lease => TimeSpan.FromMinutes(30);

    public async Task CarryAsync(Delivery delivery, CancellationToken stop)
    {
        foreach (var digest in JsonSerializer.Deserialize<List<string>>(delivery.Payload)!)
        {
            await store.EraseUnnamedAsync(db, digest, stop);
        }

        await db.ScrubAsync(traces.SelectMany(t => t.Tables), stop);
    }
}
