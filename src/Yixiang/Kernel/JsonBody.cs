using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.OpenApi;

namespace Yixiang.Kernel;

/// <summary>The JSON of a request, read before its shape is judged, so that what is wrong can be named by its path; documents show the declared shape instead.</summary>
public sealed record JsonBody(JsonElement Content)
{
    /// <exception cref="BadHttpRequestException">The body is no JSON.</exception>
    public static async ValueTask<JsonBody?> BindAsync(HttpContext http)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            return new(document.RootElement.Clone());
        }
        catch (JsonException error)
        {
            throw new BadHttpRequestException(Texts.T("problem.value-not-understood"), StatusCodes.Status400BadRequest, error);
        }
    }
}

/// <summary>Marks an endpoint that reads its address by itself.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadsQueryAttribute : Attribute;

/// <summary>Over the API a parameter that does not exist is refused and not passed over: a slip of the caller must not look like an answer.</summary>
public static class ApiParameters
{
    /// <summary>For every endpoint that does not look at its whole address by itself.</summary>
    public static Task RefuseUnknownAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Query.Count == 0 || http.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<ReadsQueryAttribute>() is not null
            || !http.Request.Path.StartsWithSegments("/api/v1"))
        {
            return next(http);
        }

        var known = endpoint.Metadata.OfType<IParameterBindingMetadata>().Select(p => p.Name).Where(name => endpoint.RoutePattern.GetParameter(name) is null).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unknown = http.Request.Query.Keys.Where(k => !known.Contains(k)).ToDictionary(k => k, _ => new[] { Texts.T("problem.no-parameter") });
        return unknown.Count == 0 ? next(http) : Problems.Invalid(unknown).ExecuteAsync(http);
    }
}

/// <summary>Says in the API document what is read by hand from an address or a header.</summary>
public static class Described
{
    /// <summary>The endpoint reads these by itself, and refuses others by itself (<see cref="ApiParameters"/>).</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder endpoint, params IEnumerable<string> names) => endpoint.With(ParameterLocation.Query, names).WithMetadata(new ReadsQueryAttribute());

    public static RouteHandlerBuilder WithHeader(this RouteHandlerBuilder endpoint, string name) => endpoint.With(ParameterLocation.Header, [name]);

    private static RouteHandlerBuilder With(this RouteHandlerBuilder endpoint, ParameterLocation place, IEnumerable<string> names) => endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        operation.Parameters ??= [];
        foreach (var name in names)
        {
            operation.Parameters.Add(new OpenApiParameter { Name = name, In = place, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        }

        return Task.CompletedTask;
    });
}
