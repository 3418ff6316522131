using System.ComponentModel.DataAnnotations;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using static Yixiang.Ledger.BatchState;

namespace Yixiang.Ledger;

public enum BatchState
{
    /// <summary>Being put together.</summary>
    Draft,

    /// <summary>One person has done the secrecy check (保密审查).</summary>
    Cleared,

    /// <summary>A second person has done it too.</summary>
    Countersigned,

    Published,

    /// <summary>Given up before anybody published it; what was in it waits again, and its number is free for another.</summary>
    Discarded,
}

/// <summary>Input of a secrecy check: the person states what was looked at.</summary>
public sealed record SecrecyCheck([property: Required(ErrorMessage = "reason-length"), StringLength(500, MinimumLength = 2, ErrorMessage = "reason-length")] string Text);

/// <summary>Instruments that are published together on the ground of one decision (notice article 7; the first: 180 sets).</summary>
public sealed class Batch : IStateful<BatchState>
{
    public long Id { get; private set; }

    /// <summary>Ordinal, in the address: 1 for 第一批. One that is discarded gives it back.</summary>
    public required int Number { get; init; }

    /// <summary>第一批.</summary>
    public required string Title { get; set; }

    /// <summary>Date of the decision.</summary>
    public required DateOnly DecidedOn { get; set; }

    /// <summary>Number of the decision document: 市科函〔2023〕5号.</summary>
    public required string DecisionNumber { get; set; }
    public long? DecisionFileId { get; set; }
    public BatchState State { get; private set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The list of the bureau that this batch is made of; a list makes one batch at most, discarded ones aside. Null where instruments are put in by hand.</summary>
    public long? ImportId { get; init; }
    public Import? Import { get; private set; }

    /// <summary>When what the list brought was put in; null while it is still being imported.</summary>
    public DateTimeOffset? FilledAt { get; private set; }
    public long? ClearedBy { get; private set; }
    public string? ClearedNote { get; private set; }
    public long? CountersignedBy { get; private set; }
    public string? CountersignedNote { get; private set; }
    public DateTimeOffset? PublishedAt { get; private set; }
    public Guid Version { get; private set; } = Guid.NewGuid();
    public List<BatchItem> Items { get; } = [];

    public string Reference => $"B{Number}";

    /// <summary>Its list is not imported to the end yet: what is in it may still grow, so nobody can check it.</summary>
    public bool AwaitsList => ImportId is not null && FilledAt is null;

    internal void Fill(DateTimeOffset at) => FilledAt = at.ToWholeMilliseconds();

    /// <summary>What is in it is another than before: whoever looked at it must look again, and of two who act on it at once one is refused.</summary>
    internal void Renew() => Version = Guid.NewGuid();

    /// <summary>Nobody checked it here: the check for secrets rests on the decision document, by which it was published before (<see cref="BatchLifecycle.Adopt"/>).</summary>
    public bool RestsOnDecision => State is Countersigned or Published && ClearedBy is null;

    /// <summary>Before <see cref="BatchLifecycle.Adopt"/>: the officers of whom it is stated that they checked the list when it was decided.</summary>
    internal void NameCheckers(long first, long second, string decision) =>
        (ClearedBy, ClearedNote, CountersignedBy, CountersignedNote) = (first, decision, second, decision);

    public static readonly BatchLifecycle Lifecycle = new();

    /// <summary>Nothing is published before two persons have checked it for secrets (政府信息公开条例, HANDBOOK 6.8).</summary>
    public sealed class BatchLifecycle : Lifecycle<Batch, BatchState>
    {
        private static readonly Role[] Bureau = [Role.BureauOfficer];

        public Move<SecrecyCheck> Clear { get; }
        public Move<SecrecyCheck> Countersign { get; }
        public Move<Reason> Reopen { get; }
        public Move<Nothing> Publish { get; }

        /// <summary>Only a draft: whoever looked at it for secrets must first give it back, and what is published stays.</summary>
        public Move<Nothing> Discard { get; }

        /// <summary>A list that was decided and published before the platform existed: the decision document stands for the secrecy check. Only the operator's command line may do it.</summary>
        public Move<Nothing> Adopt { get; }

        internal BatchLifecycle()
        {
            Clear = Declare<SecrecyCheck>("clear", [Draft], Cleared, Bureau,
                unless: (b, _) => b.AwaitsList ? new(RefusalKind.WrongState, "batch-awaits-list", b.Reference) : b.Items.Count == 0 ? new(RefusalKind.Incomplete, "batch-empty") : null,
                then: (b, check, act) => (b.ClearedBy, b.ClearedNote) = (act.Actor.AccountId, check.Text));
            Countersign = Declare<SecrecyCheck>("countersign", [Cleared], Countersigned, Bureau,
                unless: (b, a) => b.ClearedBy == a.AccountId ? new(RefusalKind.NotAllowed, "batch-second-person") : null,
                then: (b, check, act) => (b.CountersignedBy, b.CountersignedNote) = (act.Actor.AccountId, check.Text));
            Reopen = Declare<Reason>("reopen", [Cleared, Countersigned], Draft, Bureau,
                then: (b, _, _) => (b.ClearedBy, b.CountersignedBy) = (null, null));
            Publish = Declare<Nothing>("publish", [Countersigned], Published, Bureau, then: (b, _, act) => b.PublishedAt = act.At.ToWholeMilliseconds());
            Discard = Declare<Nothing>("discard", [Draft], Discarded, Bureau, then: (b, _, _) => b.Items.Clear());
            Adopt = Declare<Nothing>("adopt", [Draft], Countersigned, [Role.SystemAdministrator], new("the product itself", (_, a) => a.AccountId is null), unless: NoDecision);
        }

        private static Refusal? NoDecision(Batch batch, Actor _) =>
            batch.DecisionFileId is null ? new(RefusalKind.Incomplete, "batch-no-decision")
            : batch.Items.Count == 0 ? new(RefusalKind.Incomplete, "batch-empty")
            : null;

        public override BatchState Initial => Draft;

        protected override void Enter(Batch entity, BatchState state) => (entity.State, entity.Version) = (state, Guid.NewGuid());
    }
}

/// <summary>One instrument in a batch, at its place in the list.</summary>
public sealed class BatchItem
{
    public long Id { get; private set; }
    public long BatchId { get; private set; }
    public required int Position { get; set; }
    public required long InstrumentId { get; init; }
    public Instrument Instrument { get; private set; } = null!;

    /// <summary>The version that was published with the batch; written at publication.</summary>
    public long? VersionId { get; set; }
}
