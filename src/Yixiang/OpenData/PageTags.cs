using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Net.Http.Headers;
using Yixiang.Kernel;
using Yixiang.Ledger;

namespace Yixiang.OpenData;

/// <summary>Gives every public answer that a visitor reads a weak entity tag, its digest; who has it already gets 304.</summary>
/// <remarks>
/// What brings a tag of its own keeps it (files that are <see cref="MarkedFiles">marked</see>, static assets). What sets a cookie is one reader's own and gets none; nor does
/// what is longer than <see cref="Longest"/>, which is sent as it is made, nor what is <see cref="FleetingAttribute">of this moment only</see>.
/// </remarks>
public static class PageTags
{
    /// <summary>Bytes that are held back until the tag is known.</summary>
    private const int Longest = 1_000_000;

    /// <summary>Stands within the output cache, so that what is kept has its tag.</summary>
    public static void UsePageTags(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (!Wants(http))
        {
            await next(http);
            return;
        }

        var sent = http.Response.Body;
        await using var held = new HeldBack(sent, Longest);
        http.Response.Body = held;
        http.Response.OnStarting(() =>
        {
            SayHowToKeep(http);
            return Task.CompletedTask;
        });
        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = sent;
        }

        // An empty body stays unsent: the page of an error may still stand in for it.
        if (held.Held is { Length: > 0 } answer && !Tag(http, answer))
        {
            await sent.WriteAsync(answer, http.RequestAborted);
        }
    });

    private static bool Wants(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) && http.User.Identity?.IsAuthenticated != true && http.GetEndpoint()?.Metadata is { } door
        && door.GetMetadata<PublicAttribute>() is not null && door.GetMetadata<StaticAssetDescriptor>() is null && door.GetMetadata<MarkedAttribute>() is null;

    /// <returns>Whether the reader has this answer already, so that it is not sent.</returns>
    private static bool Tag(HttpContext http, ReadOnlyMemory<byte> answer)
    {
        var response = http.Response;
        if (response.StatusCode != StatusCodes.Status200OK)
        {
            return false;
        }

        // Before it is kept: what the output cache gives again has these headers too.
        SayHowToKeep(http);
        if (response.Headers.ContainsKey(HeaderNames.SetCookie) || response.Headers.ContainsKey(HeaderNames.ETag) || IsFleeting(http))
        {
            return false;
        }

        if (http.GetEndpoint()?.Metadata is { } door && door.GetMetadata<OutputCacheAttribute>()?.PolicyName == LedgerCache.Policy && door.GetMetadata<TimelessAttribute>() is null)
        {
            response.GetTypedHeaders().LastModified = http.RequestServices.GetRequiredService<LedgerMark>().ToldModified;
        }

        var tag = EntityTags.Of(answer.Span);
        response.Headers.ETag = tag.ToString();
        if (!http.Request.HasAlready(tag, response.GetTypedHeaders().LastModified))
        {
            return false;
        }

        response.StatusCode = StatusCodes.Status304NotModified;
        response.ContentLength = null;
        response.Headers.Remove(HeaderNames.ContentType);
        return true;
    }

    /// <summary>Who keeps it asks each time whether it still holds; and what it depends on beside its address.</summary>
    private static void SayHowToKeep(HttpContext http)
    {
        var (request, response) = (http.Request, http.Response);
        if (response.StatusCode is not (StatusCodes.Status200OK or StatusCodes.Status304NotModified))
        {
            return;
        }

        if (!response.Headers.ContainsKey(HeaderNames.CacheControl))
        {
            // How pages are read (large, simple) and who is signed in are in cookies.
            response.Headers.CacheControl = IsFleeting(http) ? "no-store" : IsPage(http) ? "private, no-cache" : "no-cache";
        }

        if (request.Path.StartsWithSegments("/api") && !response.Headers.Vary.Contains(HeaderNames.AcceptLanguage))
        {
            response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        }
    }

    private static bool IsFleeting(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<FleetingAttribute>() is not null;

    private static bool IsPage(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is not null;
}
