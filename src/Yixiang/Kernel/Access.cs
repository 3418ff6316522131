using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace Yixiang.Kernel;

/// <summary>Who may be here at all: put on every page and route that is not public. Which rows they see is <c>VisibleTo</c>, what they may do <c>WhyNot</c>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class ForAttribute : AuthorizeAttribute
{
    public ForAttribute(params Role[] roles)
    {
        Allowed = roles;
        Roles = string.Join(',', roles);
    }

    public IReadOnlyList<Role> Allowed { get; }
}

/// <summary>Open to everybody, signed in or not.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class PublicAttribute : Attribute, IAllowAnonymous;

/// <summary>Open to whoever is signed in, in any role.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class SignedInAttribute : AuthorizeAttribute;

public static class Access
{
    public const string OrganisationClaim = "organisation";
    public const string AreaClaim = "area";
    public const string TokenClaim = "token";

    public static TBuilder For<TBuilder>(this TBuilder endpoint, params Role[] roles) where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(new ForAttribute(roles));

    public static TBuilder Public<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new PublicAttribute());

    /// <summary>Reads the actor out of what signing in wrote down.</summary>
    public static Actor ToActor(this ClaimsPrincipal? person) =>
        person?.Identity?.IsAuthenticated == true && Enum.TryParse<Role>(person.FindFirstValue(ClaimTypes.Role), out var role)
            ? new(Number(person, ClaimTypes.NameIdentifier), person.FindFirstValue(ClaimTypes.Name) ?? "", role,
                Number(person, OrganisationClaim), person.FindFirstValue(AreaClaim), Number(person, TokenClaim))
            : Actor.Visitor;

    private static long? Number(ClaimsPrincipal person, string claim) => long.TryParse(person.FindFirstValue(claim), out var number) ? number : null;
}
