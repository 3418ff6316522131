using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.Extensions.WebEncoders;
using Yixiang.Accounts;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Operator;

namespace Yixiang.Site;

/// <summary>Puts the rooms of the house together: for serving, and for the commands of the operator.</summary>
public static class Composition
{
    public static void AddYixiang(this IHostApplicationBuilder builder)
    {
        builder.AddLogs();
        var services = builder.Services;
        services.AddKernel(builder.Configuration).AddAccounts().AddInstruments().AddFilings().AddLedger().AddSite().AddSecurity(builder.Configuration);
        services.AddRazorPages(o => o.RootDirectory = "/");
        services.AddProblemDetails();
        // Chinese is written as it is, not as character references; what matters for safety stays encoded.
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new(UnicodeRanges.All));
        services.AddOpenApi();
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
            o.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
    }

    public static void UseYixiang(this WebApplication app)
    {
        app.UseSecurity();
        app.UseRequestLog();
        app.UseLanguage();
        app.UseErrors();
        app.MapStaticAssets().Public();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseOutputCache();
        app.MapRazorPages().WithStaticAssets();
        app.MapReadingSize();
        app.MapFilings();
        app.MapLedger();
        app.MapOpenApi("/api/openapi.json").Public();
        app.MapHealth();
        app.MapJournal();
    }
}
