using Yixiang.Kernel;
using static Yixiang.Accounts.GrantState;

namespace Yixiang.Accounts;

public enum GrantState { Proposed, Granted, Refused, Revoked }

/// <summary>A role of an account, for one organisation or one area: proposed by one person, granted by a second.</summary>
public sealed class Grant : IStateful<GrantState>
{
    public long Id { get; private set; }
    public required long AccountId { get; init; }
    public required Role Role { get; init; }

    /// <summary>The organisation of a unit administrator, technician or member.</summary>
    public long? OrganisationId { get; init; }

    /// <summary>The area of a county officer.</summary>
    public string? AreaCode { get; init; }

    /// <summary>Null when the product itself gave it: first start, command line, demo.</summary>
    public required long? ProposedBy { get; init; }
    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>What the applicant handed in to show that the organisation is theirs: licence or letter.</summary>
    public long? EvidenceFileId { get; init; }
    public long? DecidedBy { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public GrantState State { get; private set; } = Proposed;
    public Guid Version { get; private set; } = Guid.NewGuid();

    public string Reference => $"{AccountId}/{Role}";

    public bool IsOpen => State is Proposed or Granted;

    public static readonly GrantLifecycle Lifecycle = new();

    /// <summary>A role given by the operator at the machine itself, without a second person: first start, command line, demo.</summary>
    public static Grant ByOperator(long accountId, Role role, DateTimeOffset at, long? organisationId = null, string? areaCode = null) =>
        new() { AccountId = accountId, Role = role, OrganisationId = organisationId, AreaCode = areaCode, ProposedBy = null, ProposedAt = at, State = Granted };

    /// <summary>The role ends because its account is closed: no decision about the role, so no move of a second person.</summary>
    internal JournalEntry EndWithAccount(Act act)
    {
        var (before, after) = (State, State == Granted ? Revoked : Refused);
        (State, Version, DecidedBy, DecidedAt) = (after, Guid.NewGuid(), act.Actor.AccountId, act.At);
        return JournalEntry.Of("grant", Reference, "end-with-account", act, null, before.ToString(), after.ToString());
    }

    /// <summary>Role changes need a second officer: the one who proposed cannot grant.</summary>
    public sealed class GrantLifecycle : Lifecycle<Grant, GrantState>
    {
        /// <summary>Officers decide on roles of units; the security administrator on every role of the house; a unit on its own people.</summary>
        private static readonly Scope<Grant> ByKind = new("by kind of role", (g, a) => a.Role switch
        {
            Role.SecurityAdministrator => g.OrganisationId is null,
            Role.BureauOfficer => g.OrganisationId is not null || g.Role is Role.User or Role.CountyOfficer or Role.Expert,
            Role.CountyOfficer => g.OrganisationId is not null,
            Role.UnitAdministrator => g.OrganisationId is not null && g.OrganisationId == a.OrganisationId,
            _ => false,
        });

        /// <summary>Who joins a unit is let in by the unit, not by an officer.</summary>
        private static readonly Scope<Grant> ByUnit = new("by kind of role, technicians by their unit", (g, a) =>
            ByKind.Holds(g, a) && (g.Role != Role.Technician || a.Role == Role.UnitAdministrator));

        private static readonly Role[] Deciders = [Role.SecurityAdministrator, Role.BureauOfficer, Role.CountyOfficer, Role.UnitAdministrator];

        public Move<Nothing> Approve { get; }
        public Move<Nothing> Refuse { get; }
        public Move<Nothing> Revoke { get; }

        internal GrantLifecycle()
        {
            Approve = Declare<Nothing>("approve", [Proposed], Granted, Deciders, ByUnit, unless: SamePerson, then: Decide);
            Refuse = Declare<Nothing>("refuse", [Proposed], Refused, Deciders, ByKind, then: Decide);
            Revoke = Declare<Nothing>("revoke", [Granted], Revoked, Deciders, ByKind, unless: OwnRole, then: Decide);
        }

        public override GrantState Initial => Proposed;

        protected override void Enter(Grant entity, GrantState state) => (entity.State, entity.Version) = (state, Guid.NewGuid());

        private static void Decide(Grant grant, Nothing _, Act act) => (grant.DecidedBy, grant.DecidedAt) = (act.Actor.AccountId, act.At);

        /// <summary>Technicians and plain members of a unit hold no power of decision: there its administrator's word is enough.</summary>
        private static Refusal? SamePerson(Grant grant, Actor actor) =>
            grant.AccountId == actor.AccountId || (grant.ProposedBy == actor.AccountId && grant.Role is not (Role.Technician or Role.User))
                ? new(RefusalKind.NotAllowed, "grant-second-person") : null;

        private static Refusal? OwnRole(Grant grant, Actor actor) =>
            grant.AccountId == actor.AccountId ? new(RefusalKind.NotAllowed, "grant-own-role") : null;
    }
}
