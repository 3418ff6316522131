using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Operator;

/// <summary>While the demo is loaded into an embedded database, no commit waits for the disk: a demo that is cut off by a power failure is loaded anew.</summary>
internal sealed class DemoHaste : IAsyncDisposable
{
    private readonly Db db;
    private readonly int manner;

    private DemoHaste(Db db, int manner) => (this.db, this.manner) = (db, manner);

    public static async Task<DemoHaste> BeginAsync(Db db, CancellationToken stop)
    {
        await db.Database.OpenConnectionAsync(stop);
        if (db.OnPostgres)
        {
            await db.Database.ExecuteSqlRawAsync("SET synchronous_commit = off", stop);
            return new(db, 0);
        }

        var usual = (await db.Database.SqlQueryRaw<int>("SELECT synchronous AS Value FROM pragma_synchronous").ToListAsync(stop))[0];
        await db.Database.ExecuteSqlRawAsync("PRAGMA synchronous = 0", stop);
        return new(db, usual);
    }

    public async ValueTask DisposeAsync()
    {
        await db.Database.ExecuteSqlRawAsync(db.OnPostgres ? "RESET synchronous_commit" : manner switch
        {
            0 => "PRAGMA synchronous = 0",
            1 => "PRAGMA synchronous = 1",
            _ => "PRAGMA synchronous = 2",
        });
        await db.Database.CloseConnectionAsync();
    }
}
