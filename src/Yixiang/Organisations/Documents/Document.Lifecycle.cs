using Yixiang.Kernel;
using static Yixiang.Organisations.DocumentState;

namespace Yixiang.Organisations;

public sealed partial class Document
{
    public static readonly DocumentLifecycle Lifecycle = new();

    /// <summary>A document holds until a newer one takes its place or its unit takes it back.</summary>
    public sealed class DocumentLifecycle : Lifecycle<Document, DocumentState>
    {
        private static readonly Role[] Unit = [Role.UnitAdministrator];
        private static readonly Scope<Document> Own = new("own unit", (d, a) => d.OrganisationId == a.OrganisationId);

        /// <summary>Made with the upload of the newer one, never alone.</summary>
        public Move<Nothing> Replace { get; }
        public Move<Nothing> Withdraw { get; }

        internal DocumentLifecycle()
        {
            Replace = Declare<Nothing>("replace", [Current], Replaced, Unit, Own);
            Withdraw = Declare<Nothing>("withdraw", [Current], Withdrawn, Unit, Own);
        }

        public override DocumentState Initial => Current;

        protected override void Enter(Document entity, DocumentState state) => (entity.State, entity.Version) = (state, Guid.NewGuid());
    }
}
