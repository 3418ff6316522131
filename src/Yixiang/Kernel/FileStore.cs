using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Yixiang.Kernel;

/// <summary>A file that somebody handed in: the row beside the content, which lies in the file store under its digest.</summary>
public sealed class StoredFile
{
    public long Id { get; private set; }

    /// <summary>SHA-256 of the content, hexadecimal.</summary>
    public required string Digest { get; init; }

    /// <summary>The name the person gave it; for display and download only, never a path.</summary>
    public required string Name { get; init; }

    /// <summary>The type the content itself shows, never the one the browser claims.</summary>
    public required string ContentType { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }
    public required DateTimeOffset StoredAt { get; init; }
    public long? AccountId { get; init; }
}

/// <summary>Keeps contents under their digest in one folder, which all nodes share.</summary>
public sealed class FileStore(string root)
{
    public string Root { get; } = root;

    /// <summary>Streams a content into the store.</summary>
    /// <param name="limit">Most bytes; a longer content is refused and leaves nothing behind.</param>
    /// <exception cref="RefusedException">The content is longer than the limit (<c>file-too-large</c>) or empty (<c>file-empty</c>).</exception>
    public async Task<(string Digest, long Size)> KeepAsync(Stream content, long limit, CancellationToken stop)
    {
        Directory.CreateDirectory(Path.Combine(Root, "coming"));
        var coming = Path.Combine(Root, "coming", Guid.NewGuid().ToString("N"));
        try
        {
            var (digest, size) = await CopyAsync(content, coming, limit, stop);
            var place = PathOf(digest);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Move(coming, place, overwrite: true);
            return (digest, size);
        }
        finally
        {
            File.Delete(coming);
        }
    }

    public FileStream Open(string digest) => new(PathOf(digest), FileMode.Open, FileAccess.Read, FileShare.Read, 81920, useAsync: true);

    public bool Has(string digest) => File.Exists(PathOf(digest));

    /// <summary>Everything that is kept.</summary>
    public IEnumerable<string> Digests() => Directory.Exists(Root)
        ? Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories).Select(Path.GetFileName).OfType<string>().Where(n => n.Length == 64 && n.All(char.IsAsciiHexDigitLower)).Order(StringComparer.Ordinal)
        : [];

    /// <summary>Removes a content for good (purge of a classified instrument, A1).</summary>
    public void Erase(string digest) => File.Delete(PathOf(digest));

    public string PathOf(string digest) => digest.Length == 64 && digest.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(Root, digest[..2], digest)
        : throw new ArgumentException("Not a digest.", nameof(digest));

    private static async Task<(string Digest, long Size)> CopyAsync(Stream content, string path, long limit, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 81920, useAsync: true);
        var buffer = new byte[81920];
        long size = 0;
        int read;
        while ((read = await content.ReadAsync(buffer, stop)) > 0)
        {
            size += read;
            if (size > limit)
            {
                throw new RefusedException(new(RefusalKind.WrongInput, "file-too-large", limit / 1_048_576));
            }

            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), stop);
        }

        return size > 0
            ? (Convert.ToHexStringLower(hash.GetHashAndReset()), size)
            : throw new RefusedException(new(RefusalKind.WrongInput, "file-empty"));
    }
}

internal sealed class StoredFileTable : IEntityTypeConfiguration<StoredFile>
{
    public void Configure(EntityTypeBuilder<StoredFile> table)
    {
        table.ToTable("files");
        table.Property(f => f.Digest).HasMaxLength(64).IsFixedLength();
        table.Property(f => f.Name).HasMaxLength(255);
        table.Property(f => f.ContentType).HasMaxLength(100);
        table.HasIndex(f => f.Digest);
    }
}
