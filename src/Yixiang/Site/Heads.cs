namespace Yixiang.Site;

/// <summary>HEAD is answered wherever GET is, with the same headers: what would be sent is made, and not sent (RFC 9110, 9.3.2).</summary>
internal static class Heads
{
    public static void UseHeads(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
            return;
        }

        var sent = http.Response.Body;
        (http.Request.Method, http.Response.Body) = (HttpMethods.Get, Stream.Null);
        try
        {
            await next(http);
        }
        finally
        {
            (http.Request.Method, http.Response.Body) = (HttpMethods.Head, sent);
        }
    });
}
