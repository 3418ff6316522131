using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Yixiang.Kernel;

namespace Yixiang.Operator.Archive;

/// <summary>What a table holds: how many rows, and the SHA-256 over them in the order of their key.</summary>
/// <param name="Last">The last number the table gave, where it numbers its rows.</param>
internal sealed record TableContent(TableShape Shape, long Rows, string Digest, long? Last);

/// <summary>Counts and digests rows while they pass.</summary>
internal sealed class Digesting(TableShape shape) : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly RowText text = new(shape);

    public long Rows { get; private set; }

    /// <summary>The digest of what has passed; ends the count.</summary>
    public string End() => Convert.ToHexStringLower(hash.GetHashAndReset());

    /// <summary>Takes one row; its line is valid until the next.</summary>
    public ReadOnlyMemory<byte> Take(object?[] row)
    {
        var line = text.Write(row);
        hash.AppendData(line.Span);
        Rows++;
        return line;
    }

    public async IAsyncEnumerable<object?[]> PassAsync(IAsyncEnumerable<object?[]> rows, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var row in rows.WithCancellation(stop))
        {
            Take(row);
            yield return row;
        }
    }

    public void Dispose()
    {
        hash.Dispose();
        text.Dispose();
    }

    /// <summary>The content of every table as it stands now: equal on two databases when and only when every row is.</summary>
    public static async Task<IReadOnlyList<TableContent>> OfAsync(Db db, IEnumerable<TableShape> tables, CancellationToken stop)
    {
        await using var snapshot = await SnapshotSql.OpenAsync(db, stop);
        var contents = new List<TableContent>();
        foreach (var table in tables)
        {
            using var digesting = new Digesting(table);
            await foreach (var row in snapshot.RowsAsync(table, stop))
            {
                digesting.Take(row);
            }

            contents.Add(new(table, digesting.Rows, digesting.End(), await snapshot.LastNumberAsync(table, stop)));
        }

        return contents;
    }

    /// <summary>The first table whose rows are not the same, or null.</summary>
    public static string? FirstDifference(IEnumerable<TableContent> wanted, IReadOnlyList<TableContent> found) =>
        wanted.FirstOrDefault(w => !found.Any(f => f.Shape.Name == w.Shape.Name && f.Rows == w.Rows && f.Digest == w.Digest))?.Shape.Name;
}
