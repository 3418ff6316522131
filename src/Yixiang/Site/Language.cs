using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Yixiang.Kernel;

namespace Yixiang.Site;

/// <summary>The language of a page is part of its address: Chinese at <c>/…</c>, English at <c>/en/…</c>, so that each page can be linked, cached and crawled in both.</summary>
public static class Language
{
    private const string EnglishPrefix = "/en";

    /// <summary>Takes the prefix off the address and sets the reader's language. Links written with <c>~/</c> keep the language.</summary>
    public static IApplicationBuilder UseLanguage(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        var english = http.Request.Path.StartsWithSegments(EnglishPrefix, StringComparison.OrdinalIgnoreCase, out var rest);
        if (english)
        {
            http.Request.PathBase = http.Request.PathBase.Add(EnglishPrefix);
            http.Request.Path = rest.HasValue ? rest : "/";
        }

        english |= http.Request.Path.StartsWithSegments("/api") && PrefersEnglish(http.Request);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = english ? Texts.English : Texts.Chinese;
        return next(http);
    });

    /// <summary>A machine has no address bar; it says its language in a header.</summary>
    private static bool PrefersEnglish(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage.MaxBy(l => l.Quality ?? 1)?.Value.Value?.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The address of this page in the other language.</summary>
    public static string OtherAddress(HttpContext http)
    {
        var here = AskedFor(http) + http.Request.QueryString;
        return Texts.ReaderIsEnglish ? here : EnglishPrefix + here;
    }

    /// <summary>The path the reader asked for, also while an error page stands in for it.</summary>
    public static string AskedFor(HttpContext http) =>
        http.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath
        ?? http.Features.Get<IExceptionHandlerPathFeature>()?.Path
        ?? http.Request.Path;
}
