using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>Who gets an account.</summary>
/// <param name="Email">Also the name to sign in with.</param>
public sealed record NewAccount(string DisplayName, string Email, string? Phone = null, string Language = "zh-CN");

/// <summary>Opens accounts and changes passwords, by the city's rules.</summary>
public sealed class Opening(Db db, UserManager<Account> accounts, Passwords passwords, TimeProvider clock)
{
    /// <summary>Opens an account; without a password it waits for the person to choose one by the link of the invitation.</summary>
    /// <exception cref="RefusedException">Address taken or malformed, password too weak: by field.</exception>
    public async Task<Account> OpenAsync(NewAccount person, string? password, Actor by, string what, CancellationToken stop)
    {
        var account = new Account
        {
            UserName = person.Email.Trim(),
            Email = person.Email.Trim(),
            DisplayName = person.DisplayName.Trim(),
            PhoneNumber = Telephone.Plain(person.Phone),
            Language = person.Language == "en" ? "en" : "zh-CN",
            CreatedAt = clock.GetUtcNow(),
            SecurityStamp = Guid.NewGuid().ToString("N"),
        };
        Check(account, password);
        await using var transaction = await db.JoinTransactionAsync(stop);
        (password is null ? await accounts.CreateAsync(account) : await accounts.CreateAsync(account, password)).OrRefuse();
        db.Record(JournalEntry.Of("account", $"{account.Id}", what, new(by.AccountId is null ? Actor.Visitor with { AccountId = account.Id } : by, clock.GetUtcNow())));
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return account;
    }

    /// <summary>Sets a new password and makes every cookie of the account worthless; the caller renews its own.</summary>
    /// <exception cref="RefusedException">The password breaks the rules or is the old one.</exception>
    public async Task SetPasswordAsync(Account account, string password, string what, Actor by, CancellationToken stop)
    {
        Check(account, password);
        if (account.PasswordHash is not null && accounts.PasswordHasher.VerifyHashedPassword(account, account.PasswordHash, password) != PasswordVerificationResult.Failed)
        {
            throw new RefusedException(Refusals.Wrong(new FieldProblem("password", "account-password-same")));
        }

        account.PasswordHash = accounts.PasswordHasher.HashPassword(account, password);
        (account.SecurityStamp, account.ConcurrencyStamp, account.MustChangePassword) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString(), false);
        db.Record(JournalEntry.Of("account", $"{account.Id}", what, new(by, clock.GetUtcNow())));
        await db.SaveAsync($"{account.Id}", stop);
        await db.Accounts.Where(a => a.Id == account.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.AccessFailedCount, 0).SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null), stop);
    }

    public bool IsRight(Account account, string password) =>
        account.PasswordHash is not null && accounts.PasswordHasher.VerifyHashedPassword(account, account.PasswordHash, password) != PasswordVerificationResult.Failed;

    public Task<bool> IsTakenAsync(string email, long? butFor, CancellationToken stop)
    {
        var key = accounts.NormalizeEmail(email.Trim());
        return db.Accounts.AnyAsync(a => (a.NormalizedEmail == key || a.NormalizedUserName == key) && a.Id != butFor, stop);
    }

    private void Check(Account account, string? password)
    {
        if (password is not null && passwords.Problem(account, password) is { } problem)
        {
            throw new RefusedException(Refusals.Wrong(problem));
        }
    }
}
