using Yixiang.Kernel;
using static Yixiang.Filings.ImportState;

namespace Yixiang.Filings;

public sealed partial class Import
{
    public static readonly ImportLifecycle Lifecycle = new();

    /// <summary>Cancelled in the middle of writing: it can go on where it stopped.</summary>
    public bool StoppedWhileApplying { get; private set; }

    /// <summary>Upload, mapping, dry run, writing: each pass is begun by a person and ended by the product.</summary>
    public sealed class ImportLifecycle : Lifecycle<Import, ImportState>
    {
        private static readonly Role[] People = [Role.UnitAdministrator, Role.BureauOfficer];
        private static readonly Role[] Product = [Role.SystemAdministrator];
        private static readonly Scope<Import> Own = Scopes.OwnUnit<Import>().Or("the bureau its lists", (i, a) => a.Role == Role.BureauOfficer && i.OrganisationId is null);
        private static readonly Scope<Import> Job = new("the product itself", (_, a) => a.AccountId is null);

        /// <summary>Dry run.</summary>
        public Move<Nothing> Check { get; }
        public Move<Nothing> EndCheck { get; }
        public Move<Refusal> GiveUp { get; }
        public Move<Nothing> Apply { get; }
        public Move<Nothing> Resume { get; }

        /// <summary>Check and write in one pass, as the command line does.</summary>
        public Move<Nothing> Load { get; }
        public Move<Nothing> Finish { get; }
        public Move<Nothing> Cancel { get; }

        internal ImportLifecycle()
        {
            Check = Declare<Nothing>("check", [Uploaded, Checked, Cancelled], Checking, People, Own, unless: NotMapped, then: Begin);
            EndCheck = Declare<Nothing>("end-check", [Checking], Checked, Product, Job);
            GiveUp = Declare<Refusal>("give-up", [Checking, Applying], Uploaded, Product, Job, then: (i, why, _) => i.Problem = RowMessage.Keep(why));
            Apply = Declare<Nothing>("apply", [Checked], Applying, People, Own, unless: NothingToApply, then: Begin);
            Resume = Declare<Nothing>("resume", [Cancelled], Applying, People, Own, unless: NotStopped, then: (i, _, act) => (i.AppliedBy, i.StoppedWhileApplying) = (act.Actor.AccountId, false));
            Load = Declare<Nothing>("load", [Uploaded], Applying, Product, Job, unless: NotMapped, then: Begin);
            Finish = Declare<Nothing>("finish", [Applying], Applied, Product, Job, then: (i, _, act) => i.FinishedAt = act.At);
            Cancel = Declare<Nothing>("cancel", [Uploaded, Checking, Checked, Applying], Cancelled, People, Own);
        }

        public override ImportState Initial => Uploaded;

        protected override void Enter(Import entity, ImportState state)
        {
            entity.StoppedWhileApplying = entity.State == Applying && state == Cancelled;
            (entity.State, entity.Version) = (state, Guid.NewGuid());
        }

        private static void Begin(Import import, Nothing _, Act act)
        {
            (import.LastRow, import.Problem, import.AppliedBy) = (0, null, act.Actor.AccountId);
            import.Counts = new();
        }

        private static Refusal? NotMapped(Import import, Actor _) => import.StoppedWhileApplying
            ? new(RefusalKind.WrongState, "import-resume-first", import.Reference)
            : import.WhyNot(import.ReadMapping());

        private static Refusal? NothingToApply(Import import, Actor _) =>
            import.Counts.Applicable == 0 ? new(RefusalKind.Incomplete, "import-nothing-to-apply") : null;

        private static Refusal? NotStopped(Import import, Actor _) =>
            import.StoppedWhileApplying ? null : new(RefusalKind.WrongState, "import-not-stopped", import.Reference);
    }
}
