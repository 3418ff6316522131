using System.Text.Unicode;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.Extensions.WebEncoders;

namespace Yixiang.Site;

/// <summary>What the pages of every folder share: partials by name, answers to expired forms, headers that browsers obey.</summary>
public static class SiteSetup
{
    /// <summary>Nothing from elsewhere, nothing inline, no framing: an injected script finds no way to run.</summary>
    private const string ContentPolicy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static IServiceCollection AddSite(this IServiceCollection services)
    {
        services.Configure<RazorViewEngineOptions>(options =>
        {
            foreach (var folder in (string[])["Site", "Accounts", "Operator"])
            {
                options.PageViewLocationFormats.Add($"/{folder}/{{0}}.cshtml");
                options.ViewLocationFormats.Add($"/{folder}/{{0}}.cshtml");
            }
        });
        // Chinese is written as it is, not as character references; what matters for safety stays encoded.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new(UnicodeRanges.All));
        services.AddSingleton<ExpiredForm>();
        services.Configure<MvcOptions>(options => options.Filters.AddService<ExpiredForm>());

        // Both languages are one site: a cookie of /en must be one of / too.
        services.AddAntiforgery(options => options.Cookie.Path = "/");
        services.Configure<CookieTempDataProviderOptions>(options => options.Cookie.Path = "/");
        return services;
    }

    public static IApplicationBuilder UseSafeHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        return next(context);
    });
}
