namespace Yixiang.Kernel;

/// <summary>Who is acting, in which role, and on behalf of which organisation or area.</summary>
/// <param name="AccountId">The account; null for a visitor and for the product itself.</param>
/// <param name="Name">For display to the actor only; the journal keeps the account's id.</param>
/// <param name="AreaCode">The area of a county officer.</param>
/// <param name="TokenId">The API token in use, if any.</param>
public sealed record Actor(long? AccountId, string Name, Role Role, long? OrganisationId = null, string? AreaCode = null, long? TokenId = null)
{
    public static readonly Actor Visitor = new(null, "visitor", Role.Visitor);

    /// <summary>The product itself: jobs and commands of the operator. It holds the bureau's powers only where a use case passes it on purpose.</summary>
    public static readonly Actor Product = new(null, "yixiang", Role.SystemAdministrator);

    public bool Is(params ReadOnlySpan<Role> roles) => roles.Contains(Role);

    public bool IsOfficer => Is(Role.BureauOfficer, Role.CountyOfficer);
}
