using System.Diagnostics;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Configuration.Memory;
using Yixiang.Kernel;

namespace Yixiang.Site;

/// <summary>One line for each request: method, route, status, milliseconds, role. No address, no query, no name: nothing that leads to a person.</summary>
internal static class RequestLog
{
    public const string Category = "Yixiang.Requests";

    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        // SQLite changes a table by building it anew, and says of each that it cannot do so within a transaction.
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Migrations"] = "Error",
    };

    /// <summary>Setting <c>Logs</c>: <c>json</c> for one JSON object a line, as log collectors like it; else a line for people.</summary>
    public static void AddLogs(this IHostApplicationBuilder builder)
    {
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        if (builder.Configuration["Logs"] == "json")
        {
            builder.Logging.AddJsonConsole(o => (o.UseUtcTimestamp, o.TimestampFormat) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ"));
        }
        else
        {
            builder.Logging.AddSimpleConsole(o => (o.SingleLine, o.TimestampFormat) = (true, "yyyy-MM-dd HH:mm:ss "));
        }
    }

    public static void UseRequestLog(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(Category);
        app.Use(async (context, next) =>
        {
            var begun = Stopwatch.GetTimestamp();
            try
            {
                await next(context);
            }
            finally
            {
                log.LogInformation("{Method} {Route} {Status} {Milliseconds} ms {Role}", context.Request.Method, RouteOf(context), context.Response.StatusCode,
                    (long)Stopwatch.GetElapsedTime(begun).TotalMilliseconds, context.User.ToActor().Role);
            }
        });
    }

    /// <summary>The declared route, not the address: an address may hold what people typed.</summary>
    private static string RouteOf(HttpContext context) =>
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern is RoutePattern { RawText: { } route } ? "/" + route.TrimStart('/') : "(no route)";
}
