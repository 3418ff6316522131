using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Ledger;

/// <summary>Publishes a batch: every instrument in it appears at the same moment, in the version that stands then (A7).</summary>
public sealed class Publication(Db db, TimeProvider clock)
{
    /// <exception cref="RefusedException">The batch is not countersigned, or an instrument in it exited meanwhile.</exception>
    public async Task PublishAsync(Batch batch, Actor actor, CancellationToken stop)
    {
        var act = new Act(actor, clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        db.Record(Batch.Lifecycle.Publish.Fire(act, batch, new()));
        var items = await db.BatchItems.Include(i => i.Instrument).Where(i => i.BatchId == batch.Id).OrderBy(i => i.Position).ToListAsync(stop);
        var newest = await db.InstrumentVersions.Where(v => v.Until == null)
            .Join(db.BatchItems.Where(i => i.BatchId == batch.Id), v => v.InstrumentId, i => i.InstrumentId, (v, _) => v)
            .ToDictionaryAsync(v => v.InstrumentId, v => v.Id, stop);
        foreach (var item in items)
        {
            db.Record(Instrument.Lifecycle.Publish.Fire(act, item.Instrument, new()));
            item.VersionId = newest[item.InstrumentId];
        }

        await db.SaveAsync(batch.Reference, stop);
        await transaction.CommitAsync(stop);
    }
}
