using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Province;

public enum RecommendationState
{
    /// <summary>Chosen by the bureau; goes with the next package.</summary>
    Proposed,

    /// <summary>With the province, which has not answered.</summary>
    Sent,

    /// <summary>Stands on the provincial platform, with its number there.</summary>
    Listed,

    /// <summary>The province said no, and why; the instrument may be proposed again.</summary>
    Refused,

    /// <summary>Stood on the provincial platform and was taken off.</summary>
    Removed,

    /// <summary>Taken back before the province decided.</summary>
    Withdrawn,
}

/// <summary>Where an instrument stands on the provincial platform (A7): its number there, its page there where that is known, and since which day.</summary>
/// <param name="Address">An http or https address.</param>
public sealed record ProvincialStanding(string Number, string? Address, DateOnly ListedOn);

/// <summary>推荐入省平台: one attempt to bring one instrument onto the province's network management platform (A7), from the proposal to its end.</summary>
/// <remarks>What becomes of an attempt is kept; another one for the same instrument is another row. Of each instrument one may be open at a time, which the database holds.</remarks>
public sealed partial class Recommendation : IStateful<RecommendationState>, IOfUnit, IInArea
{
    public const int LongestNumber = 60;
    public const int LongestAddress = 500;

    public long Id { get; private set; }

    /// <summary><c>P2026-000012</c>.</summary>
    public required string Reference { get; init; }
    public required long InstrumentId { get; init; }
    public required long OrganisationId { get; init; }
    long? IOfUnit.OrganisationId => OrganisationId;

    /// <summary>Area of the organisation when it was proposed: whose county officer it concerns.</summary>
    public required string AreaCode { get; init; }
    public RecommendationState State { get; private set; } = RecommendationState.Proposed;
    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>The rules of the city by which it was found to qualify; one that already stood there was not judged.</summary>
    public required string? RulesVersion { get; init; }
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>The package in which it went.</summary>
    public Package? Package { get; private set; }
    public long? PackageId { get; private set; }

    /// <summary>What the province was sent: the version of the instrument that stood then.</summary>
    public long? VersionId { get; private set; }
    public string? NumberThere { get; private set; }
    public string? AddressThere { get; private set; }

    /// <summary>Since which day it stands there, as the province says.</summary>
    public DateOnly? ListedOn { get; private set; }

    /// <summary>Since when this ledger says so; past days of the ledger are read by it.</summary>
    public DateTimeOffset? ListedAt { get; private set; }

    /// <summary>Why it was refused, removed or withdrawn.</summary>
    public string? Why { get; private set; }

    /// <summary>When it was refused, removed or withdrawn.</summary>
    public DateTimeOffset? EndedAt { get; private set; }
    public Guid Version { get; private set; } = Guid.NewGuid();

    public bool IsOpen => State is RecommendationState.Proposed or RecommendationState.Sent or RecommendationState.Listed;

    /// <summary>Null while, and after, it does not stand on the platform.</summary>
    public ProvincialStanding? Standing => State == RecommendationState.Listed ? Was : null;

    /// <summary>As it stands or stood on the platform; null where it never did.</summary>
    public ProvincialStanding? Was => NumberThere is { } number ? new(number, AddressThere, ListedOn!.Value) : null;
}

/// <summary>报送包: what went to the province in one go, as one sheet in the national form. Its rows can be written again at any time from the versions that were sent.</summary>
public sealed class Package
{
    public long Id { get; private set; }

    /// <summary><c>S2026-000003</c>.</summary>
    public required string Reference { get; init; }
    public required DateTimeOffset SentAt { get; init; }
    public required int Instruments { get; init; }
    public required string RulesVersion { get; init; }
}
