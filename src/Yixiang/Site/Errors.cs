using Microsoft.AspNetCore.Diagnostics;
using Yixiang.Kernel;

namespace Yixiang.Site;

/// <summary>The one place where a refusal or a bug becomes an answer: a problem for machines, a page for people.</summary>
public static class Errors
{
    public static void UseErrors(this IApplicationBuilder app)
    {
        app.UseWhen(IsMachine, api =>
        {
            api.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = IsRefusal, ExceptionHandler = AnswerAsync });
            api.UseStatusCodePages(bare => Bare(bare.HttpContext).ExecuteAsync(bare.HttpContext));
        });
        app.UseWhen(http => !IsMachine(http), pages =>
        {
            pages.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = IsRefusal, StatusCodeSelector = StatusOf, ExceptionHandlingPath = "/error/500", AllowStatusCode404Response = true });
            pages.UseStatusCodePagesWithReExecute("/error/{0}");
        });
    }

    /// <summary>The refusal behind an error page, if it was one.</summary>
    public static Refusal? RefusalOf(HttpContext http) => (http.Features.Get<IExceptionHandlerFeature>()?.Error as RefusedException)?.Refusal;

    private static bool IsMachine(HttpContext http) => http.Request.Path.StartsWithSegments("/api") || http.Request.Path.StartsWithSegments("/health");

    /// <summary>What a caller did wrong is no failure of the product, and does not fill its log.</summary>
    private static bool IsRefusal(ExceptionHandlerSuppressDiagnosticsContext failure) => failure.Exception is RefusedException or BadHttpRequestException;

    private static int StatusOf(Exception error) => error switch
    {
        RefusedException { Refusal: var refusal } => refusal.Kind.Status(),
        BadHttpRequestException bad => bad.StatusCode,
        InvalidDataException { Source: "Microsoft.AspNetCore.WebUtilities" } => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static async Task AnswerAsync(HttpContext http)
    {
        var error = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        var answer = error switch
        {
            RefusedException { Refusal: var refusal } => refusal.ToProblem(),
            BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } => Problems.Invalid(new Dictionary<string, string[]> { [""] = [Texts.T("problem.not-understood")] }),
            BadHttpRequestException bad => Bare(http, bad.StatusCode),
            _ => Results.Problem(statusCode: 500, title: Texts.T("site.error"), type: "urn:yixiang:error", extensions: new Dictionary<string, object?> { ["id"] = http.TraceIdentifier }),
        };
        if (error is RefusedException { Refusal.Code: "file-too-large" })
        {
            // Many clients hear no answer while they still send.
            await http.Request.DrainAsync(http.RequestAborted);
        }

        await answer.ExecuteAsync(http);
    }

    private static IResult Bare(HttpContext http) => Bare(http, http.Response.StatusCode);

    /// <summary>What the server itself refuses before any room of the house is asked: no such address, no such method, nobody signed in.</summary>
    private static IResult Bare(HttpContext http, int status)
    {
        if (status == StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = http.Request.Headers.Authorization.Count > 0 ? "Bearer realm=\"yixiang\", error=\"invalid_token\"" : "Bearer realm=\"yixiang\"";
        }

        var code = status switch
        {
            StatusCodes.Status400BadRequest => "malformed",
            StatusCodes.Status401Unauthorized => http.Request.Headers.Authorization.Count > 0 ? "token-not-good" : "not-signed-in",
            StatusCodes.Status403Forbidden => "not-for-this-role",
            StatusCodes.Status404NotFound => "no-such-address",
            StatusCodes.Status405MethodNotAllowed => "method-not-allowed",
            StatusCodes.Status413PayloadTooLarge => "body-too-large",
            StatusCodes.Status415UnsupportedMediaType => "content-type",
            _ => "status",
        };
        var sentence = Texts.T($"refusal.{code}", code == "status" ? status : http.Response.Headers.Allow.ToString());
        return Results.Problem(sentence, statusCode: status, title: sentence, type: $"urn:yixiang:answer:{code}", extensions: new Dictionary<string, object?> { ["code"] = code });
    }
}
