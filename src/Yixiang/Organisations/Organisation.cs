using Yixiang.Kernel;

namespace Yixiang.Organisations;

/// <summary>What kind of body it is (notice article 1: universities, institutes, hospitals, companies; and the bureau's own).</summary>
public enum OrganisationKind { University, ResearchInstitute, Hospital, Company, PublicInstitution, Other }

/// <summary>Where its money mainly comes from; decides which rules bind its instruments (A1, A2).</summary>
public enum FundingNature { Fiscal, PartlyFiscal, NonFiscal }

public enum OrganisationState
{
    /// <summary>Named by an official list before anybody of it signed up.</summary>
    Unverified,

    /// <summary>Registered itself and waits for an officer.</summary>
    Pending,

    Verified,

    Rejected,

    Closed,
}

/// <summary>A management unit (管理单位) or an organisation of users.</summary>
public sealed partial class Organisation : IStateful<OrganisationState>, IInArea
{
    private string? _uscc;

    public long Id { get; private set; }

    /// <summary>The number by which addresses and journal know it, <c>O-000123</c>: given once, whatever becomes known later.</summary>
    public required string Reference { get; init; }

    /// <summary>统一社会信用代码, 18 characters with a check digit (GB 32100); null until it is known.</summary>
    public string? Uscc
    {
        get => _uscc;
        init => _uscc = value;
    }

    public required string Name { get; set; }
    public string? EnglishName { get; set; }
    public required OrganisationKind Kind { get; set; }
    public FundingNature Funding { get; set; } = FundingNature.Fiscal;

    /// <summary>Code of the county, district or zone, from the city pack.</summary>
    public required string AreaCode { get; set; }
    public string? Address { get; set; }
    public string? Postcode { get; set; }

    /// <summary>An office number that everybody may see; never a person's.</summary>
    public string? OfficePhone { get; set; }
    public string? Website { get; set; }

    /// <summary>What it says of itself to the public.</summary>
    public string? About { get; set; }

    /// <summary>The code the national platform gave it (32 characters); needed for the national form.</summary>
    public string? NationalCode { get; set; }

    /// <summary>Whether it manages instruments, or only uses them.</summary>
    public bool IsManagementUnit { get; set; } = true;

    /// <summary>Business licence or certificate of the public institution.</summary>
    public long? LicenceFileId { get; set; }
    public OrganisationState State { get; private set; }
    public string? DecisionNote { get; private set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public Guid Version { get; private set; } = Guid.NewGuid();
    public List<HostPlatform> HostPlatforms { get; } = [];

    /// <summary>Marks a change of the profile, so that a second editor notices.</summary>
    public void Touch() => Version = Guid.NewGuid();
}

/// <summary>A laboratory, centre or station in which instruments stand (notice article 1): 重点实验室 … 院士（博士）工作站.</summary>
public sealed class HostPlatform
{
    public long Id { get; private set; }
    public long OrganisationId { get; private set; }

    /// <summary>Code of the kind, from the city pack.</summary>
    public required string KindCode { get; set; }
    public required string Name { get; set; }

    /// <summary>国家级, 省部级, 地市级, 单位级: code 1 to 4.</summary>
    public required string LevelCode { get; set; }
}
