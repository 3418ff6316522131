using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Yixiang.Kernel;

namespace Yixiang.Site;

/// <summary>Chinese lives at the plain addresses, English below <c>/en</c>: the prefix becomes the path base, so that every link a page makes stays in its language, without a cookie.</summary>
public static class Language
{
    public static IApplicationBuilder UseLanguage(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var english = context.Request.Path.StartsWithSegments("/en", out var rest);
        if (english)
        {
            context.Request.PathBase = context.Request.PathBase.Add("/en");
            context.Request.Path = rest.HasValue ? rest : "/";
        }
        else if (context.Request.Path.StartsWithSegments("/api"))
        {
            english = context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).FirstOrDefault()?.Value.Value?.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true;
        }

        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = english ? Texts.English : Texts.Chinese;
        return next(context);
    });

    /// <summary>The same page in the other language.</summary>
    public static string OtherLanguage(HttpContext context)
    {
        var root = context.Request.PathBase.Value!;
        return (root.EndsWith("/en", StringComparison.Ordinal) ? root[..^3] : root + "/en") + AskedFor(context) + context.Request.QueryString;
    }

    /// <summary>The path the reader asked for, also while an error page stands in for it.</summary>
    public static string AskedFor(HttpContext context) =>
        context.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath
        ?? context.Features.Get<IExceptionHandlerPathFeature>()?.Path
        ?? context.Request.Path;
}
