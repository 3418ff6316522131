using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Accounts;

/// <summary>What somebody says of the organisation that is to be registered or joined.</summary>
public sealed record OrganisationApplication(
    Uscc Uscc, string Name, OrganisationKind Kind, FundingNature Funding, string AreaCode, string? Address, string? OfficePhone, bool IsManagementUnit);

/// <summary>What an application led to.</summary>
public enum ApplicationOutcome
{
    /// <summary>A new organisation waits for an officer.</summary>
    Registered,

    /// <summary>An organisation that an official list had named is claimed; it waits for an officer.</summary>
    Claimed,

    /// <summary>The organisation is known; its administrator decides.</summary>
    Joining,
}

/// <summary>Registers organisations, claims listed ones, asks to join, and carries out what officers decide.</summary>
public sealed class Applications(Db db, Granting granting, TimeProvider clock)
{
    /// <summary>Applies, in the caller's transaction.</summary>
    /// <exception cref="RefusedException">The organisation is closed or was rejected, or the person asked already.</exception>
    public async Task<ApplicationOutcome> ApplyAsync(OrganisationApplication asked, StoredFile licence, Actor applicant, CancellationToken stop)
    {
        db.Add(licence);
        db.Record(JournalEntry.Of("file", licence.Digest, "keep", new(applicant, clock.GetUtcNow())));
        await db.SaveChangesAsync(stop);
        var uscc = asked.Uscc.ToString();
        var known = await db.Organisations.SingleOrDefaultAsync(o => o.Uscc == uscc, stop) ?? await ListedAsync(asked.Name.Trim(), stop);
        if (known is { State: OrganisationState.Rejected or OrganisationState.Closed })
        {
            throw new RefusedException(new(RefusalKind.WrongState, "account-organisation-shut", known.Name, Texts.T(known.State)));
        }

        var organisation = known ?? await RegisterAsync(asked, licence, applicant, stop);
        var outcome = known is null ? ApplicationOutcome.Registered
            : await HasAdministratorAsync(known.Id, stop) ? ApplicationOutcome.Joining : ApplicationOutcome.Claimed;
        var role = outcome == ApplicationOutcome.Joining ? (organisation.IsManagementUnit ? Role.Technician : Role.User)
            : organisation.IsManagementUnit ? Role.UnitAdministrator : Role.User;
        await granting.ProposeAsync(applicant.AccountId!.Value, new(role, organisation.Id, null, licence.Id), applicant, stop);
        return outcome;
    }

    /// <summary>An officer verifies an organisation; whoever registered or claimed it becomes its administrator by the same decision.</summary>
    public async Task VerifyAsync(Organisation organisation, Actor officer, CancellationToken stop)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var applicants = await ApplicantsAsync(organisation.Id, stop);
        organisation.LicenceFileId ??= applicants.Find(g => g.EvidenceFileId is not null)?.EvidenceFileId;
        await db.MoveAsync(Organisation.Lifecycle.Verify, organisation, new Nothing(), officer, clock.GetUtcNow(), stop);
        foreach (var grant in applicants.Take(1))
        {
            await granting.MakeAsync(Grant.Lifecycle.Approve, grant, officer, stop);
        }

        await transaction.CommitAsync(stop);
    }

    /// <summary>An officer turns an organisation down, and with it everybody who applied for it.</summary>
    public async Task RejectAsync(Organisation organisation, Reason reason, Actor officer, CancellationToken stop)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.MoveAsync(Organisation.Lifecycle.Reject, organisation, reason, officer, clock.GetUtcNow(), stop);
        foreach (var grant in await ApplicantsAsync(organisation.Id, stop))
        {
            await granting.MakeAsync(Grant.Lifecycle.Refuse, grant, officer, stop);
        }

        await transaction.CommitAsync(stop);
    }

    /// <summary>The one organisation of that name that a list named without its code; the officer who verifies it enters the code from the licence.</summary>
    private async Task<Organisation?> ListedAsync(string name, CancellationToken stop)
    {
        var listed = await db.Organisations.Where(o => o.Uscc == null && o.Name == name && o.State == OrganisationState.Unverified).OrderBy(o => o.Id).Take(2).ToListAsync(stop);
        return listed.Count == 1 ? listed[0] : null;
    }

    private async Task<Organisation> RegisterAsync(OrganisationApplication asked, StoredFile licence, Actor applicant, CancellationToken stop)
    {
        var organisation = Organisation.OrganisationLifecycle.Begin(
            new()
            {
                Reference = await db.NextOrganisationAsync(stop),
                Uscc = asked.Uscc.ToString(),
                Name = asked.Name.Trim(),
                Kind = asked.Kind,
                Funding = asked.Funding,
                AreaCode = asked.AreaCode,
                Address = asked.Address?.Trim(),
                OfficePhone = asked.OfficePhone?.Trim(),
                IsManagementUnit = asked.IsManagementUnit,
                LicenceFileId = licence.Id,
                CreatedAt = clock.GetUtcNow(),
            }, namedByList: false);
        db.Organisations.Add(organisation);
        db.Record(JournalEntry.Of("organisation", organisation.Reference, "register", new(applicant, clock.GetUtcNow()), asked, null, nameof(OrganisationState.Pending)));
        await db.SaveChangesAsync(stop);
        return organisation;
    }

    private Task<bool> HasAdministratorAsync(long organisation, CancellationToken stop) =>
        db.Grants.AnyAsync(g => g.OrganisationId == organisation && g.State == GrantState.Granted && g.Role == Role.UnitAdministrator, stop);

    private Task<List<Grant>> ApplicantsAsync(long organisation, CancellationToken stop) =>
        db.Grants.Where(g => g.OrganisationId == organisation && g.State == GrantState.Proposed && g.ProposedBy == g.AccountId).OrderBy(g => g.Id).ToListAsync(stop);
}

public static class OrganisationSight
{
    /// <summary>The organisations an officer works on: the bureau all, a county those of its area; a unit its own.</summary>
    public static IQueryable<Organisation> VisibleTo(this IQueryable<Organisation> organisations, Actor actor) => actor.Role switch
    {
        Role.BureauOfficer => organisations,
        Role.CountyOfficer => organisations.Where(o => o.AreaCode == actor.AreaCode),
        Role.UnitAdministrator or Role.Technician => organisations.Where(o => o.Id == actor.OrganisationId),
        Role.Visitor or Role.User or Role.Expert or Role.Auditor or Role.SystemAdministrator or Role.SecurityAdministrator => organisations.Where(o => false),
    };
}
