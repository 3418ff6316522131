using Yixiang.Kernel;
using static Yixiang.Organisations.OrganisationState;

namespace Yixiang.Organisations;

public sealed partial class Organisation
{
    public static readonly OrganisationLifecycle Lifecycle = new();

    /// <summary>From registration to verification; an organisation that an official list names begins unverified.</summary>
    public sealed class OrganisationLifecycle : Lifecycle<Organisation, OrganisationState>
    {
        private static readonly Scope<Organisation> OwnArea = Scopes.OwnArea<Organisation>();

        public Move<Nothing> Verify { get; }
        public Move<Reason> Reject { get; }
        public Move<Reason> Close { get; }
        public Move<Nothing> Reopen { get; }

        internal OrganisationLifecycle()
        {
            Verify = Declare<Nothing>("verify", [Pending, Unverified], Verified, [Role.BureauOfficer, Role.CountyOfficer], OwnArea,
                then: (o, _, _) => o.DecisionNote = null);
            Reject = Declare<Reason>("reject", [Pending], Rejected, [Role.BureauOfficer, Role.CountyOfficer], OwnArea,
                then: (o, reason, _) => o.DecisionNote = reason.Text);
            Close = Declare<Reason>("close", [Verified, Unverified], Closed, [Role.BureauOfficer],
                then: (o, reason, _) => o.DecisionNote = reason.Text);
            Reopen = Declare<Nothing>("reopen", [Closed, Rejected], Pending, [Role.BureauOfficer]);
        }

        public override OrganisationState Initial => Pending;

        public override IReadOnlyList<OrganisationState> OtherBeginnings => [Unverified];

        /// <summary>One that registers itself waits for an officer; one that a list names is known but not verified.</summary>
        public static Organisation Begin(Organisation organisation, bool namedByList)
        {
            organisation.State = namedByList ? Unverified : Pending;
            return organisation;
        }

        protected override void Enter(Organisation entity, OrganisationState state) => (entity.State, entity.Version) = (state, Guid.NewGuid());
    }
}
