using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Yixiang.Kernel;

/// <summary>A creation that was answered once: the same request again gets the same thing, not a second one.</summary>
/// <remarks>Keeps the digest of the body and the reference of what came of it, never the content: a purge (A1) has nothing to look for here.</remarks>
[Unjournalled("remembers that a request was answered; what the request did has its own entry")]
public sealed class AnsweredRequest
{
    public long Id { get; private set; }

    /// <summary>Whose key it is: two callers may choose the same one.</summary>
    public required long AccountId { get; init; }

    /// <summary>The header <c>Idempotency-Key</c>, with the route it was sent to.</summary>
    public required string Key { get; init; }
    public required string BodyDigest { get; init; }
    public required string Reference { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class AnsweredRequestTable : IEntityTypeConfiguration<AnsweredRequest>
{
    public void Configure(EntityTypeBuilder<AnsweredRequest> table)
    {
        table.ToTable("answered_requests");
        table.HasIndex(a => new { a.AccountId, a.Key }).IsUnique();
        table.Property(a => a.Key).HasMaxLength(240);
        table.Property(a => a.BodyDigest).HasMaxLength(64).IsFixedLength();
        table.Property(a => a.Reference).HasMaxLength(80);
    }
}

public static class Idempotency
{
    public const string Header = "Idempotency-Key";

    /// <summary>Longest key a caller may choose.</summary>
    public const int Longest = 200;

    /// <summary>Creates something once, however often the request comes: in one transaction with the memory of it.</summary>
    /// <param name="key">Null when the caller sent none: then every request creates.</param>
    /// <param name="create">Creates and gives the reference; everything it saves is in the transaction.</param>
    /// <returns>The reference, and whether it was created now.</returns>
    /// <exception cref="RefusedException"><c>idempotency-key-reused</c>: the key came before with another body.</exception>
    public static async Task<(string Reference, bool Now)> OnceAsync(
        this Db db, Actor actor, string route, string? key, string body, DateTimeOffset at, Func<Task<string>> create, CancellationToken stop)
    {
        var digest = JournalEntry.DigestOf(body);
        var name = key is null ? null : $"{route} {key}";
        if (name is not null && await db.AnsweredAsync(actor, name, digest, key!, stop) is { } before)
        {
            return (before, false);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        try
        {
            var reference = await create();
            if (name is not null)
            {
                db.Add(new AnsweredRequest { AccountId = actor.AccountId ?? 0, Key = name, BodyDigest = digest, Reference = reference, At = at });
                await db.SaveChangesAsync(stop);
            }

            await transaction.CommitAsync(stop);
            return (reference, true);
        }
        catch (Exception error) when (name is not null && error is DbUpdateException or RefusedException { Refusal.Kind: RefusalKind.Conflict })
        {
            // Two requests with one key at once: one of them passed, and the other stands in its own way.
            await transaction.RollbackAsync(stop);
            db.ChangeTracker.Clear();
            if (await db.AnsweredAsync(actor, name!, digest, key!, stop) is { } other)
            {
                return (other, false);
            }

            throw;
        }
    }

    private static async Task<string?> AnsweredAsync(this Db db, Actor actor, string name, string digest, string key, CancellationToken stop)
    {
        var account = actor.AccountId ?? 0;
        var before = await db.Set<AnsweredRequest>().AsNoTracking().SingleOrDefaultAsync(a => a.AccountId == account && a.Key == name, stop);
        return before is null || before.BodyDigest == digest ? before?.Reference : throw new RefusedException(new(RefusalKind.Conflict, "idempotency-key-reused", key));
    }
}
