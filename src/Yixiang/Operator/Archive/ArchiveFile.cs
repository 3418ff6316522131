using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Operator.Archive;

/// <summary>One file that holds everything: each table as lines of JSON, the contents of the file store, and a manifest with counts and digests.</summary>
/// <remarks>The same for both databases, so that what was taken on one can be put back on the other. It holds personal data: keep it as safe as the database.</remarks>
internal sealed class ArchiveFile : IDisposable
{
    private readonly ZipArchive zip;

    private ArchiveFile(ZipArchive zip, Manifest manifest) => (this.zip, Manifest) = (zip, manifest);

    public Manifest Manifest { get; }

    /// <summary>Writes the database as it stands at this moment, and the file store; the product may go on serving.</summary>
    public static async Task<Manifest> WriteAsync(string path, Db db, FileStore store, string city, DateTimeOffset at, CancellationToken stop)
    {
        var coming = path + ".coming";
        try
        {
            Manifest manifest;
            await using (var stream = OwnersFile.Write(coming, FileMode.Create))
            using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
            {
                var (tables, anchor) = await WriteTablesAsync(zip, db, stop);
                var migration = (await db.Database.GetAppliedMigrationsAsync(stop)).Last();
                var files = await WriteFilesAsync(zip, store, stop);
                manifest = new(Manifest.CurrentFormat, at, city, db.OnPostgres ? "PostgreSQL" : "SQLite", migration, anchor, tables, files);
                await using var entry = zip.CreateEntry(Manifest.Entry).Open();
                await manifest.WriteAsync(entry, stop);
            }

            File.Move(coming, path, overwrite: true);
            return manifest;
        }
        finally
        {
            File.Delete(coming);
        }
    }

    /// <exception cref="InvalidDataException">The file is not an archive of the product.</exception>
    public static async Task<ArchiveFile> OpenAsync(string path, CancellationToken stop)
    {
        var zip = Open(path) ?? throw new InvalidDataException(Texts.T("operator.no-backup", path));
        await using var entry = (zip.GetEntry(Manifest.Entry) ?? throw new InvalidDataException(Texts.T("operator.no-backup", path))).Open();
        return new(zip, await Manifest.ReadAsync(entry, stop));
    }

    /// <returns>Null when the file is no archive of any kind.</returns>
    private static ZipArchive? Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true);
        try
        {
            return new(file, ZipArchiveMode.Read);
        }
        catch (InvalidDataException)
        {
            file.Dispose();
            return null;
        }
    }

    /// <summary>Reads all of it and compares every digest with the manifest.</summary>
    /// <exception cref="RefusedException"><c>backup-damaged</c>, with the name of the first part that is not what the manifest says.</exception>
    public async Task VerifyAsync(CancellationToken stop)
    {
        foreach (var table in Manifest.Tables)
        {
            using var digesting = new Digesting(table.Shape);
            await foreach (var row in RowsAsync(table.Shape, stop))
            {
                digesting.Take(row);
            }

            Demand(digesting.Rows == table.Rows && digesting.End() == table.Digest, Manifest.EntryOf(table.Shape));
        }

        foreach (var digest in Manifest.Files)
        {
            await using var content = OpenFile(digest);
            Demand(Convert.ToHexStringLower(await SHA256.HashDataAsync(content, stop)) == digest, Manifest.EntryOfFile(digest));
        }
    }

    public async IAsyncEnumerable<object?[]> RowsAsync(TableShape table, [EnumeratorCancellation] CancellationToken stop)
    {
        using var text = new RowText(table);
        using var lines = new StreamReader(OpenEntry(Manifest.EntryOf(table)), Encoding.UTF8);
        while (await lines.ReadLineAsync(stop) is { } line)
        {
            yield return text.Read(line);
        }
    }

    public Stream OpenFile(string digest) => OpenEntry(Manifest.EntryOfFile(digest));

    public void Dispose() => zip.Dispose();

    private static async Task<(IReadOnlyList<TableContent> Tables, string? Anchor)> WriteTablesAsync(ZipArchive zip, Db db, CancellationToken stop)
    {
        await using var snapshot = await SnapshotSql.OpenAsync(db, stop);
        var contents = new List<TableContent>();
        foreach (var table in TableShape.AllOf(db))
        {
            using var digesting = new Digesting(table);
            await using (var entry = zip.CreateEntry(Manifest.EntryOf(table), CompressionLevel.Fastest).Open())
            {
                await foreach (var row in snapshot.RowsAsync(table, stop))
                {
                    await entry.WriteAsync(digesting.Take(row), stop);
                }
            }

            contents.Add(new(table, digesting.Rows, digesting.End(), await snapshot.LastNumberAsync(table, stop)));
        }

        return (contents, await snapshot.AnchorAsync(stop));
    }

    private static async Task<IReadOnlyList<string>> WriteFilesAsync(ZipArchive zip, FileStore store, CancellationToken stop)
    {
        var digests = store.Digests().ToList();
        foreach (var digest in digests)
        {
            await using var content = store.Open(digest);
            await using var entry = zip.CreateEntry(Manifest.EntryOfFile(digest), CompressionLevel.Fastest).Open();
            await content.CopyToAsync(entry, stop);
        }

        return digests;
    }

    private Stream OpenEntry(string name) => zip.GetEntry(name)?.Open() ?? throw Damaged(name);

    private static void Demand(bool holds, string part)
    {
        if (!holds)
        {
            throw Damaged(part);
        }
    }

    private static RefusedException Damaged(string part) => new(new(RefusalKind.Conflict, "backup-damaged", part));
}
