using Microsoft.AspNetCore.Diagnostics;
using Yixiang.Kernel;

namespace Yixiang.Site;

/// <summary>The one place where a refusal or a bug becomes an answer: a problem for machines, a page for people.</summary>
public static class Errors
{
    public static IServiceCollection AddErrors(this IServiceCollection services) => services.AddProblemDetails().AddExceptionHandler<AnswerToMachines>();

    /// <summary>Stands after the language of the address, so that the page speaks it.</summary>
    public static void UseErrors(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error/500",
            AllowStatusCode404Response = true,
            StatusCodeSelector = StatusOf,
            SuppressDiagnosticsCallback = failure => failure.Exception is RefusedException,
        });
        app.UseWhen(context => !IsMachine(context), people => people.UseStatusCodePagesWithReExecute("/error/{0}"));
    }

    internal static int StatusOf(Exception error) => error switch
    {
        RefusedException { Refusal.Kind: var kind } => kind.Status(),
        BadHttpRequestException bad => bad.StatusCode,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static bool IsMachine(HttpContext context) => context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/health");

    private sealed class AnswerToMachines : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            if (!IsMachine(httpContext))
            {
                return false;
            }

            await Answer(httpContext, exception).ExecuteAsync(httpContext);
            return true;
        }

        private static IResult Answer(HttpContext context, Exception error) => error is RefusedException { Refusal: var refusal }
            ? refusal.ToProblem()
            : Results.Problem(
                statusCode: StatusOf(error), title: Texts.T("site.error"), type: "urn:yixiang:error",
                extensions: new Dictionary<string, object?> { ["id"] = context.TraceIdentifier });
    }
}
