using Yixiang.Kernel;
using static Yixiang.Instruments.InstrumentState;

namespace Yixiang.Instruments;

/// <summary>Input of an instrument's exit.</summary>
public sealed record Exit(ExitCause Cause);

public sealed partial class Instrument
{
    public static readonly InstrumentLifecycle Lifecycle = new();

    /// <summary>On and off the public ledger (notice article 7). Its filings move it; nobody does it by hand.</summary>
    public sealed class InstrumentLifecycle : Lifecycle<Instrument, InstrumentState>
    {
        /// <summary>By the publication of a batch.</summary>
        public Move<Nothing> Publish { get; }

        /// <summary>By the acceptance of an exit filing.</summary>
        public Move<Exit> Exit { get; }

        internal InstrumentLifecycle()
        {
            Publish = Declare<Nothing>("publish", [Accepted], Published, [Role.BureauOfficer], then: (i, _, act) => i.PublishedAt = act.At.ToWholeMilliseconds());
            Exit = Declare<Exit>("exit", [Accepted, Published], Exited, [Role.BureauOfficer],
                then: (i, exit, act) => (i.ExitedAt, i.ExitCause) = (act.At.ToWholeMilliseconds(), exit.Cause));
        }

        public override InstrumentState Initial => Accepted;

        protected override void Enter(Instrument entity, InstrumentState state) => (entity.State, entity.Version) = (state, Guid.NewGuid());
    }
}
