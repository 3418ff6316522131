using Yixiang.Kernel;

namespace Yixiang.Ledger;

/// <summary>The one gate through which batches are moved, from pages and API.</summary>
public sealed class BatchMoves(Db db, Publication publication, TimeProvider clock)
{
    /// <exception cref="RefusedException">The move is not open to this actor now.</exception>
    public Task MakeAsync(Lifecycle<Batch, BatchState>.Move move, Batch batch, object input, Actor actor, CancellationToken stop) =>
        move == Batch.Lifecycle.Publish ? publication.PublishAsync(batch, actor, stop) : db.MoveAsync(move, batch, input, actor, clock.GetUtcNow(), stop);
}
