using Yixiang.Kernel;

namespace Yixiang.Site;

/// <summary>Larger type on every page for those who need it (无障碍环境建设法 art. 32); kept in a cookie that says nothing about the person.</summary>
public static class ReadingSize
{
    public const string Cookie = "yixiang.size";
    public const string Large = "large";

    public static bool IsLarge(HttpRequest request) => request.Cookies[Cookie] == Large;

    /// <summary>The address that turns the large type on or off and comes back to this page.</summary>
    public static string ToggleAddress(HttpContext http)
    {
        var request = http.Request;
        var here = request.PathBase + Language.AskedFor(http) + request.QueryString;
        return $"{request.PathBase}/preferences/size?value={(IsLarge(request) ? "normal" : Large)}&back={Uri.EscapeDataString(here)}";
    }

    public static void MapReadingSize(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/preferences/size", (string? value, string? back, HttpResponse response) =>
        {
            var options = new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365), IsEssential = true, Path = "/" };
            if (value == Large)
            {
                response.Cookies.Append(Cookie, Large, options);
            }
            else
            {
                // Who reads as everybody does needs no cookie.
                response.Cookies.Delete(Cookie, options);
            }

            return IsOwnAddress(back) ? Results.LocalRedirect(back!) : Results.LocalRedirect("/");
        }).Public().ExcludeFromDescription();

    private static bool IsOwnAddress(string? address) => address is ['/', ..] and not ['/', '/' or '\\', ..];
}
