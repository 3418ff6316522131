using Microsoft.Net.Http.Headers;

namespace Yixiang.OpenData;

/// <summary>One address for people and machines: whoever asks the page of an instrument for another form (<c>Accept: application/ld+json</c>) is led to it.</summary>
/// <remarks>By 303, so that the page keeps one content that caches may hold; browsers, which name HTML first, never notice.</remarks>
public static class Negotiation
{
    private const string Pages = "/instruments";
    private const string Html = "text/html";

    /// <summary>Stands before the output cache, which keeps the page for people only.</summary>
    public static void UseNegotiation(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (ReferenceOf(http.Request) is not { } reference)
        {
            return next(http);
        }

        http.Response.OnStarting(() =>
        {
            http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Accept);
            return Task.CompletedTask;
        });
        if (Wanted(http.Request.GetTypedHeaders().Accept) is not { } form)
        {
            return next(http);
        }

        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        var address = form(Uri.EscapeDataString(reference));
        // The API has one address for all languages.
        http.Response.Headers.Location = (address.StartsWith("/api/", StringComparison.Ordinal) ? "" : http.Request.PathBase) + address + http.Request.QueryString;
        return Task.CompletedTask;
    });

    /// <summary>The reference in the address of a page, which the readings and files below it are not.</summary>
    private static string? ReferenceOf(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && request.Path.StartsWithSegments(Pages, out var rest)
        && rest.Value is ['/', .. { Length: > 0 } reference] && !reference.Contains('/') && reference != "suggestions" ? reference : null;

    /// <summary>The form that is wanted more than the page; the page where none is.</summary>
    private static Func<string, string>? Wanted(IList<MediaTypeHeaderValue> accepted)
    {
        var page = QualityOf(Html, accepted);
        var best = Records.Forms.Select(f => (f.Address, Quality: QualityOf(f.MediaType, accepted))).MaxBy(f => f.Quality);
        return best.Quality > page ? best.Address : null;
    }

    /// <summary>By the most exact range that fits (RFC 9110, 12.5.1).</summary>
    private static double QualityOf(string type, IList<MediaTypeHeaderValue> accepted) =>
        accepted.Where(range => Covers(range, new(type))).OrderBy(a => a.MatchesAllTypes ? 2 : a.MatchesAllSubTypes ? 1 : 0).FirstOrDefault() is { } range ? range.Quality ?? 1 : 0;

    /// <summary>As the names say: whoever asks for JSON does not mean each type that is written in it.</summary>
    private static bool Covers(MediaTypeHeaderValue range, MediaTypeHeaderValue type) =>
        range.MatchesAllTypes || (range.Type.Equals(type.Type, StringComparison.OrdinalIgnoreCase) && (range.MatchesAllSubTypes || range.SubType.Equals(type.SubType, StringComparison.OrdinalIgnoreCase)));
}
