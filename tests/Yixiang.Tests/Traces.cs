using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;

#pragma warning disable EF1002 // Names of tables from the model and a canary of the test's own.
namespace Yixiang.Tests;

/// <summary>Looks for a canary wherever the product keeps something.</summary>
internal static class Traces
{
    /// <summary>Where the canary still is: in the raw bytes of the embedded database, or in any column of any table of PostgreSQL; and in the file store.</summary>
    public static async Task<List<string>> TracesOfAsync(this Site site, string database, string canary)
    {
        var found = new List<string>();
        if (database == "sqlite")
        {
            await site.QueryAsync(db => db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(PASSIVE)"));
            foreach (var file in Directory.GetFiles(site.DataFolder, "yixiang.db*"))
            {
                await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                using var bytes = new MemoryStream();
                await stream.CopyToAsync(bytes);
                if (bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf(Encoding.UTF8.GetBytes(canary)) >= 0)
                {
                    found.Add(Path.GetFileName(file));
                }
            }
        }
        else
        {
            var tables = await site.QueryAsync(db => db.Database.SqlQuery<string>($"SELECT table_name AS \"Value\" FROM information_schema.tables WHERE table_schema = 'public'").ToListAsync());
            foreach (var table in tables)
            {
                var count = await site.QueryAsync(db => db.Database.SqlQueryRaw<long>($"SELECT COUNT(*) AS \"Value\" FROM \"{table}\" t WHERE t::text LIKE '%{canary}%'").ToListAsync());
                found.AddRange(count[0] > 0 ? [table] : []);
            }
        }

        var files = Directory.Exists(Path.Combine(site.DataFolder, "files")) ? Directory.GetFiles(Path.Combine(site.DataFolder, "files"), "*", SearchOption.AllDirectories) : [];
        found.AddRange(files.Where(f => Holds(f, canary)));
        return found;
    }

    /// <summary>In the bytes as they are, and in the parts of a workbook.</summary>
    private static bool Holds(string file, string canary)
    {
        if (File.ReadAllText(file).Contains(canary, StringComparison.Ordinal))
        {
            return true;
        }

        using var stream = File.OpenRead(file);
        Span<byte> start = stackalloc byte[2];
        if (stream.Read(start) < 2 || !start.SequenceEqual("PK"u8))
        {
            return false;
        }

        using var zip = new ZipArchive(stream);
        return zip.Entries.Any(e =>
        {
            using var part = new StreamReader(e.Open());
            return part.ReadToEnd().Contains(canary, StringComparison.Ordinal);
        });
    }
}
