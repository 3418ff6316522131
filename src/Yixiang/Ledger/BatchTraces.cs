using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Kernel;

namespace Yixiang.Ledger;

/// <summary>Takes a purged instrument out of the batch it was published with (A1).</summary>
public sealed class BatchTraces : ITraces
{
    /// <summary>What was published stays in its batch, but for a purge.</summary>
    public static readonly Guard PublishedItemsStay = PurgeTables.Stays(
        "batch_items", "instrument_id", "OLD.instrument_id", "(SELECT b.state FROM batches b WHERE b.id = OLD.batch_id) = 'Published'");

    public IReadOnlyList<string> Tables { get; } = ["batch_items"];

    public async Task<IReadOnlyList<long>> EraseAsync(Db db, PurgeScope scope, CancellationToken stop)
    {
        var instruments = scope.Instruments;
        await db.BatchItems.Where(i => instruments.Contains(i.InstrumentId)).ExecuteDeleteAsync(stop);
        return [];
    }
}
