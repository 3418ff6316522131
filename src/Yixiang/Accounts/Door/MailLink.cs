using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>What a link in a mail opens.</summary>
public enum LinkPurpose { Invitation, PasswordReset, EmailConfirmation }

/// <summary>A link sent by mail that opens one door once. The row holds no secret: the address in the mail is protected by the data-protection keys and made when the mail is written.</summary>
public sealed class MailLink
{
    public long Id { get; private set; }
    public required string Reference { get; init; }
    public required long AccountId { get; init; }
    public required LinkPurpose Purpose { get; init; }

    /// <summary>The address that the link confirms: it must still be the account's.</summary>
    public required string Email { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>Whether mails leave the house, or are kept where everybody may read them as in the demo. Where neither holds, whoever invites is shown the link once and hands it over.</summary>
public sealed record MailExit(bool IsOpen);

/// <summary>A link to be handed over by whoever caused it.</summary>
/// <param name="Path">Without the host: <c>/open/Invitation?t=…</c>.</param>
public sealed record LinkByHand(string Name, string Email, string Path, DateTimeOffset Until);

/// <summary>Issues and opens <see cref="MailLink"/>s. Issuing is a journal entry (<c>mail-link</c>, <c>issue</c>) which the post hears.</summary>
public sealed class MailLinks(Db db, IDataProtectionProvider protection, TimeProvider clock)
{
    public const string Subject = "mail-link";
    private readonly IDataProtector protector = protection.CreateProtector("mail-link");

    /// <summary>Puts a link on the context, to be saved with the act that causes it; earlier ones of the same purpose are void.</summary>
    public async Task<MailLink> IssueAsync(Account account, LinkPurpose purpose, Actor by, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        foreach (var old in await db.MailLinks.Where(l => l.AccountId == account.Id && l.Purpose == purpose && l.UsedAt == null).ToListAsync(stop))
        {
            old.UsedAt = now;
        }

        var link = new MailLink { Reference = Guid.NewGuid().ToString("N"), AccountId = account.Id, Purpose = purpose, Email = account.Email!, ExpiresAt = now + Term(purpose) };
        db.MailLinks.Add(link);
        db.Record(JournalEntry.Of(Subject, link.Reference, "issue", new(by, now), null, null, purpose.ToString()));
        await db.SaveChangesAsync(stop);
        return link;
    }

    /// <summary>Shows a link to whoever caused it. Whoever holds it opens the account, so it is written down who saw it.</summary>
    public async Task<LinkByHand> ShowAsync(MailLink link, Account account, Actor by, CancellationToken stop)
    {
        db.Record(JournalEntry.Of(Subject, link.Reference, "show", new(by, clock.GetUtcNow()), null, null, link.Purpose.ToString()));
        await db.SaveChangesAsync(stop);
        return new(account.DisplayName, account.Email!, $"/open/{link.Purpose}?t={Uri.EscapeDataString(Secret(link))}", link.ExpiresAt);
    }

    /// <summary>The secret part of the address.</summary>
    public string Secret(MailLink link) => protector.Protect(link.Reference);

    /// <summary>The link behind a secret, if it is of that purpose, unused, in time, and its address still the account's.</summary>
    public async Task<(MailLink Link, Account Account)?> FindAsync(string? secret, LinkPurpose purpose, CancellationToken stop)
    {
        if (Reference(secret) is not { } reference)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var found = await (from l in db.MailLinks
                           join a in db.Set<Account>() on l.AccountId equals a.Id
                           where l.Reference == reference && l.Purpose == purpose && l.UsedAt == null && l.ExpiresAt > now && a.ClosedAt == null && a.Email == l.Email
                           select new { Link = l, Account = a }).SingleOrDefaultAsync(stop);
        return found is null ? null : (found.Link, found.Account);
    }

    /// <summary>Uses a link up, in the caller's transaction. A mail that arrived also proves the address.</summary>
    /// <exception cref="RefusedException">Somebody used it a moment ago.</exception>
    public async Task UseAsync(MailLink link, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (await db.MailLinks.Where(l => l.Id == link.Id && l.UsedAt == null).ExecuteUpdateAsync(s => s.SetProperty(l => l.UsedAt, now), stop) != 1)
        {
            throw new RefusedException(new(RefusalKind.Conflict, "account-link-used"));
        }
    }

    private static TimeSpan Term(LinkPurpose purpose) => purpose switch
    {
        LinkPurpose.Invitation => TimeSpan.FromDays(7),
        LinkPurpose.PasswordReset => TimeSpan.FromHours(1),
        LinkPurpose.EmailConfirmation => TimeSpan.FromDays(3),
    };

    private string? Reference(string? secret)
    {
        try
        {
            return string.IsNullOrEmpty(secret) ? null : protector.Unprotect(secret);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            // A cut-off or invented address is an invalid link, which the page says.
            return null;
        }
    }
}
