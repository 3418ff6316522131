using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>What the sign-in cookie says: who, in which session, and in which role.</summary>
public static class GrantClaims
{
    public const string Session = "session";
    public const string Stamp = "stamp";

    /// <summary>Set while the person must choose a new password before anything else.</summary>
    public const string NewPassword = "new-password";

    public static ClaimsPrincipal Of(Account account, Grant? grant, Session session)
    {
        var identity = new ClaimsIdentity(IdentityConstants.ApplicationScheme);
        identity.AddClaim(new(ClaimTypes.NameIdentifier, $"{account.Id}"));
        identity.AddClaim(new(ClaimTypes.Name, account.DisplayName));
        identity.AddClaim(new(Session, $"{session.Id}"));
        identity.AddClaim(new(Stamp, account.SecurityStamp ?? ""));
        if (account.MustChangePassword)
        {
            identity.AddClaim(new(NewPassword, "1"));
        }

        Write(identity, grant);
        return new(identity);
    }

    /// <summary>A person without any grant acts as a user.</summary>
    public static void Write(ClaimsIdentity identity, Grant? grant)
    {
        identity.AddClaim(new(ClaimTypes.Role, (grant?.Role ?? Role.User).ToString()));
        if (grant?.OrganisationId is { } organisation)
        {
            identity.AddClaim(new(Access.OrganisationClaim, organisation.ToString()));
        }

        if (grant?.AreaCode is { } area)
        {
            identity.AddClaim(new(Access.AreaClaim, area));
        }
    }

    public static long? SessionOf(ClaimsPrincipal person) => long.TryParse(person.FindFirstValue(Session), out var id) ? id : null;
}
