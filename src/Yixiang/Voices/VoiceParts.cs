using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Yixiang.Filings;
using Yixiang.Kernel;

namespace Yixiang.Voices;

public static class VoiceParts
{
    /// <summary>Name of the rate limit on everything that the public may send without an account.</summary>
    public const string Limit = "voices";

    /// <summary>What the public says: reports of problems, and needs that the search did not meet. Setting <c>Limits:VoicesPerHour</c>: how many may come from one address to one node in an hour; 0 lifts the limit.</summary>
    public static IServiceCollection AddVoices(this IServiceCollection services, IConfiguration settings)
    {
        var most = settings.GetValue("Limits:VoicesPerHour", 20);
        services.AddRateLimiter(limiter => limiter.AddPolicy(Limit, http => LimitOf(http, most)));
        services.AddSingleton<Envelopes>().AddScoped<Reports>().AddScoped<Answering>().AddScoped<ReportViews>().AddScoped<ISweep, ReportSweep>().AddScoped<ITraces, ReportTraces>().AddScoped<Needs>().AddScoped<ISweep, NeedSweep>().AddScoped<ITraces, NeedTraces>();
        return services;
    }

    public static void MapVoices(this IEndpointRouteBuilder app)
    {
        app.MapReportFiles();
        app.MapReportsApi();
        app.MapAnsweringApi();
        app.MapNeedFiles();
    }

    /// <summary>Reading the form costs nothing; sending it does. Many may share one address, so the limit is wide.</summary>
    private static RateLimitPartition<string> LimitOf(HttpContext http, int most) => HttpMethods.IsPost(http.Request.Method) && most > 0
        ? RateLimitPartition.GetFixedWindowLimiter("voices of " + http.Connection.RemoteIpAddress, _ => new() { PermitLimit = most, Window = TimeSpan.FromHours(1), QueueLimit = 0 })
        : RateLimitPartition.GetNoLimiter("reading");
}
