using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Yixiang.Kernel;

namespace Yixiang.Operator.Archive;

/// <summary>The database that an archive is put into.</summary>
internal static class RestorePlace
{
    /// <summary>Whether something would be overwritten. Every change has its journal entry, so an empty journal means an empty product.</summary>
    public static async Task<bool> HoldsDataAsync(Db db, CancellationToken stop)
    {
        var creator = db.GetService<IRelationalDatabaseCreator>();
        return await creator.ExistsAsync(stop) && await creator.HasTablesAsync(stop) && await db.Journal.AnyAsync(stop);
    }

    /// <summary>On the embedded database a new file is filled and verified beside the old one, which it then replaces in one step.</summary>
    public static async Task<JournalVerdict> FillFileAsync(string file, IEnumerable<Guard> guards, ArchiveFile archive, CancellationToken stop)
    {
        var coming = file + ".coming";
        Remove(coming);
        JournalVerdict verdict;
        await using (var db = KernelParts.OpenFile(coming))
        {
            verdict = await Restoration.FillAsync(db, guards, archive, stop);
            await RestorePlaceSql.FoldAsync(db, stop);
        }

        SqliteConnection.ClearAllPools();
        await RestorePlaceSql.DemandUnusedAsync(file, stop);
        Remove(file);
        File.Move(coming, file);
        return verdict;
    }

    /// <summary>On PostgreSQL the tables are dropped and made anew; the archive was read and verified before.</summary>
    public static async Task<JournalVerdict> FillServerAsync(Db db, IEnumerable<Guard> guards, ArchiveFile archive, CancellationToken stop)
    {
        if (await db.GetService<IRelationalDatabaseCreator>().ExistsAsync(stop))
        {
            await RestorePlaceSql.DropTablesAsync(db, stop);
        }

        return await Restoration.FillAsync(db, guards, archive, stop);
    }

    private static void Remove(string file)
    {
        foreach (var part in new[] { file, file + "-wal", file + "-shm" })
        {
            File.Delete(part);
        }
    }
}
