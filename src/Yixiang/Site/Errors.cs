using Microsoft.AspNetCore.Diagnostics;
using Yixiang.Kernel;

namespace Yixiang.Site;

/// <summary>The one place where a refusal or a bug becomes an answer: a problem for machines, a page for people.</summary>
public static class Errors
{
    public static void UseErrors(this IApplicationBuilder app)
    {
        app.UseWhen(IsMachine, api => api.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = IsRefusal, ExceptionHandler = AnswerAsync }));
        app.UseWhen(http => !IsMachine(http), pages =>
        {
            pages.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = IsRefusal, StatusCodeSelector = StatusOf, ExceptionHandlingPath = "/error/500", AllowStatusCode404Response = true });
            pages.UseStatusCodePagesWithReExecute("/error/{0}");
        });
    }

    /// <summary>The refusal behind an error page, if it was one.</summary>
    public static Refusal? RefusalOf(HttpContext http) => (http.Features.Get<IExceptionHandlerFeature>()?.Error as RefusedException)?.Refusal;

    private static bool IsMachine(HttpContext http) => http.Request.Path.StartsWithSegments("/api") || http.Request.Path.StartsWithSegments("/health");

    private static bool IsRefusal(ExceptionHandlerSuppressDiagnosticsContext failure) => failure.Exception is RefusedException;

    private static int StatusOf(Exception error) => error switch
    {
        RefusedException { Refusal: var refusal } => refusal.Kind.Status(),
        BadHttpRequestException bad => bad.StatusCode,
        InvalidDataException { Source: "Microsoft.AspNetCore.WebUtilities" } => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static Task AnswerAsync(HttpContext http)
    {
        var error = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        var answer = error switch
        {
            RefusedException { Refusal: var refusal } => refusal.ToProblem(),
            BadHttpRequestException bad => Results.Problem(statusCode: bad.StatusCode, title: Texts.T("problem.invalid"), type: "urn:yixiang:refusal:invalid"),
            _ => Results.Problem(statusCode: 500, title: Texts.T("site.error"), type: "urn:yixiang:error", extensions: new Dictionary<string, object?> { ["id"] = http.TraceIdentifier }),
        };
        return answer.ExecuteAsync(http);
    }
}
