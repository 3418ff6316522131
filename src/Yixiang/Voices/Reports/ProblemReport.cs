using Yixiang.Kernel;

namespace Yixiang.Voices;

public enum ReportState
{
    /// <summary>Came in; an officer has to look at it.</summary>
    Received,

    /// <summary>Waits for the management unit.</summary>
    Forwarded,

    /// <summary>The reporter can read the answer.</summary>
    Answered,

    /// <summary>Nothing was wrong; the reporter can read why.</summary>
    Unfounded,

    /// <summary>Answered, and the officer is content with it.</summary>
    Closed,
}

/// <summary>公众监督: what somebody says is wrong with an entry of the ledger or with an organisation (A5), with or without a way back to the person.</summary>
public sealed partial class ProblemReport : IStateful<ReportState>, IOfUnit, IInArea
{
    public const int LongestText = 2000;

    public long Id { get; private set; }

    /// <summary><c>R2026-000012</c>.</summary>
    public required string Reference { get; init; }

    /// <summary>The entry; null where the whole organisation is meant.</summary>
    public required long? InstrumentId { get; init; }

    /// <summary>Whose entry it is.</summary>
    public required long OrganisationId { get; init; }
    long? IOfUnit.OrganisationId => OrganisationId;

    /// <summary>Area of the organisation when the report came in: whose county officer it concerns.</summary>
    public required string AreaCode { get; init; }

    /// <summary>Code of the table <c>report-kind</c>.</summary>
    public required string KindCode { get; init; }

    /// <summary>The reporter's own words: for officers and, once forwarded, for the unit; never for the public.</summary>
    public required string Text { get; init; }

    /// <summary>In which the reporter reads: <c>zh-CN</c> or <c>en</c>.</summary>
    public required string Language { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>SHA-256 of the receipt code.</summary>
    public required string ReceiptDigest { get; init; }

    /// <summary>The sealed <see cref="Envelope"/>; null where no contact was left, and after its term.</summary>
    public string? Secret { get; private set; }

    /// <summary>Version of the privacy notice to which the reporter agreed when leaving a contact.</summary>
    public string? NoticeVersion { get; private set; }
    public ReportState State { get; private set; } = ReportState.Received;

    /// <summary>Last day on which an answer is in time: so many working days as the city's rules say.</summary>
    public DateOnly DueOn { get; private set; }

    /// <summary>The rules of the city by which the clock runs.</summary>
    public required string RulesVersion { get; init; }
    public DateTimeOffset? ForwardedAt { get; private set; }

    /// <summary>What the officer tells the unit; not for the reporter.</summary>
    public string? Note { get; private set; }
    public DateTimeOffset? RemindedAt { get; private set; }

    /// <summary>When the term ran out without an answer and the report went up to the officers' desk; kept when it is answered after all, until the unit is asked anew.</summary>
    public DateTimeOffset? EscalatedAt { get; private set; }

    /// <summary>What the reporter is told: the answer, or why nothing was wrong.</summary>
    public string? Answer { get; private set; }

    /// <summary>In which role the answer was given.</summary>
    public Role? AnsweredAs { get; private set; }

    /// <summary>When it was answered or found unfounded; null while it is open.</summary>
    public DateTimeOffset? SettledAt { get; private set; }
    public DateTimeOffset? ContactErasedAt { get; private set; }
    public Guid Version { get; private set; } = Guid.NewGuid();

    public bool IsOpen => State is ReportState.Received or ReportState.Forwarded;

    /// <summary>Keeps a sealed way back to the reporter, with what was agreed to.</summary>
    internal void Keep(string secret, string noticeVersion) => (Secret, NoticeVersion) = (secret, noticeVersion);

    /// <summary>The clock runs (again) until the end of this day.</summary>
    internal void RunUntil(DateOnly due) => DueOn = due;

    internal void Escalate(DateTimeOffset at) => (EscalatedAt, Version) = (at, Guid.NewGuid());

    internal void EraseContact(DateTimeOffset at) => (Secret, ContactErasedAt, Version) = (null, at, Guid.NewGuid());

    /// <summary>Working days left until the answer is late, negative when it is; null when nothing is owed any more.</summary>
    public int? DaysLeft(WorkingDays calendar, DateOnly today) => IsOpen ? calendar.Count(today, DueOn) : null;
}
