using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>Keeps the licence an applicant hands in: PDF, JPEG or PNG by its content, whatever its name says.</summary>
public static class Licences
{
    private static readonly (byte[] Magic, string Type)[] Types =
    [
        ("%PDF-"u8.ToArray(), "application/pdf"),
        ([0xFF, 0xD8, 0xFF], "image/jpeg"),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
    ];

    /// <exception cref="RefusedException">Another kind of file, empty, or too large.</exception>
    public static async Task<StoredFile> KeepAsync(this FileStore store, IFormFile file, long limit, Actor actor, DateTimeOffset at, CancellationToken stop)
    {
        await using var content = file.OpenReadStream();
        var head = new byte[8];
        var read = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, stop);
        if (read > 0 && TypeOf(head.AsSpan(0, read)) is null)
        {
            throw new RefusedException(Refusals.Wrong(new FieldProblem("licence", "account-licence-type")));
        }

        content.Position = 0;
        var (digest, size) = await store.KeepAsync(content, limit, stop);
        return new() { Digest = digest, Name = FileName.Of(file.FileName), ContentType = TypeOf(head)!, Size = size, StoredAt = at, AccountId = actor.AccountId };
    }

    private static string? TypeOf(ReadOnlySpan<byte> head)
    {
        foreach (var (magic, type) in Types)
        {
            if (head.StartsWith(magic))
            {
                return type;
            }
        }

        return null;
    }
}
