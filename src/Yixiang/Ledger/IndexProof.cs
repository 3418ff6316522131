using System.Security.Cryptography;
using System.Text.Json;
using Yixiang.Ledger.Search;

namespace Yixiang.Ledger;

/// <summary>What a search index holds: as many instruments, and one digest over all that is known of them. Two indexes with the same digest answer alike.</summary>
/// <param name="Digest">SHA-256 over the entries in the order of their references, in hexadecimal.</param>
public sealed record IndexProof(int Instruments, string Digest)
{
    private static readonly JsonSerializerOptions Json = new() { IncludeFields = true };

    public static IndexProof Of(IEnumerable<LedgerEntry> entries)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var count = 0;
        foreach (var entry in entries.OrderBy(e => e.Listing.Reference, StringComparer.Ordinal))
        {
            digest.AppendData(JsonSerializer.SerializeToUtf8Bytes(entry, Json));
            count++;
        }

        return new(count, Convert.ToHexStringLower(digest.GetHashAndReset()));
    }
}
