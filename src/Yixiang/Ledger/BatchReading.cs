using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Ledger;

/// <summary>What the public list says of a published batch.</summary>
public sealed record BatchLine(long Id, int Number, string Title, DateOnly DecidedOn, string DecisionNumber, DateTimeOffset PublishedAt, int Count);

/// <summary>The batches that the public may see: the published ones, newest first.</summary>
public sealed class BatchReading(Db db)
{
    public Task<Page<BatchLine>> ListAsync(int page, int size, CancellationToken stop) => Lines().OrderByDescending(b => b.Number).PageAsync(page, size, stop);

    public Task<BatchLine?> FindAsync(int number, CancellationToken stop) => Lines().SingleOrDefaultAsync(b => b.Number == number, stop);

    private IQueryable<BatchLine> Lines() =>
        from b in db.Batches.AsNoTracking()
        where b.State == BatchState.Published
        select new BatchLine(b.Id, b.Number, b.Title, b.DecidedOn, b.DecisionNumber, b.PublishedAt!.Value, b.Items.Count);
}
