using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Net.Http.Headers;
using Yixiang.Kernel;
using Yixiang.Ledger;

namespace Yixiang.OpenData;

/// <summary>Gives every public page that a visitor reads a weak entity tag, its digest; who has the page already gets 304.</summary>
/// <remarks>A page that sets a cookie is one reader's own and gets none; nor does a page beyond <see cref="Longest"/>, which is sent as it is made.</remarks>
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
        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = sent;
        }

        // An empty body stays unsent: the page of an error may still stand in for it.
        if (held.Held is { Length: > 0 } page && !Tag(http, page))
        {
            await sent.WriteAsync(page, http.RequestAborted);
        }
    });

    private static bool Wants(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) && http.User.Identity?.IsAuthenticated != true && http.GetEndpoint() is { } endpoint
        && endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null && endpoint.Metadata.GetMetadata<PublicAttribute>() is not null;

    /// <returns>Whether the reader has this page already, so that it is not sent.</returns>
    private static bool Tag(HttpContext http, ReadOnlyMemory<byte> page)
    {
        var response = http.Response;
        if (response.StatusCode != StatusCodes.Status200OK || response.Headers.ContainsKey(HeaderNames.SetCookie))
        {
            return false;
        }

        if (http.GetEndpoint()?.Metadata.GetMetadata<OutputCacheAttribute>()?.PolicyName == LedgerCache.Policy)
        {
            response.GetTypedHeaders().LastModified = http.RequestServices.GetRequiredService<LedgerMark>().ToldModified;
        }

        var tag = EntityTags.Of(page.Span);
        response.Headers.ETag = tag.ToString();
        if (!response.Headers.ContainsKey(HeaderNames.CacheControl))
        {
            // The size of the type and who is signed in are in cookies.
            response.Headers.CacheControl = "private, no-cache";
        }

        if (!http.Request.HasAlready(tag, response.GetTypedHeaders().LastModified))
        {
            return false;
        }

        response.StatusCode = StatusCodes.Status304NotModified;
        response.ContentLength = null;
        response.Headers.Remove(HeaderNames.ContentType);
        return true;
    }
}
