using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Operator.Archive;

/// <summary>Fills an empty database with all rows of another, and proves that they are the same.</summary>
internal static class Restoration
{
    /// <summary>Puts an archive into an empty database: at the schema it was taken with, verified there, then brought to this version.</summary>
    public static async Task<JournalVerdict> FillAsync(Db db, IEnumerable<Guard> guards, ArchiveFile archive, CancellationToken stop)
    {
        var (schema, manifest) = (new Schema(db, guards), archive.Manifest);
        await schema.CreateAsync(manifest.Migration, stop);
        await LoadAsync(db, manifest.Tables, archive.RowsAsync, stop);
        await schema.UpgradeAsync(stop);
        Anchor.TryRead(manifest.Anchor ?? "", out var anchor);
        return await JournalProof.VerifyAsync(db, stop, anchor);
    }

    /// <summary>Loads tables and compares what arrived with what was sent.</summary>
    public static async Task LoadAsync(Db db, IReadOnlyList<TableContent> tables, Func<TableShape, CancellationToken, IAsyncEnumerable<object?[]>> rows, CancellationToken stop)
    {
        await using (var loader = await ILoader.OpenAsync(db, stop))
        {
            foreach (var table in tables)
            {
                await loader.LoadAsync(table.Shape, rows(table.Shape, stop), table.Last, stop);
            }

            await loader.CompleteAsync(stop);
        }

        if (Digesting.FirstDifference(tables, await Digesting.OfAsync(db, tables.Select(t => t.Shape), stop)) is { } different)
        {
            throw new InvalidDataException($"The rows of {different} did not arrive as they were sent.");
        }
    }

    /// <summary>Puts the contents of files back; what the archive does not hold is erased, as it was gone then.</summary>
    public static async Task FillAsync(FileStore store, ArchiveFile archive, CancellationToken stop)
    {
        foreach (var digest in store.Digests().Except(archive.Manifest.Files).ToList())
        {
            store.Erase(digest);
        }

        foreach (var digest in archive.Manifest.Files.Where(d => !store.Has(d)))
        {
            await using var content = archive.OpenFile(digest);
            await store.KeepAsync(content, long.MaxValue, stop);
        }
    }
}
