using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Accounts;

/// <summary>What role is asked for, and where it holds.</summary>
public sealed record Proposal(Role Role, long? OrganisationId = null, string? AreaCode = null, long? EvidenceFileId = null);

/// <summary>Proposes roles and decides on them; the one gate for every page, command and invitation.</summary>
public sealed class Granting(Db db, CityPack pack, TimeProvider clock)
{
    private static readonly Role[] OfStaff = [Role.CountyOfficer, Role.BureauOfficer, Role.Expert, Role.Auditor, Role.SystemAdministrator, Role.SecurityAdministrator];

    /// <summary>The roles an actor may propose for others.</summary>
    public static IReadOnlyList<Role> MayPropose(Actor actor) => actor.Role switch
    {
        Role.SystemAdministrator or Role.SecurityAdministrator => OfStaff,
        Role.BureauOfficer => [Role.UnitAdministrator, Role.CountyOfficer, Role.Expert],
        Role.CountyOfficer => [Role.UnitAdministrator],
        Role.UnitAdministrator => [Role.Technician, Role.UnitAdministrator, Role.User],
        Role.Visitor or Role.User or Role.Technician or Role.Expert or Role.Auditor => [],
    };

    /// <summary>Proposes a role; saved with the context.</summary>
    /// <exception cref="RefusedException">Not the proposer's to propose, incomplete, held already, or not to be combined.</exception>
    public async Task<Grant> ProposeAsync(long accountId, Proposal asked, Actor by, CancellationToken stop)
    {
        if (by.AccountId != accountId)
        {
            await DemandRightAsync(asked, by, stop);
        }

        DemandPlace(asked);
        var held = await db.Grants.Where(g => g.AccountId == accountId && (g.State == GrantState.Proposed || g.State == GrantState.Granted)).ToListAsync(stop);
        DemandFits(asked, held);
        var grant = new Grant
        {
            AccountId = accountId,
            Role = asked.Role,
            OrganisationId = asked.OrganisationId,
            AreaCode = asked.AreaCode,
            EvidenceFileId = asked.EvidenceFileId,
            ProposedBy = by.AccountId,
            ProposedAt = clock.GetUtcNow(),
        };
        db.Grants.Add(grant);
        db.Record(JournalEntry.Of("grant", grant.Reference, "propose", new(by, clock.GetUtcNow()), asked, null, nameof(GrantState.Proposed)));
        await db.SaveChangesAsync(stop);
        return grant;
    }

    /// <summary>Approves, refuses or revokes.</summary>
    /// <exception cref="RefusedException">The move is not open to this actor, or the role no longer fits beside the others.</exception>
    public async Task MakeAsync(Lifecycle<Grant, GrantState>.Move move, Grant grant, Actor by, CancellationToken stop)
    {
        if (move == Grant.Lifecycle.Approve)
        {
            var others = await db.Grants.Where(g => g.AccountId == grant.AccountId && g.Id != grant.Id && g.State == GrantState.Granted).ToListAsync(stop);
            DemandFits(new(grant.Role, grant.OrganisationId, grant.AreaCode), others);
        }

        await db.MoveAsync(move, grant, new Nothing(), by, clock.GetUtcNow(), stop);
    }

    private async Task DemandRightAsync(Proposal asked, Actor by, CancellationToken stop)
    {
        var area = asked.OrganisationId is { } id ? await db.Organisations.Where(o => o.Id == id).Select(o => o.AreaCode).SingleOrDefaultAsync(stop) : null;
        var mine = by.Role switch
        {
            Role.UnitAdministrator => asked.OrganisationId == by.OrganisationId,
            Role.CountyOfficer => area == by.AreaCode,
            _ => true,
        };
        if (!mine || !MayPropose(by).Contains(asked.Role))
        {
            throw new RefusedException(new(RefusalKind.NotAllowed, "grant-not-yours", Texts.T(asked.Role)));
        }
    }

    private void DemandPlace(Proposal asked)
    {
        if (Kernel.Roles.OfOrganisation.Contains(asked.Role) && asked.OrganisationId is null)
        {
            throw new RefusedException(Refusals.Wrong(new FieldProblem("uscc", "grant-organisation")));
        }

        if (asked.Role == Role.CountyOfficer && pack.Area(asked.AreaCode) is null)
        {
            throw new RefusedException(Refusals.Wrong(new FieldProblem("areaCode", "grant-area")));
        }
    }

    private static void DemandFits(Proposal asked, List<Grant> held)
    {
        if (held.Exists(g => g.Role == asked.Role && g.OrganisationId == asked.OrganisationId && g.AreaCode == asked.AreaCode))
        {
            throw new RefusedException(new(RefusalKind.Conflict, "grant-held", Texts.T(asked.Role)));
        }

        if (held.Find(g => g.Role != asked.Role && (Kernel.Roles.Separated.Contains(g.Role) || Kernel.Roles.Separated.Contains(asked.Role))) is { } other)
        {
            throw new RefusedException(new(RefusalKind.Conflict, "grant-separated", Texts.T(asked.Role), Texts.T(other.Role)));
        }
    }
}

public static class GrantSight
{
    /// <summary>The grants an actor may see: administrators of the house those of staff, officers those of units, a unit its own people.</summary>
    public static IQueryable<Grant> VisibleTo(this IQueryable<Grant> grants, Actor actor, Db db) => actor.Role switch
    {
        Role.SystemAdministrator or Role.SecurityAdministrator => grants.Where(g => g.OrganisationId == null),
        Role.BureauOfficer => grants.Where(g => g.OrganisationId != null || g.Role == Role.CountyOfficer || g.Role == Role.Expert),
        Role.CountyOfficer => grants.Where(g => db.Set<Organisation>().Any(o => o.Id == g.OrganisationId && o.AreaCode == actor.AreaCode)),
        Role.UnitAdministrator => grants.Where(g => g.OrganisationId != null && g.OrganisationId == actor.OrganisationId),
        Role.Visitor or Role.User or Role.Technician or Role.Expert or Role.Auditor => grants.Where(g => false),
    };
}
