using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Yixiang.Accounts;
using Yixiang.Exchange;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Notices;
using Yixiang.OpenData;
using Yixiang.Operator;
using Yixiang.Organisations;
using Yixiang.Province;
using Yixiang.Site.Installing;
using Yixiang.Statistics;
using Yixiang.Voices;

namespace Yixiang.Site;

/// <summary>Puts the rooms of the house together: for serving, and for the commands of the operator.</summary>
public static class Composition
{
    public static void AddYixiang(this IHostApplicationBuilder builder)
    {
        builder.AddLogs();
        var services = builder.Services;
        services.AddKernel(builder.Configuration).AddOrganisations().AddAccounts().AddInstruments().AddFilings().AddProvince().AddLedger().AddNotices().AddOpenData().AddVoices(builder.Configuration).AddStatistics().AddMail().AddSite().AddSecurity(builder.Configuration);
        services.AddRazorPages(o => o.RootDirectory = "/");
        services.AddProblemDetails();
        services.AddOpenApi(ApiWords.AddTo);
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
            o.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
    }

    public static void UseYixiang(this WebApplication app)
    {
        app.UseApiPagePolicy();
        app.UseSecurity();
        app.UseHeads();
        app.UsePublicCompression();
        app.UseRequestLog();
        app.UseLanguage();
        app.UseUploadAnswers();
        app.UseErrors();
        app.MapStaticAssets().Public();
        app.UseRouting();
        app.Use(SayWhatIsNotThere);
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAccounts();
        app.Use(ApiParameters.RefuseUnknownAsync);
        app.UseNegotiation();
        app.UseLedgerCache();
        app.UsePageTags();
        app.MapRazorPages().WithStaticAssets().Add(ReadOnlyUnderAnyName);
        app.MapReadingSize();
        app.MapInstalling();
        app.MapOrganisations();
        app.MapFilings();
        app.MapLedger();
        app.MapProvince();
        app.MapNotices();
        app.MapOpenData();
        app.MapVoices();
        app.MapStatistics();
        app.MapOpenApi("/api/openapi.json").Public();
        app.MapHealth();
        app.MapJournal();
        app.MapApiPage();
    }

    /// <summary>Pages whose address begins with a word of the city's (<c>/news</c>) only show; if routing held them ready for every method, no other short address could say which it takes.</summary>
    private static void ReadOnlyUnderAnyName(EndpointBuilder page)
    {
        if (page is RouteEndpointBuilder { RoutePattern.RawText: ['{', ..] })
        {
            page.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));
        }
    }

    /// <summary>A page takes the methods it has a handler for; routing itself knows that of routes only.</summary>
    private static async Task TakesAsync(HttpContext context, RouteEndpoint endpoint, RequestDelegate next)
    {
        var isShownInPlace = context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null;
        if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { } page || HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || isShownInPlace)
        {
            await next(context);
            return;
        }

        var loaded = await context.RequestServices.GetRequiredService<PageLoader>().LoadAsync(page, endpoint.Metadata);
        string[] taken = [HttpMethods.Get, HttpMethods.Head, .. loaded.HandlerMethods.Select(h => h.HttpMethod.ToUpperInvariant()).Except([HttpMethods.Get, HttpMethods.Head]).Distinct()];
        if (taken.Contains(context.Request.Method, StringComparer.OrdinalIgnoreCase))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = string.Join(", ", taken);
    }

    /// <summary>An address that does not exist says so to everybody, and so does one that does not take the method or the content; without this it would ask visitors to sign in first.</summary>
    private static Task SayWhatIsNotThere(HttpContext context, RequestDelegate next)
    {
        switch (context.GetEndpoint())
        {
            case RouteEndpoint endpoint:
                return TakesAsync(context, endpoint, next);
            // What routing itself answers with: 405 for another method, 415 for another content type.
            case { RequestDelegate: { } rejection }:
                return rejection(context);
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
        }
    }
}
