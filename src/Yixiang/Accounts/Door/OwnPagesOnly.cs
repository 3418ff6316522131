using System.Security.Claims;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>A browser sends its cookie along with requests that another site made up: changes over the API by cookie are taken from our own pages only. Tokens are never sent unasked.</summary>
public sealed class OwnPagesOnly(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        var request = http.Request;
        var changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);
        var byCookie = http.User.Identity?.IsAuthenticated == true && !http.User.HasClaim(c => c.Type == Access.TokenClaim);
        return changes && byCookie && request.Path.StartsWithSegments("/api") && request.IsOwn() == false
            ? new Refusal(RefusalKind.NotAllowed, "account-foreign-page").ToProblem().ExecuteAsync(http)
            : next(http);
    }
}

/// <summary>Whoever was given a password by somebody else chooses an own one before anything else.</summary>
public sealed class NewPasswordFirst(RequestDelegate next)
{
    private static readonly PathString[] Open = ["/account/password", "/sign-out", "/privacy", "/error"];

    public Task InvokeAsync(HttpContext http)
    {
        var isPage = http.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.Mvc.RazorPages.PageActionDescriptor>() is not null;
        if (!http.User.HasClaim(c => c.Type == GrantClaims.NewPassword) || Open.Any(p => http.Request.Path.StartsWithSegments(p)))
        {
            return next(http);
        }

        if (isPage)
        {
            http.Response.Redirect($"{http.Request.PathBase}/account/password");
            return Task.CompletedTask;
        }

        return http.Request.Path.StartsWithSegments("/api")
            ? new Refusal(RefusalKind.NotAllowed, "account-new-password").ToProblem().ExecuteAsync(http)
            : next(http);
    }
}
