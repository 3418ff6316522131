using System.Text.Unicode;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.Extensions.WebEncoders;

namespace Yixiang.Site;

/// <summary>What the pages of every folder share: layout, partials, error pages.</summary>
public static class SiteSetup
{
    /// <summary>Lets pages name the shared partials without a path, wherever the page lives.</summary>
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
        services.Configure<MvcOptions>(options => options.Filters.Add<ExpiredForm>());
        // Chinese is written as it is, not as character references; what matters for safety stays encoded.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new(UnicodeRanges.All));
        services.AddAntiforgery(options => options.Cookie.Path = "/");
        return services;
    }
}
