using Microsoft.AspNetCore.Diagnostics;
using Yixiang.Kernel;

namespace Yixiang.Site;

/// <summary>The one place where a refusal or a bug becomes an answer: a problem for machines, a page for people.</summary>
public static class Errors
{
    public static IServiceCollection AddErrors(this IServiceCollection services) => services.AddProblemDetails();

    /// <summary>Stands after the language of the address, so that the page speaks it.</summary>
    public static void UseErrors(this IApplicationBuilder app)
    {
        app.UseWhen(IsMachine, machines => machines.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = IsRefusal, ExceptionHandler = AnswerAsync }));
        app.UseWhen(context => !IsMachine(context), people =>
        {
            people.UseExceptionHandler(new ExceptionHandlerOptions
            {
                ExceptionHandlingPath = "/error/500", AllowStatusCode404Response = true, StatusCodeSelector = StatusOf, SuppressDiagnosticsCallback = IsRefusal,
            });
            people.UseStatusCodePagesWithReExecute("/error/{0}");
        });
    }

    internal static int StatusOf(Exception error) => error switch
    {
        RefusedException { Refusal.Kind: var kind } => kind.Status(),
        BadHttpRequestException bad => bad.StatusCode,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static bool IsMachine(HttpContext context) => context.Request.Path.StartsWithSegments("/api") || context.Request.Path.StartsWithSegments("/health");

    private static bool IsRefusal(ExceptionHandlerSuppressDiagnosticsContext failure) => failure.Exception is RefusedException;

    private static Task AnswerAsync(HttpContext context)
    {
        var error = context.Features.Get<IExceptionHandlerFeature>()!.Error;
        var answer = error switch
        {
            RefusedException { Refusal: var refusal } => refusal.ToProblem(),
            BadHttpRequestException bad => Results.Problem(statusCode: bad.StatusCode, title: Texts.T("problem.invalid"), type: "urn:yixiang:refusal:invalid"),
            _ => Results.Problem(statusCode: 500, title: Texts.T("site.error"), type: "urn:yixiang:error", extensions: new Dictionary<string, object?> { ["id"] = context.TraceIdentifier }),
        };
        return answer.ExecuteAsync(context);
    }
}
