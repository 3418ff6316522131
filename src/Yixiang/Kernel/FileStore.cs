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

    private string Coming => Path.Combine(Root, "coming");

    /// <summary>Streams a content into the store.</summary>
    /// <param name="limit">Most bytes; a longer content is refused and leaves nothing behind.</param>
    /// <exception cref="RefusedException">The content is longer than the limit (<c>file-too-large</c>) or empty (<c>file-empty</c>).</exception>
    public async Task<(string Digest, long Size)> KeepAsync(Stream content, long limit, CancellationToken stop)
    {
        using var coming = await TakeInAsync(content, limit, stop);
        coming.Keep();
        return (coming.Digest, coming.Size);
    }

    /// <summary>Takes a content in without keeping it yet, for whoever must look into it first.</summary>
    /// <inheritdoc cref="KeepAsync"/>
    public async Task<ComingFile> TakeInAsync(Stream content, long limit, CancellationToken stop)
    {
        var path = NewPath();
        try
        {
            var (digest, size) = await CopyAsync(content, path, limit, stop);
            return new(path, PathOf(digest), digest, size);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Takes in what the product itself writes.</summary>
    public async Task<ComingFile> TakeInAsync(Func<Stream, Task> write, CancellationToken stop)
    {
        var path = NewPath();
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 81920, useAsync: true);
            await write(file);
            await file.FlushAsync(stop);
            file.Position = 0;
            var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop));
            return new(path, PathOf(digest), digest, file.Length);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Removes what was taken in before that moment and neither kept nor thrown away, because the process died.</summary>
    public void Sweep(DateTimeOffset before)
    {
        if (Directory.Exists(Coming))
        {
            foreach (var left in Directory.EnumerateFiles(Coming).Where(f => File.GetLastWriteTimeUtc(f) < before))
            {
                File.Delete(left);
            }
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

    /// <summary>Removes a content unless a row still names it.</summary>
    public async Task EraseUnnamedAsync(Db db, string digest, CancellationToken stop)
    {
        if (!await db.Set<StoredFile>().AnyAsync(f => f.Digest == digest, stop))
        {
            Erase(digest);
        }
    }

    public string PathOf(string digest) => digest.Length == 64 && digest.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(Root, digest[..2], digest)
        : throw new ArgumentException("Not a digest.", nameof(digest));

    private string NewPath() => Path.Combine(Directory.CreateDirectory(Coming).FullName, Guid.NewGuid().ToString("N"));

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
                throw new RefusedException(new(RefusalKind.TooLarge, "file-too-large", limit / 1_048_576));
            }

            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), stop);
        }

        return size > 0
            ? (Convert.ToHexStringLower(hash.GetHashAndReset()), size)
            : throw new RefusedException(new(RefusalKind.WrongInput, "file-empty"));
    }
}

/// <summary>A content that was taken in and lies beside the store until somebody keeps it; otherwise nothing of it stays.</summary>
/// <param name="path">Where it can be read meanwhile.</param>
public sealed class ComingFile(string path, string place, string digest, long size) : IDisposable
{
    public string Path { get; } = path;
    public string Digest { get; } = digest;

    /// <summary>Bytes.</summary>
    public long Size { get; } = size;

    /// <summary>Moves it into the store; it must not be open any more.</summary>
    public void Keep()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(place)!);
        File.Move(Path, place, overwrite: true);
    }

    public void Dispose() => File.Delete(Path);
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
