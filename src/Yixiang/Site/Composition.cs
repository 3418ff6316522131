using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using Yixiang.Accounts;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;

namespace Yixiang.Site;

/// <summary>Puts the rooms of the house together: for serving, and for the commands of the operator.</summary>
public static class Composition
{
    public static void AddYixiang(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddKernel(builder.Configuration).AddAccounts().AddInstruments().AddFilings().AddLedger().AddSite();
        services.AddRazorPages(o => o.RootDirectory = "/");
        services.AddProblemDetails();
        services.AddOpenApi();
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
            o.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
    }

    public static void UseYixiang(this WebApplication app)
    {
        app.UseSafeHeaders();
        app.UseLanguage();
        app.UseErrors();
        app.MapStaticAssets().Public();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAccounts();
        app.UseOutputCache();
        app.MapRazorPages().WithStaticAssets();
        app.MapReadingSize();
        app.MapFilings();
        app.MapLedger();
        app.MapOpenApi("/api/openapi.json").Public();
        app.MapGet("/health/ready", async (Db db, CancellationToken stop) =>
            await db.Database.CanConnectAsync(stop) ? Results.Text("ready") : Results.StatusCode(StatusCodes.Status503ServiceUnavailable)).Public();
    }
}
