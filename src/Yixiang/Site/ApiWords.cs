using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Yixiang.Accounts;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Site;

/// <summary>What the API document says beside the operations: how to come in, what every parameter means, and what may be answered anywhere. In English, as API documents are.</summary>
internal static class ApiWords
{
    private const string Token = "token", Session = "session";

    /// <summary>As most readers ask: the public ledger first, what stands behind it last.</summary>
    private static readonly string[] Order = ["Ledger", "Statistics", "Notices", "Reports", "Filings", "Imports", "Recommendations", "Batches", "Organisations", "Journal"];

    private static readonly string[] Numbers = ["page", "size"], Days = ["asOf", "from", "to", "decidedOn", "issuedOn", "validUntil"];

    public static void AddTo(OpenApiOptions options)
    {
        options.AddDocumentTransformer(Describe);
        options.AddOperationTransformer(SayWhoMay);
    }

    private static Task Describe(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken stop)
    {
        document.Info = new() { Title = $"{In(English, "site.name")} API", Version = "v1", Description = In(English, "api.manners") };
        document.Tags = document.Tags?.OrderBy(t => Array.IndexOf(Order, t.Name) is var place and >= 0 ? place : Order.Length).ToHashSet();
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Token] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = In(English, "api.by-token", string.Join(", ", TokenScope.All)) },
            [Session] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = "yixiang", Description = In(English, "api.by-session") },
        };
        foreach (var parameter in document.Paths.Values.SelectMany(p => p.Operations ?? []).SelectMany(o => o.Value.Parameters ?? []).OfType<OpenApiParameter>())
        {
            Describe(parameter);
        }

        return Task.CompletedTask;
    }

    private static void Describe(OpenApiParameter parameter)
    {
        var key = $"api.parameter.{parameter.Name}";
        parameter.Description ??= Has(key) ? In(English, key) : null;
        if (parameter.In == ParameterLocation.Query && parameter.Schema is OpenApiSchema schema)
        {
            schema.Type = Numbers.Contains(parameter.Name) ? JsonSchemaType.Integer : schema.Type;
            schema.Format = Days.Contains(parameter.Name) ? "date" : schema.Format;
        }
    }

    /// <summary>Public operations ask for nothing; others for a token of a scope, where tokens may come in, or for a session.</summary>
    private static Task SayWhoMay(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Responses ??= [];
        if (metadata.OfType<PublicAttribute>().Any())
        {
            operation.Security = [];
            return Task.CompletedTask;
        }

        operation.Security = [Demand(Session)];
        if (metadata.OfType<TokenScope>().LastOrDefault() is { } scope && metadata.OfType<ForAttribute>().All(f => f.Allowed.Contains(Role.UnitAdministrator)))
        {
            operation.Security.Insert(0, Demand(Token, scope.Needed(context.Description.HttpMethod ?? HttpMethods.Get)));
        }

        operation.Responses.TryAdd("401", Refusal("api.answer-401"));
        operation.Responses.TryAdd("403", Refusal("api.answer-403"));
        return Task.CompletedTask;

        OpenApiSecurityRequirement Demand(string scheme, params List<string> scopes) => new() { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = scopes };
    }

    private static OpenApiResponse Refusal(string words) => new() { Description = In(English, words), Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() } };
}
