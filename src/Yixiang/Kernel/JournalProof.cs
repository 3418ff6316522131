using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Yixiang.Kernel;

/// <summary>What is wrong at the first place where the journal and its chain part.</summary>
public enum JournalFault { EntryAltered, EntryMissing, SealAltered, SealMissing, AnchorMissing }

/// <summary>A link of the chain that was written down elsewhere: a chain that was cut short or laid anew no longer holds it.</summary>
/// <param name="Number">Place in the chain.</param>
public sealed record Anchor(long Number, string Hash)
{
    /// <summary>Reads <c>NUMBER:HASH</c>.</summary>
    public static bool TryRead(string text, out Anchor? anchor)
    {
        var at = text.IndexOf(':', StringComparison.Ordinal);
        anchor = at > 0 && long.TryParse(text[..at], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && text.Length - at == 65
            ? new(number, text[(at + 1)..].ToLowerInvariant()) : null;
        return anchor is not null;
    }
}

/// <summary>The outcome of checking the journal against its chain.</summary>
/// <param name="Entries">Entries that were checked.</param>
/// <param name="Seals">Links that hold.</param>
/// <param name="Unsealed">Entries that the sealer has not reached yet.</param>
/// <param name="EntryId">The first entry at fault, where it can be named.</param>
/// <param name="SealNumber">Its place in the chain.</param>
/// <param name="LastHash">The last link that holds: together with <paramref name="Seals"/> the anchor to write down.</param>
public sealed record JournalVerdict(long Entries, long Seals, long Unsealed, JournalFault? Fault, long? EntryId, long? SealNumber, string LastHash)
{
    public bool Holds => Fault is null;
}

/// <summary>Checks the whole journal against its chain, in bounded memory, and names the first altered or missing entry.</summary>
public static class JournalProof
{
    /// <param name="anchor">A link known from elsewhere that the chain must still hold.</param>
    public static async Task<JournalVerdict> VerifyAsync(Db db, CancellationToken stop, Anchor? anchor = null)
    {
        var (seals, hash) = (0L, JournalSeal.Beginning);
        var links = from seal in db.Seals.AsNoTracking()
                    join entry in db.Journal.AsNoTracking() on seal.EntryId equals entry.Id into found
                    from entry in found.DefaultIfEmpty()
                    orderby seal.Number
                    select new { seal, entry };
        await foreach (var link in links.AsAsyncEnumerable().WithCancellation(stop))
        {
            if (FaultOf(link.seal, link.entry, seals + 1, hash, anchor) is { } fault)
            {
                return new(seals, seals, 0, fault, fault == JournalFault.SealMissing ? null : link.seal.EntryId, seals + 1, hash);
            }

            (seals, hash) = (seals + 1, link.seal.Hash);
        }

        return anchor?.Number > seals
            ? new(seals, seals, 0, JournalFault.AnchorMissing, null, seals + 1, hash)
            : await BeyondChainAsync(db, seals, hash, stop);
    }

    private static JournalFault? FaultOf(JournalSeal seal, JournalEntry? entry, long expected, string previous, Anchor? anchor) =>
        seal.Number != expected ? JournalFault.SealMissing
        : seal.PreviousHash != previous || seal.Hash != JournalSeal.HashOf(seal.Number, seal.EntryId, seal.EntryDigest, previous) ? JournalFault.SealAltered
        : entry is null ? JournalFault.EntryMissing
        : entry.Digest != seal.EntryDigest || entry.ComputeDigest() != entry.Digest ? JournalFault.EntryAltered
        : anchor?.Number == seal.Number && anchor.Hash != seal.Hash ? JournalFault.AnchorMissing
        : null;

    /// <summary>Entries that are not sealed yet must at least carry their own digest.</summary>
    private static async Task<JournalVerdict> BeyondChainAsync(Db db, long seals, string hash, CancellationToken stop)
    {
        var unsealed = 0L;
        var open = db.Journal.AsNoTracking().Where(e => !db.Seals.Any(s => s.EntryId == e.Id)).OrderBy(e => e.Id);
        await foreach (var entry in open.AsAsyncEnumerable().WithCancellation(stop))
        {
            unsealed++;
            if (entry.ComputeDigest() != entry.Digest)
            {
                return new(seals + unsealed, seals, unsealed, JournalFault.EntryAltered, entry.Id, null, hash);
            }
        }

        return new(seals + unsealed, seals, unsealed, null, null, null, hash);
    }
}
