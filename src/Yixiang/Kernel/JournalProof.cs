using Microsoft.EntityFrameworkCore;

namespace Yixiang.Kernel;

/// <summary>What is wrong at the first place where the journal and its chain part.</summary>
public enum JournalFault { EntryAltered, EntryMissing, SealAltered, SealMissing }

/// <summary>The outcome of checking the journal against its chain.</summary>
/// <param name="Entries">Entries that were checked.</param>
/// <param name="Unsealed">Entries that the sealer has not reached yet.</param>
/// <param name="EntryId">The first entry at fault.</param>
/// <param name="SealNumber">Its place in the chain.</param>
public sealed record JournalVerdict(long Entries, long Unsealed, JournalFault? Fault, long? EntryId, long? SealNumber, string LastHash)
{
    public bool Holds => Fault is null;
}

/// <summary>Checks the whole journal against its chain, in bounded memory, and names the first altered or missing entry.</summary>
public static class JournalProof
{
    public static async Task<JournalVerdict> VerifyAsync(Db db, CancellationToken stop)
    {
        var (entries, expected, hash) = (0L, 1L, JournalSeal.Beginning);
        var links = from seal in db.Seals.AsNoTracking()
                    join entry in db.Journal.AsNoTracking() on seal.EntryId equals entry.Id into found
                    from entry in found.DefaultIfEmpty()
                    orderby seal.Number
                    select new { seal, entry };
        await foreach (var link in links.AsAsyncEnumerable().WithCancellation(stop))
        {
            if (FaultOf(link.seal, link.entry, expected, hash) is { } fault)
            {
                return new(entries, 0, fault, link.seal.EntryId, expected, hash);
            }

            (entries, expected, hash) = (entries + 1, expected + 1, link.seal.Hash);
        }

        return await BeyondChainAsync(db, entries, expected, hash, stop);
    }

    private static JournalFault? FaultOf(JournalSeal seal, JournalEntry? entry, long expected, string previous) =>
        seal.Number != expected ? JournalFault.SealMissing
        : seal.PreviousHash != previous || seal.Hash != JournalSeal.HashOf(seal.Number, seal.EntryId, seal.EntryDigest, previous) ? JournalFault.SealAltered
        : entry is null ? JournalFault.EntryMissing
        : entry.Digest != seal.EntryDigest || entry.ComputeDigest() != entry.Digest ? JournalFault.EntryAltered
        : null;

    /// <summary>Entries that are not sealed yet must at least carry their own digest.</summary>
    private static async Task<JournalVerdict> BeyondChainAsync(Db db, long entries, long expected, string hash, CancellationToken stop)
    {
        var unsealed = 0L;
        var open = db.Journal.AsNoTracking().Where(e => !db.Seals.Any(s => s.EntryId == e.Id)).OrderBy(e => e.Id);
        await foreach (var entry in open.AsAsyncEnumerable().WithCancellation(stop))
        {
            unsealed++;
            if (entry.ComputeDigest() != entry.Digest)
            {
                return new(entries + unsealed, unsealed, JournalFault.EntryAltered, entry.Id, expected, hash);
            }
        }

        return new(entries + unsealed, unsealed, null, null, null, hash);
    }
}
