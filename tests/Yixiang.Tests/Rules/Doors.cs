using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Kernel;

namespace Yixiang.Tests.Rules;

/// <summary>A way into the product: a page or a route, and to whom it is open.</summary>
/// <param name="Roles">Who may come in: every role for what is public, all but the visitor for what asks for a sign-in.</param>
/// <param name="TakesFiles">It asks for a multipart form and looks at nothing else.</param>
/// <param name="Declared">How many of <c>[For]</c>, <c>[Public]</c>, <c>[SignedIn]</c> it carries: one is right.</param>
internal sealed record Door(RoutePattern Pattern, IReadOnlyList<string> Methods, IReadOnlyList<Role> Roles, int Declared, bool IsPage, bool TakesFiles)
{
    public string Route { get; } = "/" + Pattern.RawText!.TrimStart('/');

    public bool IsApi => Route.StartsWith("/api", StringComparison.Ordinal);

    /// <summary>The address with sample values in place of its parameters.</summary>
    public string Address(Func<string, string> sample) =>
        "/" + string.Join('/', Pattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p => p switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart { IsOptional: true } => "",
            RoutePatternParameterPart parameter => IsNumber(parameter) ? "1" : sample(parameter.Name),
            _ => "",
        }))).Where(s => s != ""));

    private static bool IsNumber(RoutePatternParameterPart parameter) => parameter.ParameterPolicies.Any(p => p.Content is "int" or "long");
}

/// <summary>Finds every door of the running product.</summary>
internal static class Doors
{
    public static async Task<IReadOnlyList<Door>> OfAsync(Site site)
    {
        var pages = site.App.Services.GetRequiredService<PageLoader>();
        var doors = new List<Door>();
        foreach (var endpoint in site.App.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>())
        {
            // Static files are public; the last is the answer of a developer's machine to a file that is not there.
            if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null || endpoint.RoutePattern.RawText?.TrimStart('/') == "{**path:file}")
            {
                continue;
            }

            // What a page declares is known only once it is compiled.
            var page = endpoint.Metadata.GetMetadata<PageActionDescriptor>();
            var compiled = page is null ? null : await pages.LoadAsync(page, endpoint.Metadata);
            doors.Add(Of(endpoint, compiled));
        }

        return [.. doors.DistinctBy(d => (d.Route, string.Join(',', d.Methods))).OrderBy(d => d.Route, StringComparer.Ordinal).ThenBy(d => d.Methods[0], StringComparer.Ordinal)];
    }

    private static Door Of(RouteEndpoint endpoint, CompiledPageActionDescriptor? page)
    {
        var metadata = page?.Endpoint?.Metadata ?? endpoint.Metadata;
        var methods = page is null
            ? metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
            : page.HandlerMethods.Select(h => h.HttpMethod).Append("GET").Select(m => m.ToUpperInvariant()).Distinct().Order(StringComparer.Ordinal).ToList();
        var open = metadata.OfType<PublicAttribute>().Count();
        var forRoles = metadata.OfType<ForAttribute>().ToList();
        var signedIn = metadata.OfType<SignedInAttribute>().Count();
        var roles = Enum.GetValues<Role>().Where(r => metadata.OfType<IAllowAnonymous>().Any() || (r != Role.Visitor && forRoles.All(f => f.Allowed.Contains(r))));
        return new(endpoint.RoutePattern, methods, [.. roles], open + signedIn + (forRoles.Count > 0 ? 1 : 0), page is not null,
            metadata.OfType<IAcceptsMetadata>().Any(a => a.ContentTypes.Contains("multipart/form-data")));
    }
}
