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
    /// <summary>For signing in, registering and asking for a reset: attempts a minute from one address. Only what is sent counts, not the page.</summary>
    public const string SignInLimit = "sign-in";

    /// <summary>For uploads: how many an hour from one account.</summary>
    public const string UploadLimit = "upload";

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

    /// <summary>Settings: <c>Proxy</c>, <c>ProxyAddresses</c>, <c>MostMegabytes</c>, <c>Limits:SignIn</c>, <c>Limits:Upload</c>, <c>Limits:ApiWrites</c> (0 lifts a limit).</summary>
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
        var (signIns, uploads, writes) = (settings.GetValue("Limits:SignIn", 20), settings.GetValue("Limits:Upload", 120), settings.GetValue("Limits:ApiWrites", 600));
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = AnswerAsync;
        limiter.AddPolicy(SignInLimit, context => IsWriting(context) ? Window("sign-in", AddressOf(context), signIns, TimeSpan.FromMinutes(1)) : Free);
        limiter.AddPolicy(UploadLimit, context => IsWriting(context) ? Window("upload", WhoIs(context), uploads, TimeSpan.FromHours(1)) : Free);
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
            context => IsWriting(context) && context.Request.Path.StartsWithSegments("/api") ? Window("api", WhoIs(context), writes, TimeSpan.FromMinutes(1)) : Free);
    }

    private static RateLimitPartition<string> Free => RateLimitPartition.GetNoLimiter("free");

    private static RateLimitPartition<string> Window(string limit, string who, int most, TimeSpan window) => most <= 0 ? Free
        : RateLimitPartition.GetFixedWindowLimiter($"{limit} {who}", _ => new() { PermitLimit = most, Window = window, QueueLimit = 0 });

    private static bool IsWriting(HttpContext context) =>
        !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !HttpMethods.IsOptions(context.Request.Method);

    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "nowhere";

    private static string WhoIs(HttpContext context) =>
        context.User.FindFirstValue(Access.TokenClaim) is { } token ? "token " + token : context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? AddressOf(context);

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
