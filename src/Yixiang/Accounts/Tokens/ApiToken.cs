using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>A key by which a unit's own system speaks to the API in the unit's name. Only its digest is kept.</summary>
public sealed class ApiToken
{
    public long Id { get; private set; }
    public required long AccountId { get; init; }
    public required long OrganisationId { get; init; }
    public required string Name { get; init; }

    /// <summary>The first characters, by which people tell tokens apart.</summary>
    public required string Prefix { get; init; }

    /// <summary>SHA-256 of the whole token.</summary>
    public required string Digest { get; init; }

    /// <summary>Scopes parted by blanks: <c>filings:read imports:write</c>.</summary>
    public required string Scopes { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }

    public bool IsGood(DateTimeOffset now) => RevokedAt is null && ExpiresAt > now;
}

/// <summary>What a token may be good for: a group of the API, to read or to write.</summary>
/// <param name="Group">Such as <c>filings</c>.</param>
public sealed record TokenScope(string Group)
{
    /// <summary>Every scope that can be given to a token.</summary>
    public static readonly IReadOnlyList<string> All = ["filings:read", "filings:write", "imports:read", "imports:write", "ledger:read", "organisations:read", "organisations:write", "reports:read", "reports:write", "recommendations:read"];

    public string Needed(string method) => $"{Group}:{(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? "read" : "write")}";
}

public static class TokenScopeRouting
{
    /// <summary>Opens a group of the API to tokens of that scope. Routes without it are closed to tokens, unless they are public.</summary>
    public static TBuilder Scoped<TBuilder>(this TBuilder routes, string group) where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new TokenScope(group));
}
