using System.Collections.Concurrent;
using System.Reflection;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Site.Installing;

/// <summary>Lets a reader put the site on the home screen (W3C Web Application Manifest), and keeps a page for the time without network.</summary>
internal static class Installing
{
    /// <summary>The ground behind the icon where the device cuts its own shape, and behind the site while it opens.</summary>
    private const string Theme = "#0a2f33", Ground = "#f6f3ea";

    private static readonly ConcurrentDictionary<string, byte[]> Drawn = new();

    private static readonly string Build = Assembly.GetExecutingAssembly().ManifestModule.ModuleVersionId.ToString("N");

    public static void MapInstalling(this IEndpointRouteBuilder app)
    {
        var doors = app.MapGroup("").Public().ExcludeFromDescription();
        doors.MapGet("/site.webmanifest", Manifest);
        doors.MapGet("/icons/{name:regex(^(any|maskable)-(180|192|512)$)}.png", Icon);
        doors.MapGet("/worker.js", WorkerAsync);
    }

    private static IResult Manifest(HttpContext http, CityPack pack)
    {
        var home = ReaderIsEnglish ? "/en" : "/";
        object[] icons = [.. from purpose in (string[])["any", "maskable"] from size in (int[])[192, 512] select Picture($"/icons/{purpose}-{size}.png", $"{size}x{size}", "image/png", purpose), Picture("/favicon.svg", "any", "image/svg+xml", "any")];
        http.Response.Headers.CacheControl = "public, max-age=3600";
        return Results.Json(
            new
            {
                id = home,
                name = pack.City.SiteTitle.ToString(),
                short_name = T("site.name"),
                description = T("site.description", pack.City.Name),
                lang = ReaderIsEnglish ? "en" : "zh-CN",
                dir = "ltr",
                start_url = home,
                scope = "/",
                // With a way back: files and print sheets open in the same window.
                display = "minimal-ui",
                theme_color = Theme,
                background_color = Ground,
                icons,
                shortcuts = new[] { Shortcut("nav.instruments", "/instruments"), Shortcut("nav.statistics", "/statistics") },
            },
            contentType: "application/manifest+json; charset=utf-8");
    }

    private static object Picture(string src, string sizes, string type, string purpose) => new { src, sizes, type, purpose };

    private static object Shortcut(string key, string path) => new { name = T(key), url = (ReaderIsEnglish ? "/en" : "") + path };

    private static IResult Icon(string name, HttpContext http, IWebHostEnvironment place)
    {
        http.Response.Headers.CacheControl = "public, max-age=604800";
        return Results.Bytes(Drawn.GetOrAdd(name, Draw, place), "image/png");
    }

    private static byte[] Draw(string name, IWebHostEnvironment place)
    {
        using var logo = place.WebRootFileProvider.GetFileInfo("logo.svg").CreateReadStream();
        return AppIcon.Of(logo, int.Parse(name.Split('-')[1]), name.StartsWith("maskable", StringComparison.Ordinal) ? Theme : null);
    }

    /// <summary>The worker of this build: another build is another script, so that browsers take it and throw away what the old one kept.</summary>
    private static async Task<IResult> WorkerAsync(HttpContext http, IWebHostEnvironment place, CancellationToken stop)
    {
        using var reader = new StreamReader(place.WebRootFileProvider.GetFileInfo("js/worker.js").CreateReadStream());
        http.Response.Headers.CacheControl = "no-cache";
        return Results.Text((await reader.ReadToEndAsync(stop)).Replace("BUILD", Build, StringComparison.Ordinal), "text/javascript; charset=utf-8");
    }
}
