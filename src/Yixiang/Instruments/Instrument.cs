using Yixiang.Kernel;

namespace Yixiang.Instruments;

/// <summary>Where an accepted instrument stands on the city's shared ledger (共享信息台账).</summary>
public enum InstrumentState
{
    /// <summary>Accepted, not published yet.</summary>
    Accepted,

    Published,

    /// <summary>Left the ledger (A7): its page says so and since when, its history stays.</summary>
    Exited,
}

/// <summary>Why an instrument leaves the ledger (notice article 7): 转移、损毁、报废、不再符合条件.</summary>
public enum ExitCause { Transferred, Destroyed, Scrapped, Ineligible }

/// <summary>An instrument or facility on the ledger: the lasting thing, whose particulars are versions.</summary>
public sealed partial class Instrument : IStateful<InstrumentState>
{
    public long Id { get; private set; }

    /// <summary>Its lasting public identifier: <c>JZ-000123</c>.</summary>
    public required string Reference { get; init; }
    public required long OrganisationId { get; init; }

    /// <summary>The organisation's own number of it (所在单位仪器编号).</summary>
    public required string OwnNumber { get; set; }
    public required ResourceKind Kind { get; init; }
    public InstrumentState State { get; private set; } = InstrumentState.Accepted;
    public required DateTimeOffset AcceptedAt { get; init; }
    public DateTimeOffset? PublishedAt { get; private set; }
    public DateTimeOffset? ExitedAt { get; private set; }
    public ExitCause? ExitCause { get; private set; }

    /// <summary>Filed although no rule demands it (A1): not bought with fiscal money, or below the threshold.</summary>
    public bool Voluntary { get; set; }
    public Guid Version { get; private set; } = Guid.NewGuid();
    public List<InstrumentVersion> Versions { get; } = [];

    /// <summary>Adds the next version; the one before ends at the same moment.</summary>
    public InstrumentVersion Revise(Particulars particulars, string filingReference, DateTimeOffset at)
    {
        var last = Versions.MaxBy(v => v.Number);
        last?.End(at);
        var next = InstrumentVersion.Of(particulars, Kind, OrganisationId, (last?.Number ?? 0) + 1, filingReference, at);
        Versions.Add(next);
        OwnNumber = particulars[Fields.OwnNumber];
        Version = Guid.NewGuid();
        return next;
    }
}

/// <summary>What the ledger said of an instrument from one moment on. Never changed; only its end is written once.</summary>
public sealed class InstrumentVersion
{
    public long Id { get; private set; }
    public long InstrumentId { get; private set; }

    /// <summary>1 for the initial filing.</summary>
    public required int Number { get; init; }
    public required string FilingReference { get; init; }
    public required DateTimeOffset From { get; init; }

    /// <summary>When the next version took over; null for the newest.</summary>
    public DateTimeOffset? Until { get; private set; }

    /// <summary>The particulars, as canonical JSON.</summary>
    public required string Content { get; init; }
    public required string Digest { get; init; }
    public required long OrganisationId { get; init; }
    public required ResourceKind Kind { get; init; }
    public required string Name { get; init; }
    public required string Model { get; init; }
    public required string Manufacturer { get; init; }
    public required string ClassCode { get; init; }
    public required string AreaCode { get; init; }
    public required string FeeBasis { get; init; }
    public required Yuan OriginalValue { get; init; }
    public DateOnly? AcceptedOn { get; init; }

    /// <summary>By which likely duplicates are found.</summary>
    public long? Fingerprint { get; init; }

    public Particulars Particulars() => Instruments.Particulars.Parse(Content);

    internal static InstrumentVersion Of(Particulars p, ResourceKind kind, long organisationId, int number, string filingReference, DateTimeOffset at) => new()
    {
        Number = number,
        FilingReference = filingReference,
        From = at.ToWholeMilliseconds(),
        Content = p.ToJson(),
        Digest = p.Digest(),
        OrganisationId = organisationId,
        Kind = kind,
        Name = p[Fields.Name],
        Model = p[Fields.Model],
        Manufacturer = p[Fields.Manufacturer],
        ClassCode = p[Fields.ClassCode],
        AreaCode = p[Fields.Area],
        FeeBasis = p[Fields.FeeBasis],
        OriginalValue = p.MoneyOf(Fields.OriginalValue) ?? Yuan.Zero,
        AcceptedOn = p.DateOf(Fields.AcceptedOn),
        Fingerprint = Instruments.Fingerprint.Of(f => p[f]),
    };

    internal void End(DateTimeOffset at) => Until ??= at.ToWholeMilliseconds();
}
