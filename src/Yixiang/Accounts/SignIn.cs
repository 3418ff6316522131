using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>Writes into the sign-in cookie in which role a person acts; the role can be changed to another one that was granted.</summary>
public sealed class GrantClaims(UserManager<Account> accounts, IOptions<IdentityOptions> options, Db db) : UserClaimsPrincipalFactory<Account>(accounts, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        if (identity.FindFirst(ClaimTypes.Name) is { } name)
        {
            identity.RemoveClaim(name);
        }

        identity.AddClaim(new(ClaimTypes.Name, user.DisplayName));
        var grant = await db.Grants.AsNoTracking().Where(g => g.AccountId == user.Id && g.State == GrantState.Granted).OrderBy(g => g.Id).FirstOrDefaultAsync();
        Write(identity, grant);
        return identity;
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
}
