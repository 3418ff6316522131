using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>Enrols, checks and removes the second factor of an account.</summary>
public sealed class SecondFactors(Db db, IDataProtectionProvider protection, DoorRules rules, TimeProvider clock)
{
    private const int Codes = 10;
    private readonly IDataProtector protector = protection.CreateProtector("second-factor");

    public Task<bool> IsEnrolledAsync(long accountId, CancellationToken stop) =>
        db.SecondFactors.AnyAsync(f => f.AccountId == accountId && f.ConfirmedAt != null, stop);

    public async Task<bool> IsDemandedAsync(long accountId, CancellationToken stop)
    {
        var roles = await db.Grants.Where(g => g.AccountId == accountId && g.State == GrantState.Granted).Select(g => g.Role).ToListAsync(stop);
        return roles.Exists(rules.DemandsSecondFactor);
    }

    /// <summary>The key to put into the app; the same one until it is confirmed, so that a reloaded page keeps its QR code.</summary>
    public async Task<byte[]> KeyToConfirmAsync(long accountId, CancellationToken stop)
    {
        var row = await db.SecondFactors.SingleOrDefaultAsync(f => f.AccountId == accountId, stop);
        if (row is { ConfirmedAt: not null })
        {
            throw new RefusedException(new(RefusalKind.WrongState, "account-second-factor-there"));
        }

        if (row is not null && Open(row) is { } begun)
        {
            return begun;
        }

        var key = Totp.NewKey();
        row ??= db.SecondFactors.Add(new() { AccountId = accountId, ProtectedKey = "" }).Entity;
        row.ProtectedKey = Convert.ToBase64String(protector.Protect(key));
        db.Record(Entry(accountId, "begin-second-factor"));
        await db.SaveChangesAsync(stop);
        return key;
    }

    /// <summary>Confirms the app by its first code.</summary>
    /// <returns>The recovery codes, shown this once; null when the code is wrong.</returns>
    public async Task<IReadOnlyList<string>?> ConfirmAsync(long accountId, string code, CancellationToken stop)
    {
        var row = await db.SecondFactors.SingleOrDefaultAsync(f => f.AccountId == accountId && f.ConfirmedAt == null, stop);
        if (row is null || Match(row, code) is not { } step)
        {
            return null;
        }

        (row.ConfirmedAt, row.LastStep) = (clock.GetUtcNow(), step);
        return await RenewCodesAsync(accountId, "enrol-second-factor", stop);
    }

    /// <summary>Ten new recovery codes; the old ones are void.</summary>
    public async Task<IReadOnlyList<string>> RenewCodesAsync(long accountId, string what, CancellationToken stop)
    {
        db.RecoveryCodes.RemoveRange(await db.RecoveryCodes.Where(c => c.AccountId == accountId).ToListAsync(stop));
        var codes = Enumerable.Range(0, Codes).Select(_ => NewCode()).ToList();
        db.RecoveryCodes.AddRange(codes.Select(c => new RecoveryCode { AccountId = accountId, Digest = Digest(c) }));
        db.Record(Entry(accountId, what));
        await db.SaveChangesAsync(stop);
        return codes;
    }

    /// <summary>Takes a code of the app or a recovery code; each only once, also when two requests bring it at the same moment.</summary>
    /// <exception cref="RefusedException">No code of the app can be checked, as the key file that opens its key was lost (<c>account-second-factor-shut</c>).</exception>
    public async Task<bool> TakeAsync(long accountId, string code, CancellationToken stop)
    {
        var row = await db.SecondFactors.AsNoTracking().SingleOrDefaultAsync(f => f.AccountId == accountId && f.ConfirmedAt != null, stop);
        if (row is null)
        {
            return false;
        }

        if (Match(row, code) is { } step)
        {
            return await db.SecondFactors.Where(f => f.AccountId == accountId && f.LastStep < step).ExecuteUpdateAsync(s => s.SetProperty(f => f.LastStep, step), stop) == 1;
        }

        var (digest, now) = (Digest(code), clock.GetUtcNow());
        await using var transaction = await db.JoinTransactionAsync(stop);
        if (await db.RecoveryCodes.Where(c => c.AccountId == accountId && c.Digest == digest && c.UsedAt == null).ExecuteUpdateAsync(s => s.SetProperty(c => c.UsedAt, now), stop) != 1)
        {
            return Open(row) is not null ? false : throw new RefusedException(new(RefusalKind.WrongState, "account-second-factor-shut"));
        }

        if (Open(row) is null)
        {
            // The app is of no use any more: the next sign-in enrols anew.
            db.SecondFactors.Remove(row);
        }

        db.Record(Entry(accountId, "use-recovery-code"));
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return true;
    }

    /// <summary>Takes app and codes away, so that the next sign-in enrols anew.</summary>
    public async Task RemoveAsync(long accountId, Actor by, CancellationToken stop)
    {
        db.SecondFactors.RemoveRange(await db.SecondFactors.Where(f => f.AccountId == accountId).ToListAsync(stop));
        db.RecoveryCodes.RemoveRange(await db.RecoveryCodes.Where(c => c.AccountId == accountId).ToListAsync(stop));
        db.Record(JournalEntry.Of("account", $"{accountId}", "reset-second-factor", new(by, clock.GetUtcNow())));
        await db.SaveChangesAsync(stop);
    }

    private long? Match(SecondFactor row, string code) => Open(row) is { } key ? Totp.Match(key, Plain(code), clock.GetUtcNow(), row.LastStep) : null;

    /// <summary>The key of the app; null when it was protected by a key that is not here any more.</summary>
    private byte[]? Open(SecondFactor row)
    {
        try
        {
            return protector.Unprotect(Convert.FromBase64String(row.ProtectedKey));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private JournalEntry Entry(long accountId, string what) =>
        JournalEntry.Of("account", $"{accountId}", what, new(Actor.Visitor with { AccountId = accountId }, clock.GetUtcNow()));

    /// <summary>Eighty random bits in four groups, easy to copy from paper.</summary>
    private static string NewCode() => string.Join('-', Totp.ToText(RandomNumberGenerator.GetBytes(10)).Chunk(4).Select(g => new string(g)));

    private static string Digest(string code) => JournalEntry.DigestOf(Plain(code));

    private static string Plain(string code) => string.Concat(code.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
