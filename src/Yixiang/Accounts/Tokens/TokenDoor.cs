using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

public sealed class TokenDoorOptions : AuthenticationSchemeOptions;

/// <summary>Lets a unit's system in by <c>Authorization: Bearer</c>. Every use is one line in the journal, and so is every refused one.</summary>
public sealed class TokenDoor(IOptionsMonitor<TokenDoorOptions> options, ILoggerFactory log, UrlEncoder encoder, Tokens tokens, Db db)
    : AuthenticationHandler<TokenDoorOptions>(options, log, encoder)
{
    public new const string Scheme = "token";
    public const string ScopeClaim = "scope";
    private const string Bearer = "Bearer ";

    /// <summary>A token counts below <c>/api</c> only; pages are for people.</summary>
    public static bool IsMeant(HttpRequest request) =>
        request.Path.StartsWithSegments("/api") && request.Headers.Authorization.ToString().StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var stop = Context.RequestAborted;
        var (token, now) = (await tokens.FindAsync(Request.Headers.Authorization.ToString()[Bearer.Length..].Trim(), stop), TimeProvider.GetUtcNow());
        if (token is null)
        {
            await NoteAsync("unknown", "refuse", Actor.Visitor, stop);
            return AuthenticateResult.Fail("unknown token");
        }

        var name = await (from a in db.Set<Account>()
                          where a.Id == token.AccountId && a.ClosedAt == null && a.BlockedAt == null
                             && db.Set<Grant>().Any(g => g.AccountId == a.Id && g.Role == Role.UnitAdministrator && g.OrganisationId == token.OrganisationId && g.State == GrantState.Granted)
                          select a.DisplayName).SingleOrDefaultAsync(stop);
        var actor = new Actor(token.AccountId, name ?? "", Role.UnitAdministrator, token.OrganisationId, null, token.Id);
        if (name is null || !token.IsGood(now))
        {
            await NoteAsync(token.Prefix, "refuse", actor, stop);
            return AuthenticateResult.Fail("token expired, revoked, or its maker no longer administers the unit");
        }

        await NoteAsync(token.Prefix, "use", actor, stop);
        return AuthenticateResult.Success(new(Person(token, actor), Scheme));
    }

    private static ClaimsPrincipal Person(ApiToken token, Actor actor)
    {
        var identity = new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, $"{token.AccountId}"), new(ClaimTypes.Name, actor.Name), new(ClaimTypes.Role, nameof(Role.UnitAdministrator)),
            new(Access.OrganisationClaim, $"{token.OrganisationId}"), new(Access.TokenClaim, $"{token.Id}"),
            .. token.Scopes.Split(' ').Select(s => new Claim(ScopeClaim, s)),
        ], Scheme);
        return new(identity);
    }

    private async Task NoteAsync(string prefix, string what, Actor actor, CancellationToken stop)
    {
        db.Record(JournalEntry.Of("token", prefix, what, new(actor, TimeProvider.GetUtcNow()), $"{Request.Method} {Request.Path}"));
        await db.SaveChangesAsync(stop);
    }
}

/// <summary>Holds tokens to their scopes: a route without a scope is closed to them unless it is public.</summary>
public sealed class TokenScopes(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint() is not { } endpoint || !http.User.HasClaim(c => c.Type == Access.TokenClaim) || endpoint.Metadata.GetMetadata<PublicAttribute>() is not null)
        {
            return next(http);
        }

        var needed = endpoint.Metadata.GetMetadata<TokenScope>()?.Needed(http.Request.Method);
        return needed is not null && http.User.HasClaim(TokenDoor.ScopeClaim, needed)
            ? next(http)
            : new Refusal(RefusalKind.NotAllowed, "token-scope", needed ?? "-").ToProblem().ExecuteAsync(http);
    }
}
