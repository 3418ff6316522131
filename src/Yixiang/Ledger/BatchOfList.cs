using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Kernel;

namespace Yixiang.Ledger;

/// <summary>What making a batch of a list will do, before it is done.</summary>
/// <param name="Instruments">How many will be in the batch, as far as can be told now.</param>
/// <param name="LeftOut">Rows that were rejected, or say the same as another row.</param>
/// <param name="Named">Organisations that the list names and nobody knew: created unverified.</param>
public sealed record BatchForecast(int Instruments, int LeftOut, IReadOnlyList<string> Named);

/// <summary>Makes a list of the bureau a batch in one go: its rows become accepted filings, and they stand together, with the decision document, for the two who check them for secrets (decision record <c>first-list</c>).</summary>
public sealed class BatchOfList(Db db, BatchDrafts drafts, Intake intake, CityPack pack, TimeProvider clock)
{
    /// <summary>The list, if this actor may see it: officers the bureau's, nobody else any.</summary>
    public Task<Import?> FindAsync(string reference, Actor actor, CancellationToken stop) =>
        db.Imports.Include(i => i.File).VisibleTo(actor).SingleOrDefaultAsync(i => i.Reference == reference && i.Ground != null, stop);

    public Task<int?> NumberAsync(Import list, CancellationToken stop) => db.StandingBatches.Where(b => b.ImportId == list.Id).Select(b => (int?)b.Number).SingleOrDefaultAsync(stop);

    public async Task<BatchForecast> ForecastAsync(Import list, CancellationToken stop)
    {
        var messages = await db.ImportRows.Where(r => r.ImportId == list.Id && r.Messages!.Contains(RowMessage.NewOrganisation)).Select(r => r.Messages).ToListAsync(stop);
        var named = messages.SelectMany(RowMessage.Parse).Where(m => m.Code == RowMessage.NewOrganisation).Select(m => m.Args[0]).Distinct().ToList();
        var waiting = await drafts.Brought(list).CountAsync(stop);
        return new(list.State == ImportState.Applied ? waiting : list.Counts.Applicable + waiting, list.Counts.Rejected + list.Counts.Duplicates, named);
    }

    /// <summary>Why no batch can be made of the list now, or null.</summary>
    public async Task<Refusal?> WhyNotAsync(Import list, Actor actor, CancellationToken stop) =>
        await NumberAsync(list, stop) is { } number ? new(RefusalKind.Conflict, "batch-of-list-made", list.Reference, number)
        : list.State == ImportState.Applied ? await drafts.Brought(list).AnyAsync(stop) ? null : new(RefusalKind.Incomplete, "batch-of-list-empty", list.Reference)
        : list.State == ImportState.Checked ? Import.Lifecycle.Apply.WhyNot(actor, list)
        : new(RefusalKind.WrongState, "batch-of-list-not-checked", list.Reference, Texts.T(list.State));

    /// <summary>Keeps the decision document and hands it to whoever begins the batch; forgotten again when that is refused.</summary>
    /// <exception cref="RefusedException">No PDF or picture, or too large.</exception>
    public Task TakeDecisionAsync(string name, Stream decision, Actor actor, Func<StoredFile, Task> begin, CancellationToken stop) =>
        intake.TakeAsync(name, decision, new(BatchDrafts.DecisionEndings, pack.Settings.Uploads.AttachmentBytes), new(actor, clock.GetUtcNow()), begin, stop);

    /// <summary>Begins the batch with its document. A list that was only tried begins to be imported, and fills the batch at its end (<see cref="BatchFiller"/>); one that is imported fills it at once.</summary>
    /// <remarks>Must run inside a transaction: batch, document and import stand or fall together.</remarks>
    /// <param name="withoutLeftOut">The officer knows that rejected and repeated rows will not be in the batch.</param>
    /// <exception cref="RefusedException">The list is in a batch already, is not checked yet, or has rows left out that nobody spoke of.</exception>
    public async Task<Batch> BeginAsync(Import list, BatchInput input, bool withoutLeftOut, StoredFile decision, Actor actor, CancellationToken stop)
    {
        if (await WhyNotAsync(list, actor, stop) is { } refusal)
        {
            throw new RefusedException(refusal);
        }

        if (list.Counts.Rejected + list.Counts.Duplicates is > 0 and var leftOut && !withoutLeftOut)
        {
            throw new RefusedException(new(RefusalKind.Incomplete, "batch-of-list-left-out", leftOut));
        }

        var act = new Act(actor, clock.GetUtcNow());
        var batch = await drafts.BeginAsync(input, actor, stop, list);
        db.Set<StoredFile>().Add(decision);
        db.Record(JournalEntry.Of("batch", batch.Reference, "attach", act, decision.Digest));
        await db.SaveAsync(batch.Reference, stop);
        batch.DecisionFileId = decision.Id;
        db.Record(JournalEntry.Of("batch", batch.Reference, "decision", act, new { decision.Name, decision.Digest }, null, $"sha256:{decision.Digest[..32]}"));
        await db.SaveAsync(batch.Reference, stop);
        if (list.State == ImportState.Applied)
        {
            await drafts.FillAsync(batch, actor, stop);
        }
        else
        {
            await db.MoveAsync(Import.Lifecycle.Apply, list, new Nothing(), actor, act.At, stop);
        }

        return batch;
    }
}

/// <summary>Puts what a list brought into the batch that waits for it, when its import ends.</summary>
internal sealed class BatchFiller(Db db, BatchDrafts drafts) : ICarrier
{
    internal const string CarrierName = "fill-batch";

    public string Name => CarrierName;

    public async Task CarryAsync(Delivery delivery, CancellationToken stop)
    {
        var waits = await db.Batches.SingleOrDefaultAsync(b => b.State == BatchState.Draft && b.Import!.Reference == delivery.Payload, stop);
        if (waits is not null)
        {
            await drafts.FillAsync(waits, Actor.Product, stop);
        }
    }
}

/// <summary>Owed whenever an import ends; whether a batch waits for it, the carrier finds out.</summary>
internal sealed class BatchFillerListener : IListener
{
    public IEnumerable<Delivery> Owed(JournalEntry entry) => entry is { Subject: "import", What: "finish" }
        ? [new() { Carrier = BatchFiller.CarrierName, Key = $"{entry.Reference}/{entry.At.ToUnixTimeMilliseconds()}", Payload = entry.Reference, DueAt = entry.At, CreatedAt = entry.At }]
        : [];
}
