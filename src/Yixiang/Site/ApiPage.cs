using Microsoft.AspNetCore.Routing.Patterns;
using Scalar.AspNetCore;
using Yixiang.Kernel;

namespace Yixiang.Site;

/// <summary>The readable page of the API at <c>/api</c>: scripts come from the product itself, and the page has a content policy of its own.</summary>
internal static class ApiPage
{
    public static void MapApiPage(this WebApplication app)
    {
        app.MapScalarApiReference("/api", (options, _) =>
        {
            options.WithTitle(Texts.T("site.name") + " API").WithOpenApiRoutePattern("/api/openapi.json").WithNonce();
            BeQuiet(options);
        }).Public().Fleeting().Add(endpoint =>
        {
            // The reader would show itself at every address of one part below /api: a slip of a script must not look like an answer.
            if (endpoint is RouteEndpointBuilder { RoutePattern: var pattern } route && pattern.GetParameter("documentName") is not null)
            {
                route.RoutePattern = RoutePatternFactory.Parse("/api/{documentName:regex(^v1$)?}");
            }
        });
    }

    /// <summary>The reader's maker sells services of its own; a page of the city offers none of them and asks nobody outside.</summary>
    private static void BeQuiet(ScalarOptions options)
    {
        options.DisableAgent().DisableMcp();
        options.Telemetry = options.DefaultFonts = false;
        options.HideClientButton = true;
        options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        options.Localization = new() { Locale = Texts.ReaderIsEnglish ? "en" : "zh-CN" };
    }

    /// <summary>Stands before the safe headers of all pages: what is registered first has the last word.</summary>
    public static void UseApiPagePolicy(this WebApplication app) => app.Use(OwnPolicy);

    /// <summary>The reader writes its own style elements while it runs, which the pages of the product never do; its one script carries a number used once.</summary>
    private static Task OwnPolicy(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            if (http.Items.TryGetValue(ScalarOptions.NonceHttpContextItemKey, out var nonce))
            {
                http.Response.Headers.ContentSecurityPolicy =
                    $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'";
            }

            return Task.CompletedTask;
        });
        return next(http);
    }
}
