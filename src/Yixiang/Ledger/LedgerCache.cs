using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Net.Http.Headers;
using Yixiang.Kernel;

namespace Yixiang.Ledger;

/// <summary>Public pages are made once and kept until the ledger changes; for visitors only, never for anybody who is signed in.</summary>
public static class LedgerCache
{
    public const string Policy = "ledger";

    public static IServiceCollection AddLedgerCache(this IServiceCollection services) => services.AddOutputCache(cache =>
    {
        cache.MaximumBodySize = 1_000_000;
        cache.AddPolicy(Policy, policy => policy.Tag(Policy).Expire(TimeSpan.FromMinutes(1))
            .VaryByValue(http => new("turn", $"{http.RequestServices.GetRequiredService<LedgerMark>().Turn}"))
            .VaryByValue(http => new("told", $"{http.RequestServices.GetRequiredService<LedgerMark>().ToldModified:O}"))
            .VaryByValue(http => new("look", http.Request.Look().Name())));
    });

    /// <summary>Gives kept pages. As long as no time is promised, none is compared either: what keeps pages would else take the moment of their making for it.</summary>
    public static void UseLedgerCache(this IApplicationBuilder app)
    {
        app.Use((http, next) =>
        {
            if (http.RequestServices.GetRequiredService<LedgerMark>().ToldModified is null)
            {
                http.Request.Headers.Remove(HeaderNames.IfModifiedSince);
            }

            return next(http);
        });
        app.UseOutputCache();
    }

    /// <summary>Throws all kept pages of this node away: none is given any more, not even one that is being made just now.</summary>
    public static ValueTask ForgetLedgerAsync(this IOutputCacheStore store, LedgerMark mark, CancellationToken stop)
    {
        mark.TurnOver();
        return store.EvictByTagAsync(Policy, stop);
    }
}
