using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Filings;

public enum FilingState
{
    Draft,

    /// <summary>Handed in; waits for the county where the city turns that on, else for the bureau.</summary>
    Submitted,

    /// <summary>The county has looked at it and passes it on.</summary>
    Endorsed,

    /// <summary>A first officer has checked it; a second one decides (only where the city asks for two).</summary>
    Checked,

    /// <summary>Sent back with reasons, field by field.</summary>
    Returned,

    Accepted,

    /// <summary>Given up by the unit before it was decided.</summary>
    Discarded,
}

/// <summary>What a filing does to the ledger (notice articles 6 and 7).</summary>
public enum FilingKind { Initial, Change, Exit }

/// <summary>报备: the workflow by which a unit brings an instrument onto the ledger, changes what it says, or takes it off.</summary>
public sealed partial class Filing : IStateful<FilingState>, IOfUnit, IInArea
{
    public long Id { get; private set; }
    public required string Reference { get; init; }
    public required FilingKind Kind { get; init; }
    public required ResourceKind ResourceKind { get; init; }
    public required long OrganisationId { get; init; }
    long? IOfUnit.OrganisationId => OrganisationId;

    /// <summary>Area of the organisation when the filing was begun: whose county officer it concerns.</summary>
    public required string AreaCode { get; init; }

