namespace Yixiang.Accounts;

/// <summary>That a person was told what is kept about them and agreed, and when they took it back (PIPL art. 13-15).</summary>
public sealed class Consent
{
    public long Id { get; private set; }
    public required long AccountId { get; init; }

    /// <summary>What it was given for: <c>account</c>.</summary>
    public required string Purpose { get; init; }

    /// <summary>Which wording of the notice the person saw.</summary>
    public required string NoticeVersion { get; init; }
    public required DateTimeOffset GivenAt { get; init; }
    public DateTimeOffset? WithdrawnAt { get; set; }

    /// <summary>The wording in force; raised when the notice on /privacy changes in substance.</summary>
    public const string Current = "2026-2";

    public const string ForAccount = "account";
}
