using Microsoft.AspNetCore.OutputCaching;

namespace Yixiang.Ledger;

/// <summary>Public pages are made once and kept until the ledger changes; for visitors only, never for anybody who is signed in.</summary>
public static class LedgerCache
{
    public const string Policy = "ledger";

    public static IServiceCollection AddLedgerCache(this IServiceCollection services) => services.AddOutputCache(cache =>
    {
        cache.MaximumBodySize = 1_000_000;
        cache.AddPolicy(Policy, policy => policy.Tag(Policy).Expire(TimeSpan.FromMinutes(1))
            .VaryByValue(http => new("size", http.Request.Cookies["yixiang.size"] == "large" ? "large" : "")));
    });

    /// <summary>Throws all kept pages of this node away.</summary>
    public static ValueTask ForgetLedgerAsync(this IOutputCacheStore store, CancellationToken stop) => store.EvictByTagAsync(Policy, stop);
}
