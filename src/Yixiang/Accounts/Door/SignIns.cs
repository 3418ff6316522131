using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>How a try to sign in came out, and what comes next.</summary>
public enum SignInStep { Wrong, Locked, NeedsCode, NeedsEnrolment, Done }

/// <summary>The one door through which people come in and go out: password, second factor, session, role. Every passage is in the journal.</summary>
public sealed class SignIns(Db db, UserManager<Account> accounts, SecondFactors factors, Tries tries, IHttpContextAccessor http, TimeProvider clock)
{
    /// <summary>Cookie of somebody whose password was right and whose second factor is still to come; ten minutes.</summary>
    public const string HalfWay = "yixiang-half";

    /// <summary>A hash of nothing anybody knows: comparing with it takes as long as with a real one, so that time does not tell which names exist.</summary>
    private static readonly string Decoy = new PasswordHasher<object>().HashPassword(new(), Guid.NewGuid().ToString());

    private HttpContext Http => http.HttpContext!;

    /// <summary>First step: name and password.</summary>
    public async Task<SignInStep> EnterAsync(string name, string password, CancellationToken stop)
    {
        if (await FindAsync(name, stop) is not { } account)
        {
            new PasswordHasher<object>().VerifyHashedPassword(new(), Decoy, password);
            await NoteAsync("unknown", Actor.Visitor, "sign-in-failed", stop);
            return SignInStep.Wrong;
        }

        if (!await tries.TakeAsync(account.Id, stop))
        {
            await NoteAsync(account, "sign-in-refused", stop);
            return SignInStep.Locked;
        }

        if (account.PasswordHash is null || accounts.PasswordHasher.VerifyHashedPassword(account, account.PasswordHash, password) == PasswordVerificationResult.Failed)
        {
            return await FailAsync(account, stop);
        }

        await tries.GiveBackAsync(account.Id, stop);
        return await AfterPasswordAsync(account, stop);
    }

    /// <summary>Second step: a code of the app, or a recovery code.</summary>
    public async Task<SignInStep> EnterCodeAsync(Account account, string code, CancellationToken stop)
    {
        if (!await tries.TakeAsync(account.Id, stop))
        {
            await NoteAsync(account, "sign-in-refused", stop);
            return SignInStep.Locked;
        }

        if (!await factors.TakeAsync(account.Id, code, stop))
        {
            return await FailAsync(account, stop);
        }

        await BeginAsync(account, await PreferredGrantAsync(account.Id, stop), stop);
        return SignInStep.Done;
    }

    /// <summary>Who is half way in: the password was right, the code is missing.</summary>
    public async Task<Account?> HalfWayInAsync(CancellationToken stop)
    {
        var person = (await Http.AuthenticateAsync(HalfWay)).Principal;
        var (id, stamp) = (person?.FindFirstValue(ClaimTypes.NameIdentifier), person?.FindFirstValue(GrantClaims.Stamp));
        return long.TryParse(id, out var number)
            ? await db.Accounts.SingleOrDefaultAsync(a => a.Id == number && a.SecurityStamp == stamp && a.ClosedAt == null, stop)
            : null;
    }

    /// <summary>Begins a session in a role: after all steps, and for the demo bar. Gives the cookie.</summary>
    public async Task BeginAsync(Account account, Grant? grant, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        await tries.ForgetAsync(account.Id, stop);
        var session = new Session
        {
            AccountId = account.Id,
            GrantId = grant?.Id,
            BeganAt = now,
            SeenAt = now,
            Device = Cut(Http.Request.Headers.UserAgent.ToString(), 200),
            Address = Http.Connection.RemoteIpAddress?.ToString() ?? "",
        };
        db.Sessions.Add(session);
        db.Record(JournalEntry.Of("account", $"{account.Id}", "sign-in", new(ActorOf(account, grant), now)));
        await db.SaveChangesAsync(stop);
        await Http.SignOutAsync(HalfWay);
        await GiveCookieAsync(account, grant, session);
    }

