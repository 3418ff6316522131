using Microsoft.EntityFrameworkCore.Storage;

namespace Yixiang.Kernel;

/// <summary>A transaction of one's own, or a part in the one that is open: who has joined leaves its end to whoever began it.</summary>
/// <param name="own">Null for who has joined.</param>
public sealed class JoinedTransaction(IDbContextTransaction? own) : IAsyncDisposable
{
    public Task CommitAsync(CancellationToken stop) => own?.CommitAsync(stop) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
