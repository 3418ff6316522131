using Microsoft.AspNetCore.ResponseCompression;
using Yixiang.Kernel;

namespace Yixiang.OpenData;

/// <summary>Text for readers goes out compressed, with Brotli or gzip.</summary>
/// <remarks>Only to whoever shows no cookie that could be of a session and no token: a compressed page that holds a secret tells its length (BREACH).</remarks>
public static class Compression
{
    public static IServiceCollection AddPublicCompression(this IServiceCollection services) => services.AddResponseCompression(o =>
    {
        o.EnableForHttps = true;
        o.Providers.Add<BrotliCompressionProvider>();
        o.Providers.Add<GzipCompressionProvider>();
        o.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/atom+xml", "application/jsonl", "application/problem+json", "application/ld+json",
            "application/opensearchdescription+xml", "application/vnd.datacite.datacite+json", "application/x-suggestions+json", "application/manifest+json", "text/calendar", "text/csv", "image/svg+xml"];
    });

    public static void UsePublicCompression(this IApplicationBuilder app) => app.UseWhen(
        http => http.Request.Cookies.All(c => c.Key == Looks.Cookie) && !http.Request.Headers.ContainsKey("Authorization"),
        readers => readers.UseResponseCompression());
}
