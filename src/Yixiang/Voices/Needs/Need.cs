using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Voices;

public enum NeedState
{
    /// <summary>Came in; an officer has to look at it.</summary>
    Received,

    /// <summary>Instruments of the ledger are being looked for.</summary>
    Matching,

    /// <summary>The asker knows the instruments that may serve, or that there are none.</summary>
    Answered,
    Closed,
}

/// <summary>需求: what somebody wants measured and did not find (A13). Seen by the bureau, and by the units that it asks; the contact by the bureau alone.</summary>
public sealed partial class Need : IStateful<NeedState>
{
    public const int LongestWhat = 500, LongestSample = 200, LongestAmount = 100, LongestBudget = 60;

    public long Id { get; private set; }

    /// <summary><c>N2026-000012</c>.</summary>
    public required string Reference { get; init; }

    /// <summary>What should be measured, in the asker's own words.</summary>
    public required string What { get; init; }
    public required string? Sample { get; init; }
    public required string? Amount { get; init; }
    public required DateOnly? WantedBy { get; init; }

    /// <summary>As it was said; no sum is reckoned with it.</summary>
    public required string? Budget { get; init; }

    /// <summary>What kind of organisation asks; null for a person, or where nothing was said.</summary>
    public required OrganisationKind? AskerKind { get; init; }
    public required string Language { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required string ReceiptDigest { get; init; }

    /// <summary>The sealed <see cref="Envelope"/>; null after its term.</summary>
    public string? Secret { get; private set; }
    public required string NoticeVersion { get; init; }
    public NeedState State { get; private set; } = NeedState.Received;

    /// <summary>Last day on which an answer is in time.</summary>
    public required DateOnly DueOn { get; init; }
    public required string RulesVersion { get; init; }
    public string? Answer { get; private set; }
    public DateTimeOffset? SettledAt { get; private set; }
    public DateTimeOffset? ContactErasedAt { get; private set; }
    public Guid Version { get; private set; } = Guid.NewGuid();

    /// <summary>The instruments that may serve, in the order in which they were found.</summary>
    public List<NeedMatch> Matches { get; } = [];

    /// <summary>The units that were asked.</summary>
    public List<NeedUnit> Units { get; } = [];

    internal void Keep(string secret) => Secret = secret;

    internal void EraseContact(DateTimeOffset at) => (Secret, ContactErasedAt, Version) = (null, at, Guid.NewGuid());
}

/// <summary>An instrument that may serve a need.</summary>
public sealed class NeedMatch
{
    public long Id { get; private set; }
    public long NeedId { get; private set; }
    public required long InstrumentId { get; init; }
    public Instrument Instrument { get; private set; } = null!;
}

/// <summary>A unit that was shown a need.</summary>
public sealed class NeedUnit
{
    public long Id { get; private set; }
    public long NeedId { get; private set; }
    public required long OrganisationId { get; init; }
    public required DateTimeOffset At { get; init; }
}
