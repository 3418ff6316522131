using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Razor;

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
        services.AddSingleton<ExpiredForm>();
        services.Configure<MvcOptions>(options => options.Filters.AddService<ExpiredForm>());
        services.PostConfigure<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme, KeepFormsOfSignedOut);

        // Both languages are one site: a cookie of /en must be one of / too.
        services.AddAntiforgery(options => options.Cookie.Path = "/");
        services.Configure<CookieTempDataProviderOptions>(options => options.Cookie.Path = "/");
        return services;
    }

    /// <summary>Whoever sends a form after the sign-in has ended gets the form back, not the sign-in page.</summary>
    private static void KeepFormsOfSignedOut(CookieAuthenticationOptions cookie)
    {
        var usual = cookie.Events.OnRedirectToLogin;
        cookie.Events.OnRedirectToLogin = async context =>
        {
            if (!await context.HttpContext.RequestServices.GetRequiredService<ExpiredForm>().AnswerSignedOutAsync(context.HttpContext))
            {
                await usual(context);
            }
        };
    }
}
