using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;

namespace Yixiang.Ledger;

/// <summary>Two officers who checked a list for secrets before it was decided, as whoever adopts it states.</summary>
public sealed record Checkers(Account First, Account Second);

/// <summary>Takes a list that was decided before the platform existed: its secrecy check rests on the decision document, or on two officers who are named (decision record <c>first-list</c>).</summary>
public sealed class Adoption(Db db, TimeProvider clock)
{
    /// <summary>The two officers of these names.</summary>
    /// <param name="logins">Empty for none.</param>
    /// <exception cref="RefusedException">Not two, the same person twice, or not an officer of the bureau.</exception>
    public async Task<Checkers?> CheckersAsync(IReadOnlyList<string> logins, CancellationToken stop)
    {
        if (logins.Count == 0)
        {
            return null;
        }

        var found = new List<Account>();
        foreach (var login in logins)
        {
            found.Add(await db.Accounts.SingleOrDefaultAsync(a => a.NormalizedUserName == login.ToUpperInvariant() && a.ClosedAt == null
                && db.Set<Grant>().Any(g => g.AccountId == a.Id && g.Role == Role.BureauOfficer && g.State == GrantState.Granted), stop)
                ?? throw new RefusedException(new(RefusalKind.WrongInput, "batch-checker-unknown", login)));
        }

        return found.Count == 2 && found[0].Id != found[1].Id ? new(found[0], found[1]) : throw new RefusedException(new(RefusalKind.WrongInput, "batch-two-checkers"));
    }

    /// <summary>Adopts a batch; the journal keeps the digest of the document and, where they are named, who checked.</summary>
    public async Task AdoptAsync(Batch batch, StoredFile decision, Checkers? checkers, CancellationToken stop)
    {
        var act = new Act(Actor.Product, clock.GetUtcNow());
        batch.DecisionFileId = decision.Id;
        db.Record(JournalEntry.Of("batch", batch.Reference, "decision", act, new { decision.Name, decision.Digest }, null, $"sha256:{decision.Digest[..32]}"));
        if (checkers is not null)
        {
            batch.NameCheckers(checkers.First.Id, checkers.Second.Id, decision.Name);
            db.Record(JournalEntry.Of("batch", batch.Reference, "name-checkers", act, null, null, $"account {checkers.First.Id}, account {checkers.Second.Id}"));
        }

        await db.MoveAsync(Batch.Lifecycle.Adopt, batch, new Nothing(), act.Actor, act.At, stop);
    }
}
