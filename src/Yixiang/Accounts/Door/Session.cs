using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>One browser in which a person is signed in. The person sees all of them and can end each.</summary>
[Unjournalled("its beginning and end are in the journal as sign-in and sign-out; being seen is no act")]
public sealed class Session
{
    public long Id { get; private set; }
    public required long AccountId { get; init; }

    /// <summary>The role in which the person acts; null for a user without any grant.</summary>
    public long? GrantId { get; set; }

    /// <summary>What the browser says of itself, cut to 200 characters.</summary>
    public required string Device { get; init; }

    /// <summary>Network address at the beginning; kept as the law on network logs asks (网络安全法 art. 23).</summary>
    public required string Address { get; init; }
    public required DateTimeOffset BeganAt { get; init; }
    public DateTimeOffset SeenAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}
