using Yixiang.Kernel;

namespace Yixiang.Site;

/// <summary>Changes how the reader has the pages, and comes back: larger type or the simple version on every page for those who need it (无障碍环境建设法 art. 32).</summary>
public static class ReadingSize
{
    /// <summary>The address that changes the look and comes back to this page.</summary>
    public static string AddressOf(Look look, HttpContext http)
    {
        var request = http.Request;
        var here = request.PathBase + Language.AskedFor(http) + request.QueryString;
        return $"{request.PathBase}/preferences/size?value={look.Name()}&back={Uri.EscapeDataString(here)}";
    }

    public static void MapReadingSize(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/preferences/size", (string? value, string? back, HttpResponse response) =>
        {
            var options = new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365), IsEssential = true, Path = "/" };
            if (Looks.Of(value) is var look and not Look.Standard)
            {
                response.Cookies.Append(Looks.Cookie, look.Name(), options);
            }
            else
            {
                // Who reads as everybody does needs no cookie.
                response.Cookies.Delete(Looks.Cookie, options);
            }

            return IsOwnAddress(back) ? Results.LocalRedirect(back!) : Results.LocalRedirect("/");
        }).Public().Fleeting().ExcludeFromDescription();

    private static bool IsOwnAddress(string? address) => address is ['/', ..] and not ['/', '/' or '\\', ..];
}