    /// <summary>Goes on in another role that was granted to the same person.</summary>
    /// <exception cref="RefusedException">The role is not this person's.</exception>
    public async Task SwitchAsync(Actor actor, long grantId, CancellationToken stop)
    {
        var session = await CurrentAsync(actor, stop) ?? throw new RefusedException(new(RefusalKind.NotAllowed, "account-no-session"));
        var grant = await db.Grants.SingleOrDefaultAsync(g => g.Id == grantId && g.AccountId == actor.AccountId && g.State == GrantState.Granted, stop)
            ?? throw new RefusedException(new(RefusalKind.NotAllowed, "account-not-your-role"));
        var account = await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, stop);
        session.GrantId = grant.Id;
        db.Record(JournalEntry.Of("account", $"{account.Id}", "switch-role", new(ActorOf(account, grant), clock.GetUtcNow()), null, actor.Role.ToString(), grant.Role.ToString()));
        await db.SaveChangesAsync(stop);
        await GiveCookieAsync(account, grant, session);
    }

    /// <summary>Gives a fresh cookie to the same session: after a change of name or password.</summary>
    public async Task RenewAsync(Account account, CancellationToken stop)
    {
        if (GrantClaims.SessionOf(Http.User) is { } id && await db.Sessions.SingleOrDefaultAsync(s => s.Id == id && s.AccountId == account.Id, stop) is { } session)
        {
            await GiveCookieAsync(account, await db.Grants.SingleOrDefaultAsync(g => g.Id == session.GrantId, stop), session);
        }
    }

    public async Task LeaveAsync(Actor actor, CancellationToken stop)
    {
        var (id, now) = (GrantClaims.SessionOf(Http.User), clock.GetUtcNow());
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.Sessions.Where(s => s.Id == id && s.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), stop);
        await NoteAsync($"{actor.AccountId}", actor, "sign-out", stop);
        await transaction.CommitAsync(stop);
        await Http.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    /// <summary>Ends every session of an account but one: sign-out everywhere, lock, new password.</summary>
    public async Task EndAllAsync(long accountId, Actor by, long? except, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.JoinTransactionAsync(stop);
        await db.Sessions.Where(s => s.AccountId == accountId && s.EndedAt == null && s.Id != except).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), stop);
        await NoteAsync($"{accountId}", by, "sign-out-everywhere", stop);
        await transaction.CommitAsync(stop);
    }

    /// <summary>Forgets what is kept half way: the person starts again.</summary>
    public Task ForgetHalfWayAsync() => Http.SignOutAsync(HalfWay);

    /// <summary>The role of the last session, if it is still granted; else the first one granted.</summary>
    public async Task<Grant?> PreferredGrantAsync(long accountId, CancellationToken stop)
    {
        var last = await db.Sessions.Where(s => s.AccountId == accountId).OrderByDescending(s => s.Id).Select(s => s.GrantId).FirstOrDefaultAsync(stop);
        var grants = await db.Grants.AsNoTracking().Where(g => g.AccountId == accountId && g.State == GrantState.Granted).OrderBy(g => g.Id).ToListAsync(stop);
        return grants.Find(g => g.Id == last) ?? grants.FirstOrDefault();
    }

    private async Task<SignInStep> AfterPasswordAsync(Account account, CancellationToken stop)
    {
        if (await factors.IsEnrolledAsync(account.Id, stop))
        {
            await GoHalfWayAsync(account);
            return SignInStep.NeedsCode;
        }

        if (await factors.IsDemandedAsync(account.Id, stop))
        {
            await GoHalfWayAsync(account);
            return SignInStep.NeedsEnrolment;
        }

        await BeginAsync(account, await PreferredGrantAsync(account.Id, stop), stop);
        return SignInStep.Done;
    }

    private async Task<SignInStep> FailAsync(Account account, CancellationToken stop)
    {
        var locked = await tries.FailedAsync(account.Id, stop);
        await NoteAsync(account, locked ? "sign-in-locked" : "sign-in-failed", stop);
        return locked ? SignInStep.Locked : SignInStep.Wrong;
    }

    /// <summary>By name, by address, or by a telephone that one person alone gave: what an office shares is nobody's name.</summary>
    private async Task<Account?> FindAsync(string name, CancellationToken stop)
    {
        var (phone, key) = (Telephone.Plain(name), accounts.NormalizeName(name.Trim()));
        var open = db.Accounts.AsNoTracking().Where(a => a.ClosedAt == null);
        if (await open.Where(a => a.NormalizedUserName == key || a.NormalizedEmail == key).OrderBy(a => a.NormalizedUserName == key ? 0 : 1).ThenBy(a => a.Id).FirstOrDefaultAsync(stop) is { } named)
        {
            return named;
        }

        return phone is not null && await open.Where(a => a.PhoneNumber == phone).Take(2).ToListAsync(stop) is [var only] ? only : null;
    }

    private Task<Session?> CurrentAsync(Actor actor, CancellationToken stop)
    {
        var id = GrantClaims.SessionOf(Http.User);
        return db.Sessions.SingleOrDefaultAsync(s => s.Id == id && s.AccountId == actor.AccountId && s.EndedAt == null, stop);
    }

    private Task GoHalfWayAsync(Account account)
    {
        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, $"{account.Id}"), new(GrantClaims.Stamp, account.SecurityStamp ?? "")], HalfWay);
        return Http.SignInAsync(HalfWay, new(identity));
    }

    private async Task GiveCookieAsync(Account account, Grant? grant, Session session)
    {
        var person = GrantClaims.Of(account, grant, session);
        await Http.SignInAsync(IdentityConstants.ApplicationScheme, person, new() { IsPersistent = false });
        Http.User = person;
    }

    private Task NoteAsync(Account account, string what, CancellationToken stop) => NoteAsync($"{account.Id}", Actor.Visitor with { AccountId = account.Id }, what, stop);

    private async Task NoteAsync(string reference, Actor actor, string what, CancellationToken stop)
    {
        db.Record(JournalEntry.Of("account", reference, what, new(actor, clock.GetUtcNow())));
        await db.SaveChangesAsync(stop);
    }

    private static Actor ActorOf(Account account, Grant? grant) => new(account.Id, account.DisplayName, grant?.Role ?? Role.User, grant?.OrganisationId, grant?.AreaCode);

    private static string Cut(string text, int most) => text.Length > most ? text[..most] : text;
}
