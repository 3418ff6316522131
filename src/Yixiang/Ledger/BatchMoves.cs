using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Ledger;

/// <summary>The one gate through which batches are moved, from pages and API.</summary>
public sealed class BatchMoves(Db db, Publication publication, TimeProvider clock)
{
    /// <exception cref="RefusedException">The move is not open to this actor now.</exception>
    public async Task MakeAsync(Lifecycle<Batch, BatchState>.Move move, Batch batch, object input, Actor actor, CancellationToken stop)
    {
        if (move == Batch.Lifecycle.Publish)
        {
            await publication.PublishAsync(batch, actor, stop);
            return;
        }

        if (move == Batch.Lifecycle.Discard)
        {
            // All that is in it, not only what a page shows: it is taken out with the move.
            await db.BatchItems.Where(i => i.BatchId == batch.Id).LoadAsync(stop);
        }

        await db.MoveAsync(move, batch, input, actor, clock.GetUtcNow(), stop);
    }
}
