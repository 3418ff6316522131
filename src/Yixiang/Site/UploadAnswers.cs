namespace Yixiang.Site;

/// <summary>
/// A script that sends a form to show how far its upload has come cannot see where it is led: it says so with <c>X-Upload</c>, and is told the address in
/// <c>X-Location</c> in place of a redirect, so that the page there is opened once, by the browser.
/// </summary>
public static class UploadAnswers
{
    public static void UseUploadAnswers(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (HttpMethods.IsPost(http.Request.Method) && http.Request.Headers.ContainsKey("X-Upload"))
        {
            http.Response.OnStarting(() =>
            {
                if (http.Response.StatusCode is >= 300 and < 400 && http.Response.Headers.Location is [{ } place])
                {
                    (http.Response.StatusCode, http.Response.Headers["X-Location"]) = (StatusCodes.Status204NoContent, place);
                    http.Response.Headers.Remove("Location");
                }

                return Task.CompletedTask;
            });
        }

        return next(http);
    });
}
