using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>Brings a person in by mail: opens the account if there is none, proposes the role, and sends the link.</summary>
public sealed class Inviting(Db db, UserManager<Account> accounts, Opening opening, Granting granting, MailLinks links)
{
    /// <summary>Invites; a technician or member is granted at once, every other role waits for a second person.</summary>
    /// <exception cref="RefusedException">The role is not the inviter's to give, or does not fit the account.</exception>
    public async Task<Grant> InviteAsync(NewAccount person, Proposal asked, Actor by, CancellationToken stop)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var key = accounts.NormalizeEmail(person.Email.Trim());
        var known = await db.Accounts.SingleOrDefaultAsync(a => a.NormalizedEmail == key && a.ClosedAt == null, stop);
        var account = known ?? await opening.OpenAsync(person, null, by, "invite", stop);
        var grant = await granting.ProposeAsync(account.Id, asked, by, stop);
        if (Grant.Lifecycle.Approve.WhyNot(by, grant) is null)
        {
            await granting.MakeAsync(Grant.Lifecycle.Approve, grant, by, stop);
        }

        if (account.PasswordHash is null)
        {
            await links.IssueAsync(account, LinkPurpose.Invitation, by, stop);
        }

        await transaction.CommitAsync(stop);
        return grant;
    }
}