    /// <summary>The instrument on the ledger; null until an initial filing is accepted.</summary>
    public long? InstrumentId { get; private set; }
    public FilingState State { get; private set; } = FilingState.Draft;
    public required DateTimeOffset CreatedAt { get; init; }
    public long? CreatedBy { get; init; }
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>The particulars as typed, canonical JSON; may be incomplete or wrong while it is a draft.</summary>
    public string Content { get; private set; } = Instruments.Particulars.Empty.ToJson();
    public string OwnNumber { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string Model { get; private set; } = "";
    public string ClassCode { get; private set; } = "";
    public Yuan OriginalValue { get; private set; }
    public DateOnly? AcceptedOn { get; private set; }

    /// <summary>By which likely duplicates are found.</summary>
    public long? Fingerprint { get; private set; }

    /// <summary>Number of things that stand in the way of submitting.</summary>
    public int Blocking { get; private set; }

    /// <summary>0 to 100, of what the city and the national platform ask for.</summary>
    public int Completeness { get; private set; }

    /// <summary>Last day of the filing term: thirty days from acceptance (article 6). Null when the term does not run: changes, exits, no date yet.</summary>
    public DateOnly? DueOn { get; private set; }
    public DateTimeOffset? FirstSubmittedAt { get; private set; }
    public DateTimeOffset? SubmittedAt { get; private set; }

    /// <summary>Days between the end of the term and the first submission; 0 when in time.</summary>
    public int DaysLate { get; private set; }
    public long? AssignedTo { get; set; }
    public long? CheckedBy { get; private set; }
    public long? DecidedBy { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>The rules of the city by which it was submitted.</summary>
    public string? RulesVersion { get; private set; }
    public bool CountyFirst { get; private set; }
    public bool SecondOfficer { get; private set; }

    /// <summary>Which round of submission this is: 1, 2 …; 0 before the first.</summary>
    public int Round { get; private set; }

    /// <summary>For an exit: why, when, and in words.</summary>
    public ExitCause? ExitCause { get; private set; }
    public DateOnly? ExitOn { get; private set; }
    public string? ExitNote { get; private set; }

    /// <summary>The official document on whose ground it was accepted without a review (the bureau's own first list).</summary>
    public string? Ground { get; init; }
    public long? ImportId { get; init; }
    public Guid Version { get; private set; } = Guid.NewGuid();
    public List<ReturnReason> ReturnReasons { get; } = [];
    public List<Attachment> Attachments { get; } = [];
    public Exemption? Exemption { get; private set; }

    public bool IsEditable => State is FilingState.Draft or FilingState.Returned;

    public bool IsOpen => State is not (FilingState.Accepted or FilingState.Discarded);

    public Particulars Particulars() => Instruments.Particulars.Parse(Content);

    /// <summary>The filing of a change or an exit begins with what the ledger says now.</summary>
    public Filing About(Instrument instrument)
    {
        InstrumentId = instrument.Id;
        return this;
    }

    /// <summary>Writes what the unit says, with what is wrong about it.</summary>
    /// <exception cref="RefusedException">It is not a draft and was not returned (<c>filing-not-editable</c>), or says that the thing is classified (<c>filing-classified</c>).</exception>
    /// <param name="fingerprint">Where it is known already.</param>
    public void Write(Particulars particulars, Findings findings, CityRules rules, DateTimeOffset at, long? fingerprint = null)
    {
        if (!IsEditable)
        {
            throw new RefusedException(new(RefusalKind.WrongState, "filing-not-editable", Reference, Texts.T(State)));
        }

        Secrecy.Demand(particulars);
        Content = particulars.ToJson();
        (OwnNumber, Name, Model) = (Cut(particulars[Fields.OwnNumber], 150), Cut(particulars[Fields.Name], 300), Cut(particulars[Fields.Model], 300));
        (ClassCode, OriginalValue) = (Cut(particulars[Fields.ClassCode], 6), particulars.MoneyOf(Fields.OriginalValue) ?? Yuan.Zero);
        (AcceptedOn, ChangedAt, Version) = (particulars.DateOf(Fields.AcceptedOn), at, Guid.NewGuid());
        Fingerprint = fingerprint ?? Instruments.Fingerprint.Of(f => particulars[f]);
        (Blocking, Completeness) = (findings.Blocking.Count, findings.Completeness);
        (RulesVersion, CountyFirst, SecondOfficer) = (rules.Version, rules.Review.CountyFirst, rules.Review.SecondOfficerAccepts);
        DueOn = Kind == FilingKind.Initial && AcceptedOn is { } day ? rules.Filing.DueOn(day) : null;
    }

    /// <summary>Writes why and since when the instrument leaves the ledger.</summary>
    public void WriteExit(ExitCause cause, DateOnly on, string note, DateTimeOffset at) =>
        (ExitCause, ExitOn, ExitNote, ChangedAt, Version) = (cause, on, note, at, Guid.NewGuid());

    /// <summary>How many days are left (negative: over) on a day, or null when no term runs any more.</summary>
    public int? DaysLeft(DateOnly today) => FirstSubmittedAt is null && IsOpen && Exemption is null && DueOn is { } due ? due.DayNumber - today.DayNumber : null;

    /// <summary>Does, or did, the term of article 6 run for it?</summary>
    public bool HasTerm => Kind == FilingKind.Initial && DueOn is not null && State != FilingState.Discarded;

    /// <summary>An officer lifts the term for a stated reason; a filing that was late is late no more.</summary>
    public void Exempt(Exemption exemption) => (Exemption, DaysLate, Version) = (exemption, 0, Guid.NewGuid());

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];
}

/// <summary>Why one field (or the whole) was sent back, in one round.</summary>
/// <param name="Field">The field's key; empty for the whole.</param>
public sealed class ReturnReason
{
    public long Id { get; private set; }
    public long FilingId { get; private set; }
    public required int Round { get; init; }
    public required string Field { get; init; }
    public required string Text { get; init; }
    public required long? AccountId { get; init; }
    public required DateTimeOffset At { get; init; }
}

public enum AttachmentKind { AcceptanceReport, Picture, Decision, ExitEvidence, Other }

/// <summary>A paper or picture that belongs to a filing.</summary>
public sealed class Attachment
{
    public long Id { get; private set; }
    public long FilingId { get; private set; }
    public required AttachmentKind Kind { get; init; }
    public required long FileId { get; init; }
    public StoredFile File { get; private set; } = null!;
    public string? Caption { get; set; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>The term is lifted for a filing: by whom, why (A6).</summary>
public sealed class Exemption
{
    public long Id { get; private set; }
    public long FilingId { get; private set; }

    /// <summary>Code of the reason, from the city's rules.</summary>
    public required string ReasonCode { get; init; }
    public required string Text { get; init; }
    public required long? AccountId { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>What officers tell each other about a filing; never shown to the unit or the public.</summary>
public sealed class Comment
{
    public long Id { get; private set; }
    public required long FilingId { get; init; }
    public required string Text { get; init; }
    public required long? AccountId { get; init; }
    public required DateTimeOffset At { get; init; }
}
