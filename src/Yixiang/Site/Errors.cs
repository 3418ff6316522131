using Microsoft.AspNetCore.Diagnostics;
using Yixiang.Kernel;

namespace Yixiang.Site;

/// <summary>The one place where a refusal or a bug becomes an answer: a problem for machines, a page for people.</summary>
public static class Errors
{
    public static IApplicationBuilder UseErrors(this IApplicationBuilder app) => app.UseExceptionHandler(new ExceptionHandlerOptions
    {
        AllowStatusCode404Response = true,
        SuppressDiagnosticsCallback = failure => failure.Exception is RefusedException,
        ExceptionHandler = AnswerAsync,
    });

    private static async Task AnswerAsync(HttpContext context)
    {
        var error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        if (error is RefusedException { Refusal: var refusal })
        {
            await refusal.ToProblem().ExecuteAsync(context);
            return;
        }

        var id = context.TraceIdentifier;
        await Results.Problem(statusCode: 500, title: Texts.T("site.error"), type: "urn:yixiang:error", extensions: new Dictionary<string, object?> { ["id"] = id }).ExecuteAsync(context);
    }
}
