using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Filings;

internal static class PurgeSql
{
    /// <summary>Tables that may have carried the content: on PostgreSQL they are written anew.</summary>
    private static readonly string[] Carrying =
        ["filings", "return_reasons", "attachments", "exemptions", "comments", "files", "instruments", "instrument_versions", "purges", "deliveries", "imports", "import_rows", "answered_requests"];

    /// <summary>Is a stored file still held by any row of any table? Asks every foreign key of the model, so that a new table cannot be forgotten.</summary>
    public static async Task<bool> IsHeldAsync(this Db db, long fileId, CancellationToken stop)
    {
        var file = db.Model.FindEntityType(typeof(StoredFile))!;
        foreach (var key in file.GetReferencingForeignKeys())
        {
            var (table, column) = (key.DeclaringEntityType.GetTableName()!, key.Properties[0].GetColumnName());
#pragma warning disable EF1002 // Names of the model, never of a person.
            var held = await db.Database.SqlQueryRaw<long>($"SELECT COUNT(*) AS \"Value\" FROM \"{table}\" WHERE \"{column}\" = {{0}}", fileId).ToListAsync(stop);
#pragma warning restore EF1002
            if (held[0] > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Overwrites what deleted rows leave behind in the database's own files: free pages, dead rows, and the write-ahead log of the embedded database.</summary>
    public static async Task ScrubAsync(this Db db, IEnumerable<string> furtherTables, CancellationToken stop)
    {
        if (db.OnPostgres)
        {
            foreach (var table in Carrying.Concat(furtherTables))
            {
#pragma warning disable EF1002 // Names of the model, never of a person.
                await db.Database.ExecuteSqlRawAsync($"VACUUM (FULL) {table}", stop);
#pragma warning restore EF1002
            }

            return;
        }

        await db.Database.ExecuteSqlRawAsync("VACUUM", stop);
        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", stop);
    }
}
