using System.CommandLine;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Operator;

/// <summary>First accounts, forgotten passwords and locks, for whoever holds the machine.</summary>
/// <remarks>Only the three separated administrators are made here; every other role is given in the product, by two persons.</remarks>
internal static class UserCommand
{
    /// <summary>No letters or digits that look like others.</summary>
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public static Command Create() => new("user", T("operator.user")) { List(), Make(), ResetPassword(), Unlock() };

    private static Argument<string> Login() => new("LOGIN") { Description = T("operator.user-login") };

    private static Command List() => new Command("list", T("operator.user-list")).Does(async (call, stop) =>
    {
        await call.DemandCurrentAsync(stop);
        var grants = await call.Db.Grants.AsNoTracking().Where(g => g.State == GrantState.Granted).Select(g => new { g.AccountId, g.Role }).ToListAsync(stop);
        var accounts = await call.Db.Accounts.AsNoTracking().OrderBy(a => a.UserName).Select(a => new { a.Id, a.UserName, a.Email, a.LockoutEnd, a.BlockedAt, a.ClosedAt }).ToListAsync(stop);
        var rows = accounts.Select(a => new
        {
            login = a.UserName,
            email = a.Email,
            roles = grants.Where(g => g.AccountId == a.Id).Select(g => g.Role).ToList(),
            locked = a.BlockedAt is not null || a.LockoutEnd > call.Now,
            closed = a.ClosedAt is not null,
        }).ToList();
        var lines = rows.Select(r => $"{r.login}\t{string.Join(",", r.roles)}\t{(r.closed ? T("operator.user-closed") : r.locked ? T("operator.user-locked") : "")}");
        return new(Outcome.Done, rows.Count == 0 ? T("operator.user-none") : string.Join(Environment.NewLine, lines), rows);
    });

    private static Command Make()
    {
        var login = Login();
        var name = new Option<string?>("--name") { Description = T("operator.user-name"), HelpName = "NAME" };
        var email = new Option<string>("--email") { Description = T("operator.user-email"), HelpName = "ADDRESS", Required = true };
        var role = new Option<Role>("--role") { Description = T("operator.user-role"), DefaultValueFactory = _ => Role.SystemAdministrator };
        role.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(Enum.TryParse<Role>(result.Tokens[0].Value, ignoreCase: true, out var given) && Roles.Separated.Contains(given)))
            {
                result.AddError(T("operator.user-role-separated"));
            }
        });
        return new Command("create", T("operator.user-create")) { login, name, email, role }.Does(async (call, stop) =>
        {
            await call.DemandCurrentAsync(stop);
            var given = call.Parsed.GetRequiredValue(login);
            var account = new Account { UserName = given, Email = call.Parsed.GetRequiredValue(email), DisplayName = call.Parsed.GetValue(name) ?? given, CreatedAt = call.Now, MustChangePassword = true };
            var password = NewPassword();
            await using var transaction = await call.Db.Database.BeginTransactionAsync(stop);
            Demand(await call.Of<UserManager<Account>>().CreateAsync(account, password));
            call.Db.Record(JournalEntry.Of("account", $"{account.Id}", "create", call.Act));
            var grant = new Grant { AccountId = account.Id, Role = call.Parsed.GetValue(role), ProposedBy = account.Id, ProposedAt = call.Now };
            call.Db.Grants.Add(grant);
            await call.Db.MoveAsync(Grant.Lifecycle.Approve, grant, new Nothing(), Actor.Product with { Role = Role.SecurityAdministrator }, call.Now, stop);
            await transaction.CommitAsync(stop);
            return new(Outcome.Done, T("operator.user-created", given, grant.Role, password), new { login = given, role = grant.Role, password });
        });
    }

    private static Command ResetPassword()
    {
        var login = Login();
        var second = new Option<bool>("--second-factor") { Description = T("operator.user-second-factor") };
        return new Command("reset-password", T("operator.user-reset")) { login, second }.Does(async (call, stop) =>
        {
            var (accounts, account) = await FindAsync(call, login, stop);
            var password = NewPassword();
            await using var transaction = await call.Db.Database.BeginTransactionAsync(stop);
            account.MustChangePassword = true;
            // Not by a token: that needs the data-protection keys, and this command must help when their key file is lost.
            Demand(await accounts.RemovePasswordAsync(account));
            Demand(await accounts.AddPasswordAsync(account, password));
            if (call.Parsed.GetValue(second))
            {
                await call.Of<SecondFactors>().RemoveAsync(account.Id, call.Act.Actor, stop);
            }

            call.Db.Record(JournalEntry.Of("account", $"{account.Id}", call.Parsed.GetValue(second) ? "reset-password-and-second-factor" : "reset-password", call.Act));
            await call.Db.SaveChangesAsync(stop);
            await transaction.CommitAsync(stop);
            return new(Outcome.Done, T("operator.user-was-reset", account.UserName, password), new { login = account.UserName, password });
        });
    }

    private static Command Unlock()
    {
        var login = Login();
        return new Command("unlock", T("operator.user-unlock")) { login }.Does(async (call, stop) =>
        {
            var (accounts, account) = await FindAsync(call, login, stop);
            if (account.LockoutEnd is null && account.BlockedAt is null && account.AccessFailedCount == 0)
            {
                throw new RefusedException(new(RefusalKind.WrongState, "account-not-locked", account.UserName));
            }

            await using var transaction = await call.Db.Database.BeginTransactionAsync(stop);
            account.BlockedAt = null;
            Demand(await accounts.SetLockoutEndDateAsync(account, null));
            Demand(await accounts.ResetAccessFailedCountAsync(account));
            call.Db.Record(JournalEntry.Of("account", $"{account.Id}", "unlock", call.Act));
            await call.Db.SaveChangesAsync(stop);
            await transaction.CommitAsync(stop);
            return new(Outcome.Done, T("operator.user-unlocked", account.UserName), new { login = account.UserName });
        });
    }

    private static async Task<(UserManager<Account> Accounts, Account Account)> FindAsync(Call call, Argument<string> login, CancellationToken stop)
    {
        await call.DemandCurrentAsync(stop);
        var (accounts, given) = (call.Of<UserManager<Account>>(), call.Parsed.GetRequiredValue(login));
        return (accounts, await accounts.FindByNameAsync(given) ?? throw new RefusedException(new(RefusalKind.WrongInput, "account-unknown", given)));
    }

    private static void Demand(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new RefusedException(new(RefusalKind.WrongInput, "account-not-changed", string.Join(T("list.and"), result.Errors.Select(Sentence))));
        }
    }

    private static string Sentence(IdentityError error) => error.Code switch
    {
        "DuplicateUserName" => T("operator.user-login-taken"),
        "InvalidUserName" => T("operator.user-login-wrong"),
        "DuplicateEmail" => T("problem.account-email-taken"),
        "InvalidEmail" => T("problem.account-email-wrong"),
        _ => error.Description,
    };

    /// <summary>Some 85 bits, with every class of sign that password rules may ask for.</summary>
    private static string NewPassword()
    {
        string password;
        do
        {
            password = string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 4)));
        }
        while (!(password.Any(char.IsAsciiDigit) && password.Any(char.IsAsciiLetterUpper) && password.Any(char.IsAsciiLetterLower)));
        return password;
    }
}
