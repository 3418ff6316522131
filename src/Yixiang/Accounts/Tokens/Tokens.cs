using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>Makes, finds and revokes API tokens.</summary>
public sealed class Tokens(Db db, TimeProvider clock)
{
    public const string Mark = "yx_";
    public const int LongestDays = 366;
    private const int PrefixLength = 11;

    /// <summary>Makes a token of 256 random bits.</summary>
    /// <returns>The row and the secret, which nobody can show again.</returns>
    public async Task<(ApiToken Token, string Secret)> MakeAsync(Actor actor, string name, IReadOnlyCollection<string> scopes, int days, CancellationToken stop)
    {
        if (scopes.Count == 0 || scopes.Any(s => !TokenScope.All.Contains(s)))
        {
            throw new RefusedException(Refusals.Wrong(new FieldProblem("scopes", "token-scopes")));
        }

        var (now, secret) = (clock.GetUtcNow(), Mark + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        var token = new ApiToken
        {
            AccountId = actor.AccountId!.Value,
            OrganisationId = actor.OrganisationId!.Value,
            Name = name.Trim(),
            Prefix = secret[..PrefixLength],
            Digest = Digest(secret),
            Scopes = string.Join(' ', TokenScope.All.Where(scopes.Contains)),
            CreatedAt = now,
            ExpiresAt = now.AddDays(Math.Clamp(days, 1, LongestDays)),
        };
        db.ApiTokens.Add(token);
        db.Record(JournalEntry.Of("token", token.Prefix, "make", new(actor, now), new { token.Name, token.Scopes, token.ExpiresAt }));
        await db.SaveChangesAsync(stop);
        return (token, secret);
    }

    public async Task RevokeAsync(ApiToken token, Actor actor, CancellationToken stop)
    {
        if (token.RevokedAt is not null)
        {
            throw new RefusedException(new(RefusalKind.WrongState, "token-revoked", token.Prefix));
        }

        token.RevokedAt = clock.GetUtcNow();
        db.Record(JournalEntry.Of("token", token.Prefix, "revoke", new(actor, clock.GetUtcNow())));
        await db.SaveChangesAsync(stop);
    }

    /// <summary>The token of a secret, good or not; null when nobody ever made it.</summary>
    public Task<ApiToken?> FindAsync(string secret, CancellationToken stop)
    {
        var digest = Digest(secret);
        return db.ApiTokens.AsNoTracking().SingleOrDefaultAsync(t => t.Digest == digest, stop);
    }

    private static string Digest(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

public static class TokenSight
{
    /// <summary>A unit sees the tokens of the unit, whoever of its administrators made them.</summary>
    public static IQueryable<ApiToken> VisibleTo(this IQueryable<ApiToken> tokens, Actor actor) =>
        tokens.Where(t => actor.Role == Role.UnitAdministrator && t.OrganisationId == actor.OrganisationId);
}
