using System.Data.Common;
using Yixiang.Kernel;

namespace Yixiang.Site;

/// <summary>What a load balancer and a watchdog ask: does the process live, and can it serve.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => Results.Text("live")).ExcludeFromDescription().Public().Fleeting();
        app.MapGet("/health/ready", ReadyAsync).ExcludeFromDescription().Public().Fleeting();
    }

    /// <summary>Ready when the database answers and is of this version.</summary>
    private static async Task<IResult> ReadyAsync(Schema schema, ILogger<Schema> log, CancellationToken stop)
    {
        try
        {
            return await schema.IsCurrentAsync(stop) ? Results.Text("ready") : Results.Text("schema", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        catch (DbException error)
        {
            log.LogWarning(error, "The database does not answer.");
            return Results.Text("database", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
