using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>The authenticator app of an account (GB/T 22239 8.1.4.1 d: two factors, one of them cryptographic).</summary>
public sealed class SecondFactor
{
    public required long AccountId { get; init; }

    /// <summary>The key, protected by the data-protection keys.</summary>
    public required string ProtectedKey { get; set; }

    /// <summary>Null until a first code proved that the app knows the key.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>The last time step whose code was taken: no code is taken twice.</summary>
    public long LastStep { get; set; }
}

/// <summary>A code that stands in for a lost phone, once.</summary>
public sealed class RecoveryCode
{
    public long Id { get; private set; }
    public required long AccountId { get; init; }

    /// <summary>SHA-256 of the code.</summary>
    public required string Digest { get; init; }
    public DateTimeOffset? UsedAt { get; set; }
}
