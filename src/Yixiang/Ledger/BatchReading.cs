using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Ledger;

/// <summary>What the public list says of a published batch.</summary>
/// <param name="RestsOnDecision">Its check for secrets is that of the decision document, not one of this platform.</param>
public sealed record BatchLine(long Id, int Number, string Title, DateOnly DecidedOn, string DecisionNumber, DateTimeOffset PublishedAt, int Count, bool RestsOnDecision);

/// <summary>The batches that the public may see: the published ones, newest first.</summary>
public sealed class BatchReading(Db db)
{
    /// <summary>Newest first.</summary>
    public IQueryable<BatchLine> All => Published().OrderByDescending(b => b.Number).Select(Line);

    public Task<Page<BatchLine>> ListAsync(int page, int size, CancellationToken stop) => All.PageAsync(page, size, stop);

    public Task<BatchLine?> FindAsync(int number, CancellationToken stop) => Published().Where(b => b.Number == number).Select(Line).SingleOrDefaultAsync(stop);

    private static readonly Expression<Func<Batch, BatchLine>> Line =
        b => new BatchLine(b.Id, b.Number, b.Title, b.DecidedOn, b.DecisionNumber, b.PublishedAt!.Value, b.Items.Count, b.ClearedBy == null);

    private IQueryable<Batch> Published() => db.Batches.AsNoTracking().Where(b => b.State == BatchState.Published);
}
