using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>Brings a person in by mail: opens the account if there is none, proposes the role, and sends the link.</summary>
public sealed class Inviting(Db db, UserManager<Account> accounts, Opening opening, Granting granting, MailLinks links, MailExit exit)
{
    /// <summary>Invites; a technician or member is granted at once, every other role waits for a second person.</summary>
    /// <exception cref="RefusedException">The role is not the inviter's to give, or does not fit the account.</exception>
    /// <returns>The link, where no mail leaves the house and the inviter alone has brought this person in; null otherwise. Inviting once more gives a new one.</returns>
    public async Task<LinkByHand?> InviteAsync(NewAccount person, Proposal asked, Actor by, CancellationToken stop)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var key = accounts.NormalizeEmail(person.Email.Trim());
        var known = await db.Accounts.SingleOrDefaultAsync(a => a.NormalizedEmail == key && a.ClosedAt == null, stop);
        var account = known ?? await opening.OpenAsync(person, null, by, "invite", stop);
        var grant = await AgainAsync(account, asked, by, stop) ?? await granting.ProposeAsync(account.Id, asked, by, stop);
        if (Grant.Lifecycle.Approve.WhyNot(by, grant) is null)
        {
            await granting.MakeAsync(Grant.Lifecycle.Approve, grant, by, stop);
        }

        LinkByHand? shown = null;
        if (account.PasswordHash is null && (exit.IsOpen || await IsBroughtInByAsync(account, by, stop)))
        {
            var link = await links.IssueAsync(account, LinkPurpose.Invitation, by, stop);
            shown = exit.IsOpen ? null : await links.ShowAsync(link, account, by, stop);
        }

        await transaction.CommitAsync(stop);
        return shown;
    }

    /// <summary>Whoever lost the link that was shown once invites to the same again.</summary>
    private async Task<Grant?> AgainAsync(Account account, Proposal asked, Actor by, CancellationToken stop) =>
        exit.IsOpen || account.PasswordHash is not null ? null : await db.Grants.FirstOrDefaultAsync(
            g => g.AccountId == account.Id && (g.State == GrantState.Proposed || g.State == GrantState.Granted) && g.ProposedBy == by.AccountId
                && g.Role == asked.Role && g.OrganisationId == asked.OrganisationId && g.AreaCode == asked.AreaCode, stop);

    /// <summary>A link opens the account with every role it has: nobody is shown one to a role that another gave.</summary>
    private async Task<bool> IsBroughtInByAsync(Account account, Actor by, CancellationToken stop) =>
        !await db.Grants.AnyAsync(g => g.AccountId == account.Id && g.ProposedBy != by.AccountId, stop);
}
