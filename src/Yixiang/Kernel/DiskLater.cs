using Microsoft.EntityFrameworkCore;

namespace Yixiang.Kernel;

/// <summary>
/// While it lives, commits of this context do not wait until they have reached the disk: for long work in many transactions that begins again by itself
/// where a power cut leaves it. What was committed may then be missing at its end, but never a part of it, nor anything before it; the next commit of
/// anybody who does wait takes all that went before along.
/// </summary>
internal sealed class DiskLater : IAsyncDisposable
{
    private readonly Db _db;

    private DiskLater(Db db) => _db = db;

    /// <summary>Must not be called inside a transaction. Holds the connection open until it is disposed of.</summary>
    public static async Task<DiskLater> BeginAsync(Db db, CancellationToken stop)
    {
        await db.Database.OpenConnectionAsync(stop);
        var later = new DiskLater(db);
        try
        {
            await later.SetAsync(db.OnPostgres ? "SET synchronous_commit TO off" : "PRAGMA synchronous=NORMAL", stop);
            return later;
        }
        catch
        {
            await later.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await SetAsync(_db.OnPostgres ? "SET synchronous_commit TO DEFAULT" : SqliteManners.Durable, CancellationToken.None);
        }
        finally
        {
            await _db.Database.CloseConnectionAsync();
        }
    }

    private Task<int> SetAsync(string setting, CancellationToken stop) => _db.Database.ExecuteSqlRawAsync(setting, stop);
}
