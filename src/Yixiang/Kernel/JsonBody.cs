using System.Text.Json;
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

/// <summary>Says in the API document what is read by hand from an address or a header.</summary>
public static class Described
{
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder endpoint, params IEnumerable<string> names) => endpoint.With(ParameterLocation.Query, names);

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
