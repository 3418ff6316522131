using Yixiang.Kernel;
using static Yixiang.Notices.EditionState;

namespace Yixiang.Notices;

public sealed partial class Edition
{
    public static readonly EditionLifecycle Lifecycle = new();

    /// <summary>The bureau publishes its own words at once or at a set moment; a unit's guide is published when the bureau has looked at it.</summary>
    public sealed class EditionLifecycle : Lifecycle<Edition, EditionState>
    {
        private static readonly Role[] Bureau = [Role.BureauOfficer];
        private static readonly Role[] Authors = [Role.BureauOfficer, Role.UnitAdministrator];
        private static readonly Scope<Edition> Anything = Scope<Edition>.Everything;
        private static readonly Scope<Edition> Own = new("own: the bureau's or the unit's", (e, a) => e.Notice.OrganisationId == a.OrganisationId);
        private static readonly Scope<Edition> OwnOrOfficer = new("own unit; the bureau all", (e, a) => a.Role == Role.BureauOfficer || e.Notice.OrganisationId == a.OrganisationId);

        public Move<Nothing> Submit { get; }
        public Move<Nothing> TakeBack { get; }
        public Move<Reason> Return { get; }
        public Move<Nothing> Publish { get; }
        public Move<Appointment> Schedule { get; }
        public Move<Nothing> Unschedule { get; }

        /// <summary>By the courier, when the moment has come.</summary>
        public Move<Nothing> Appear { get; }

        /// <summary>Made with the publication of the newer one, never alone.</summary>
        public Move<Nothing> Replace { get; }
        public Move<Reason> Withdraw { get; }
        public Move<Nothing> Discard { get; }

        internal EditionLifecycle()
        {
            Submit = Declare<Nothing>("submit", [Draft], Submitted, [Role.UnitAdministrator], Own, Lacking, (e, _, _) => e.Remark = null);
            TakeBack = Declare<Nothing>("take-back", [Submitted], Draft, [Role.UnitAdministrator], Own);
            Return = Declare<Reason>("return", [Submitted], Draft, Bureau, Anything, then: (e, reason, _) => e.Remark = reason.Text);
            Publish = Declare<Nothing>("publish", [Draft, Submitted, Scheduled], Published, Bureau, Anything, LackingOrNotHandedIn, (e, _, act) => e.Come(act));
            Schedule = Declare<Appointment>("schedule", [Draft], Scheduled, Bureau, Own, Lacking, (e, moment, act) => e.ScheduledFor = MomentOf(moment, act));
            Unschedule = Declare<Nothing>("unschedule", [Scheduled], Draft, Bureau, Own, then: (e, _, _) => e.ScheduledFor = null);
            Appear = Declare<Nothing>("appear", [Scheduled], Published, [Role.SystemAdministrator], new("the product itself", (_, a) => a.AccountId is null), Lacking, (e, _, act) => e.Come(act));
            Replace = Declare<Nothing>("replace", [Published], Replaced, [Role.BureauOfficer, Role.SystemAdministrator], new("the bureau or the product itself", (_, a) => a.Role == Role.BureauOfficer || a.AccountId is null), then: (e, _, act) => e.EndedAt = act.At.ToWholeMilliseconds());
            Withdraw = Declare<Reason>("withdraw", [Published], Withdrawn, Authors, OwnOrOfficer, then: (e, reason, act) => (e.Remark, e.EndedAt) = (reason.Text, act.At.ToWholeMilliseconds()));
            Discard = Declare<Nothing>("discard", [Draft], Discarded, Authors, Own);
        }

        public override EditionState Initial => Draft;

        protected override void Enter(Edition entity, EditionState state) => (entity.State, entity.Version) = (state, Guid.NewGuid());

        /// <summary>What must be said before anybody reads it.</summary>
        private static Refusal? Lacking(Edition edition, Actor actor) => edition.Problems() is { Count: > 0 } problems ? new(RefusalKind.Incomplete, "notice-incomplete") { Fields = problems } : null;

        /// <summary>The bureau does not publish what a unit has not handed in.</summary>
        private static Refusal? LackingOrNotHandedIn(Edition edition, Actor actor) =>
            edition is { State: Draft, Notice.OrganisationId: not null } ? new(RefusalKind.WrongState, "notice-not-submitted", edition.Reference) : Lacking(edition, actor);

        private static DateTimeOffset MomentOf(Appointment asked, Act act)
        {
            var moment = CityTime.BeginningOf(DateOnly.FromDateTime(asked.At!.Value)) + asked.At.Value.TimeOfDay;
            return moment > act.At ? moment : throw new RefusedException(new(RefusalKind.WrongInput, "notice-past") { Fields = [new("at", "notice-past")] });
        }
    }

    private void Come(Act act)
    {
        PublishedAt = act.At.ToWholeMilliseconds();
        Number = Notice.Editions.Max(e => e.Number ?? 0) + 1;
        ScheduledFor = null;
        Remark = null;
    }

    private List<FieldProblem> Problems()
    {
        List<FieldProblem> problems = [];
        void Demand(string field, bool there)
        {
            if (!there)
            {
                problems.Add(new(field, "required"));
            }
        }

        Demand("title", Wording.Title != "");
        Demand("body", Wording.Body != "");
        if (Notice.Kind == NoticeKind.Policy)
        {
            Demand("from", Span.From is not null);
        }

        if (Notice.Kind is NoticeKind.OpenDay or NoticeKind.Round)
        {
            Demand("from", Span.From is not null);
            Demand("until", Span.Until is not null);
            Demand("place", Wording.Place is not null);
        }

        return problems;
    }
}
