using System.Text.Unicode;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.Extensions.WebEncoders;

namespace Yixiang.Site;

/// <summary>What the pages of every folder share: partials by name, answers to expired forms.</summary>
public static class SiteSetup
{
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
}
