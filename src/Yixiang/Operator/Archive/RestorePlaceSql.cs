using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Operator.Archive;

internal static class RestorePlaceSql
{
    /// <summary>Brings everything that stands in the write-ahead log into the one file.</summary>
    public static Task FoldAsync(Db db, CancellationToken stop) => db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", stop);

    /// <summary>Leaving the write-ahead log needs the file for oneself: this fails while the product serves from it.</summary>
    /// <exception cref="RefusedException"><c>database-in-use</c></exception>
    public static async Task DemandUnusedAsync(string file, CancellationToken stop)
    {
        if (!File.Exists(file))
        {
            return;
        }

        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False;Default Timeout=1");
        await connection.OpenAsync(stop);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=DELETE";
        try
        {
            await command.ExecuteScalarAsync(stop);
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode is 5 or 6)
        {
            throw new RefusedException(new(RefusalKind.Conflict, "database-in-use", file));
        }
    }

    public static async Task DropTablesAsync(Db db, CancellationToken stop)
    {
        var drops = await db.Database.SqlQueryRaw<string>("SELECT format('DROP TABLE %I CASCADE', tablename) AS \"Value\" FROM pg_tables WHERE schemaname = current_schema()").ToListAsync(stop);
        foreach (var drop in drops)
        {
            await db.Database.ExecuteSqlRawAsync(drop, stop);
        }
    }
}
