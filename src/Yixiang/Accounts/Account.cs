using Microsoft.AspNetCore.Identity;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>A person's account. What the person may do comes from its <see cref="Grant"/>s.</summary>
[Unjournalled("every act on an account is journalled by the use case; counters of failed tries are bookkeeping")]
public sealed class Account : IdentityUser<long>
{
    public required string DisplayName { get; set; }

    /// <summary><c>zh-CN</c> or <c>en</c>: the language of mails to this person.</summary>
    public string Language { get; set; } = "zh-CN";
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Closed accounts cannot sign in; what they did stays.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Shut by an administrator, until one opens it again; apart from the lock that wrong tries set.</summary>
    public DateTimeOffset? BlockedAt { get; set; }

    /// <summary>The person asked to be erased while still holding a role (PIPL art. 47): an administrator closes the account after the role was handed over.</summary>
    public DateTimeOffset? ErasureAskedAt { get; set; }

    /// <summary>Set when an administrator made the account or reset it: the person must choose a password first.</summary>
    public bool MustChangePassword { get; set; }

    public bool IsLocked(DateTimeOffset now) => BlockedAt is not null || LockoutEnd > now;

    /// <summary>Removes everything by which the person could be known; the number stays, so that the journal keeps its sense.</summary>
    public void Erase(DateTimeOffset now)
    {
        (DisplayName, UserName, NormalizedUserName) = ($"#{Id}", $"closed-{Id}", $"CLOSED-{Id}");
        (Email, NormalizedEmail, PhoneNumber, PasswordHash) = (null, null, null, null);
        (EmailConfirmed, PhoneNumberConfirmed, ErasureAskedAt) = (false, false, null);
        (SecurityStamp, ClosedAt) = (Guid.NewGuid().ToString("N"), now);
    }
}
