using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Yixiang.Kernel;

namespace Yixiang.Site;

/// <summary>What stands around every page: headers that browsers obey, limits on size and number, trust in a proxy only where a setting says so.</summary>
public static class Security
{
    private static readonly HeaderPolicyCollection Headers = new HeaderPolicyCollection()
        .AddContentSecurityPolicy(policy =>
        {
            policy.AddDefaultSrc().Self();
            policy.AddImgSrc().Self().Data();
            policy.AddObjectSrc().None();
            policy.AddBaseUri().Self();
            policy.AddFormAction().Self();
            policy.AddFrameAncestors().None();
        })
        .AddContentTypeOptionsNoSniff().AddFrameOptionsDeny().AddReferrerPolicySameOrigin()
        .AddCrossOriginOpenerPolicy(policy => policy.SameOrigin())
        .AddCustomHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        .AddStrictTransportSecurityMaxAge(maxAgeInSeconds: 31_536_000)
        .RemoveServerHeader();

    /// <summary>Settings: <c>Proxy</c>, <c>ProxyAddresses</c>, <c>MostMegabytes</c>, <c>Limits:ApiWrites</c> (a minute, for one token or account; 0 lifts the limit).</summary>
    public static IServiceCollection AddSecurity(this IServiceCollection services, IConfiguration settings)
    {
        var most = settings.GetValue("MostMegabytes", 120L) * 1_048_576;
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = most;
        });
        services.Configure<FormOptions>(form => form.MultipartBodyLengthLimit = most);
        services.Configure<ForwardedHeadersOptions>(forwarded => Trust(forwarded, settings));
        return services.AddRateLimiter(limiter => Limit(limiter, settings));
    }

    /// <summary>Stands before everything else.</summary>
    public static void UseSecurity(this WebApplication app)
    {
        if (app.Configuration.GetValue("Proxy", false))
        {
            app.UseForwardedHeaders();
        }

        app.UseSecurityHeaders(Headers);
    }

    /// <summary>A proxy on the same machine, and those that <c>ProxyAddresses</c> names.</summary>
    private static void Trust(ForwardedHeadersOptions forwarded, IConfiguration settings)
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
        foreach (var address in (settings["ProxyAddresses"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            forwarded.KnownProxies.Add(IPAddress.Parse(address));
        }
    }

    private static void Limit(RateLimiterOptions limiter, IConfiguration settings)
    {
        var writes = settings.GetValue("Limits:ApiWrites", 600);
        limiter.OnRejected = AnswerAsync;
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
            context => writes > 0 && IsWriting(context) && context.Request.Path.StartsWithSegments("/api") ? WritesOf(WhoIs(context), writes) : RateLimitPartition.GetNoLimiter("free"));
    }

    private static RateLimitPartition<string> WritesOf(string who, int most) =>
        RateLimitPartition.GetFixedWindowLimiter("writes of " + who, _ => new() { PermitLimit = most, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 });

    private static bool IsWriting(HttpContext context) =>
        !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !HttpMethods.IsOptions(context.Request.Method);

    private static string WhoIs(HttpContext context) =>
        context.User.FindFirstValue(Access.TokenClaim) is { } token ? "token " + token : context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? context.Connection.RemoteIpAddress?.ToString() ?? "";

    private static async ValueTask AnswerAsync(OnRejectedContext rejected, CancellationToken stop)
    {
        var seconds = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? (int)Math.Ceiling(wait.TotalSeconds) : 60;
        rejected.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (rejected.HttpContext.Request.Path.StartsWithSegments("/api"))
        {
            var title = Texts.T("refusal.too-many", seconds);
            await Results.Problem(statusCode: 429, title: title, type: "urn:yixiang:refusal:too-many", extensions: new Dictionary<string, object?> { ["code"] = "too-many" })
                .ExecuteAsync(rejected.HttpContext);
        }
    }
}
