using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>What is held about a person, and its end (PIPL art. 45 and 47).</summary>
public sealed class Closing(Db db, IEnumerable<IOfPerson> held, TimeProvider clock)
{
    /// <summary>Everything held about an account, for the person to take away.</summary>
    public async Task<object> CopyAsync(long id, CancellationToken stop)
    {
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == id, stop);
        var elsewhere = new Dictionary<string, object>();
        foreach (var place in held)
        {
            elsewhere[place.Name] = await place.CopyAsync(id, stop);
        }

        return new
        {
            Account = new { account.Id, account.UserName, account.DisplayName, account.Email, account.EmailConfirmed, Phone = account.PhoneNumber, account.Language, account.CreatedAt },
            SecondFactorSince = await db.SecondFactors.Where(f => f.AccountId == id).Select(f => f.ConfirmedAt).SingleOrDefaultAsync(stop),
            Roles = await db.Grants.AsNoTracking().Where(g => g.AccountId == id).OrderBy(g => g.Id).Select(g => new { Role = g.Role.ToString(), g.OrganisationId, g.AreaCode, State = g.State.ToString(), g.ProposedAt, g.DecidedAt }).ToListAsync(stop),
            Sessions = await db.Sessions.AsNoTracking().Where(s => s.AccountId == id).OrderBy(s => s.Id).Select(s => new { s.Device, s.Address, s.BeganAt, s.SeenAt, s.EndedAt }).ToListAsync(stop),
            Tokens = await db.ApiTokens.AsNoTracking().Where(t => t.AccountId == id).OrderBy(t => t.Id).Select(t => new { t.Name, t.Prefix, t.Scopes, t.CreatedAt, t.ExpiresAt, t.RevokedAt }).ToListAsync(stop),
            Consents = await db.Consents.AsNoTracking().Where(c => c.AccountId == id).OrderBy(c => c.Id).Select(c => new { c.Purpose, c.NoticeVersion, c.GivenAt, c.WithdrawnAt }).ToListAsync(stop),
            Elsewhere = elsewhere,
            Journal = await db.Journal.AsNoTracking().Where(e => e.AccountId == id).OrderBy(e => e.Id).Select(e => new { e.At, e.Subject, e.Reference, e.What }).ToListAsync(stop),
        };
    }

    /// <summary>Closes and erases at once when the person holds no role; else writes the wish down, for an administrator to close it after the role was handed over.</summary>
    /// <returns>True when it is closed.</returns>
    public async Task<bool> AskAsync(Account account, Actor actor, CancellationToken stop)
    {
        if (!await db.Grants.AnyAsync(g => g.AccountId == account.Id && g.State == GrantState.Granted && g.Role != Role.User, stop))
        {
            await CloseAsync(account, actor, stop);
            return true;
        }

        account.ErasureAskedAt = clock.GetUtcNow();
        db.Record(JournalEntry.Of("account", $"{account.Id}", "ask-erasure", new(actor, clock.GetUtcNow())));
        await db.SaveChangesAsync(stop);
        return false;
    }

    /// <summary>Closes an account: no way in, no role, no token, nothing by which the person could be known.</summary>
    public async Task CloseAsync(Account account, Actor actor, CancellationToken stop)
    {
        if (account.ClosedAt is not null)
        {
            throw new RefusedException(new(RefusalKind.WrongState, "account-closed"));
        }

        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.Sessions.Where(s => s.AccountId == account.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, x => x.EndedAt ?? now).SetProperty(x => x.Device, "").SetProperty(x => x.Address, ""), stop);
        await db.ApiTokens.Where(t => t.AccountId == account.Id && t.RevokedAt == null).ExecuteUpdateAsync(s => s.SetProperty(t => t.RevokedAt, now), stop);
        await db.Consents.Where(c => c.AccountId == account.Id && c.WithdrawnAt == null).ExecuteUpdateAsync(s => s.SetProperty(c => c.WithdrawnAt, now), stop);
        await db.SecondFactors.Where(f => f.AccountId == account.Id).ExecuteDeleteAsync(stop);
        await db.RecoveryCodes.Where(c => c.AccountId == account.Id).ExecuteDeleteAsync(stop);
        await db.KeptForms.Where(k => k.AccountId == account.Id).ExecuteDeleteAsync(stop);
        await db.MailLinks.Where(l => l.AccountId == account.Id).ExecuteUpdateAsync(s => s.SetProperty(l => l.UsedAt, l => l.UsedAt ?? now).SetProperty(l => l.Email, ""), stop);
        foreach (var place in held)
        {
            await place.EraseAsync(account.Id, stop);
        }

        foreach (var grant in await db.Grants.Where(g => g.AccountId == account.Id && (g.State == GrantState.Granted || g.State == GrantState.Proposed)).ToListAsync(stop))
        {
            db.Record(grant.EndWithAccount(new(actor, now)));
        }

        account.Erase(now);
        db.Record(JournalEntry.Of("account", $"{account.Id}", "close", new(actor, now)));
        await db.SaveAsync($"{account.Id}", stop);
        await transaction.CommitAsync(stop);
    }
}
