using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Yixiang.Kernel;

/// <summary>One thing that happened: who, on behalf of whom, when, what, from, to, and the digest of the input.</summary>
/// <remarks>
/// Append-only, held so by triggers on both databases. It carries no content of its own, only digests, so that the purge of a
/// classified instrument (A1) leaves the line and nothing else, and personal data can be erased (A12) without touching it.
/// </remarks>
public sealed class JournalEntry
{
    public long Id { get; private set; }
    public required string Subject { get; init; }
    public required string Reference { get; init; }
    public required string What { get; init; }
    public string? Before { get; init; }
    public string? After { get; init; }
    public long? AccountId { get; init; }
    public required Role Role { get; init; }
    public long? OrganisationId { get; init; }
    public long? TokenId { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>SHA-256 of the input, hexadecimal.</summary>
    public required string InputDigest { get; init; }

    /// <summary>SHA-256 over every other column but the id: what the seal is laid over.</summary>
    public string Digest { get; private set; } = "";

    /// <summary>An entry for something that happened to a named thing.</summary>
    /// <param name="what">The act, an imperative: <c>submit</c>, <c>sign-in</c>.</param>
    /// <param name="input">What was asked; only its digest is kept.</param>
    public static JournalEntry Of(string subject, string reference, string what, Act act, object? input = null, string? before = null, string? after = null) =>
        OfDigested(subject, reference, what, act, InputDigestOf(input), before, after);

    /// <summary>What an entry keeps of an input: for many entries with the same input it is worked out once.</summary>
    internal static string InputDigestOf(object? input) => DigestOf(JsonSerializer.Serialize(input, input?.GetType() ?? typeof(object)));

    /// <param name="inputDigest">From <see cref="InputDigestOf"/>.</param>
    internal static JournalEntry OfDigested(string subject, string reference, string what, Act act, string inputDigest, string? before = null, string? after = null)
    {
        var entry = new JournalEntry
        {
            Subject = subject,
            Reference = reference,
            What = what,
            Before = before,
            After = after,
            AccountId = act.Actor.AccountId,
            Role = act.Actor.Role,
            OrganisationId = act.Actor.OrganisationId,
            TokenId = act.Actor.TokenId,
            At = act.At.ToWholeMilliseconds(),
            InputDigest = inputDigest,
        };
        entry.Digest = entry.ComputeDigest();
        return entry;
    }

    /// <summary>The digest as it must be; differs from <see cref="Digest"/> when the row was altered.</summary>
    public string ComputeDigest()
    {
        using var columns = JsonText.Rent();
        var json = columns.Writer;
        json.WriteStartArray();
        json.WriteStringValue(Subject);
        json.WriteStringValue(Reference);
        json.WriteStringValue(What);
        json.WriteStringValue(Before);
        json.WriteStringValue(After);
        WriteNumber(json, AccountId);
        json.WriteStringValue(Role.ToString());
        WriteNumber(json, OrganisationId);
        WriteNumber(json, TokenId);
        json.WriteNumberValue(At.ToUnixTimeMilliseconds());
        json.WriteStringValue(InputDigest);
        json.WriteEndArray();
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(columns.Written, digest);
        return Convert.ToHexStringLower(digest);
    }

    private static void WriteNumber(Utf8JsonWriter json, long? number)
    {
        if (number is { } there)
        {
            json.WriteNumberValue(there);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    public static string DigestOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>One link of the chain over the journal: this entry, in this order, after that link.</summary>
/// <remarks>Laid by one sealer behind the writers, so that no writer waits for another writer's link (decision 0003).</remarks>
public sealed class JournalSeal
{
    /// <summary>Place in the chain, 1, 2, 3 … without gaps.</summary>
    public required long Number { get; init; }
    public required long EntryId { get; init; }
    public required string EntryDigest { get; init; }
    public required string PreviousHash { get; init; }
    public required string Hash { get; init; }

    public const string Beginning = "0000000000000000000000000000000000000000000000000000000000000000";

    public static JournalSeal Over(JournalEntry entry, JournalSeal? previous)
    {
        var (number, before) = ((previous?.Number ?? 0) + 1, previous?.Hash ?? Beginning);
        return new() { Number = number, EntryId = entry.Id, EntryDigest = entry.Digest, PreviousHash = before, Hash = HashOf(number, entry.Id, entry.Digest, before) };
    }

    public static string HashOf(long number, long entryId, string entryDigest, string previousHash) =>
        JournalEntry.DigestOf($"{number}|{entryId}|{entryDigest}|{previousHash}");
}

public static class Moments
{
    /// <summary>Both databases keep at least milliseconds; a digest must not depend on more.</summary>
    public static DateTimeOffset ToWholeMilliseconds(this DateTimeOffset moment) => DateTimeOffset.FromUnixTimeMilliseconds(moment.ToUnixTimeMilliseconds());
}
