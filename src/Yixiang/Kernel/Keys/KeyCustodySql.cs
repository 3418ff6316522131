using Microsoft.EntityFrameworkCore;

namespace Yixiang.Kernel;

/// <summary>What LINQ cannot say: that the old content of changed rows is not to stay in the free space of the database.</summary>
internal static class KeyCustodySql
{
    /// <summary>Before the change, on the connection that makes it.</summary>
    public static async Task ForgetWhatIsReplacedAsync(Db db, CancellationToken stop)
    {
        if (!db.OnPostgres)
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA secure_delete=ON", stop);
        }
    }

    /// <summary>After the change.</summary>
    public static Task ForgetAsync(Db db, CancellationToken stop) =>
        db.Database.ExecuteSqlRawAsync(db.OnPostgres ? "VACUUM FULL data_protection_keys" : "PRAGMA wal_checkpoint(TRUNCATE)", stop);
}
