using Microsoft.AspNetCore.Identity;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>A person who can sign in.</summary>
[Unjournalled("the sign-in library writes counters and stamps here by itself; every act of a person is recorded by the use case")]
public sealed class Account : IdentityUser<long>
{
    public required string DisplayName { get; set; }

    /// <summary><c>zh-CN</c> or <c>en</c>: the language of mails to this person.</summary>
    public string Language { get; set; } = "zh-CN";
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Closed accounts cannot sign in; what they did stays.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Set when an administrator made the account or reset it: the person must choose a password first.</summary>
    public bool MustChangePassword { get; set; }
}
