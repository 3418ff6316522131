using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Yixiang.Kernel;

namespace Yixiang.Tests.BadInput;

/// <summary>What a script gets that knocks at the wrong door of the API: always a problem with a code, never an empty answer and never a page.</summary>
public sealed class ApiAddressTests
{
    [Fact]
    public async Task What_is_not_there_says_so_to_everybody_and_is_no_page()
    {
        await using var site = await Site.StartAsync("sqlite");
        var visitor = site.Visitor();

        foreach (var address in new[] { "/api/v1/nothing", "/api/nothing", "/api/openapi.jsonx", "/api/v1/batches/abc", "/api/v1/batches/99999999999" })
        {
            await IsProblemAsync(await visitor.GetAsync(address), HttpStatusCode.NotFound, "no-such-address");
        }

        Assert.Equal("text/html", (await visitor.GetAsync("/api/")).Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Another_method_or_content_is_named_and_nobody_is_asked_to_sign_in_for_it()
    {
        await using var site = await Site.StartAsync("sqlite");
        var visitor = site.Visitor();

        var method = await visitor.DeleteAsync("/api/v1/instruments");
        var options = await visitor.SendAsync(new(HttpMethod.Options, "/api/v1/instruments"));
        var content = await visitor.PostAsync("/api/v1/instruments/JZ-000001/reports", new StringContent("<x/>", Encoding.UTF8, "text/xml"));

        await IsProblemAsync(method, HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        Assert.Equal(["GET", "HEAD"], method.Content.Headers.Allow);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, options.StatusCode);
        await IsProblemAsync(content, HttpStatusCode.UnsupportedMediaType, "content-type");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await visitor.PostAsync("/health/ready", null)).StatusCode);
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_or_not_meant_is_told_how_to_come_in()
    {
        await using var site = await Site.StartAsync("sqlite");
        var visitor = site.Visitor();
        var stranger = site.As(await site.GivenActorAsync(Role.User));

        var nobody = await visitor.GetAsync("/api/v1/filings");
        visitor.DefaultRequestHeaders.Authorization = new("Bearer", "yx_nothing");
        var token = await visitor.GetAsync("/api/v1/filings");

        await IsProblemAsync(nobody, HttpStatusCode.Unauthorized, "not-signed-in");
        Assert.Equal("Bearer", Assert.Single(nobody.Headers.WwwAuthenticate).Scheme);
        await IsProblemAsync(token, HttpStatusCode.Unauthorized, "token-not-good");
        Assert.Contains("invalid_token", Assert.Single(token.Headers.WwwAuthenticate).Parameter, StringComparison.Ordinal);
        await IsProblemAsync(await stranger.GetAsync("/api/v1/filings"), HttpStatusCode.Forbidden, "not-for-this-role");
    }

    [Fact]
    public async Task A_parameter_that_cannot_be_read_is_a_problem_too()
    {
        await using var site = await Site.StartAsync("sqlite");
        var auditor = site.As(await site.GivenActorAsync(Role.Auditor));

        await IsProblemAsync(await auditor.GetAsync("/api/v1/journal?from=yesterday"), HttpStatusCode.BadRequest);
        await IsProblemAsync(await auditor.GetAsync("/api/v1/journal?account=many"), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_document_tells_a_script_all_it_needs()
    {
        await using var site = await Site.StartAsync("sqlite");

        var document = (await site.Visitor().GetFromJsonAsync<JsonObject>("/api/openapi.json"))!;

        Assert.Equal(["token", "session"], document["components"]!["securitySchemes"]!.AsObject().Select(s => s.Key));
        var operations = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Select(o => (Name: $"{o.Key} {p.Key}", What: o.Value!))).ToList();
        Rules.Rule.Holds(from o in operations
                         from p in o.What["parameters"]?.AsArray() ?? []
                         where string.IsNullOrEmpty((string?)p!["description"])
                         select $"{o.Name} does not say what {p["name"]} is. Repair: text api.parameter.{p["name"]}");
        Rules.Rule.Holds(operations.Where(o => o.What["summary"] is null).Select(o => $"{o.Name} has no summary"));
        Rules.Rule.Holds(operations.Where(o => o.What["responses"]!.AsObject().All(r => r.Key[0] != '2')).Select(o => $"{o.Name} does not say what it answers"));
        var list = operations.Single(o => o.Name == "get /api/v1/instruments").What;
        Assert.Superset(new HashSet<string> { "q", "area", "class", "organisation", "page", "size", "asOf" }, list["parameters"]!.AsArray().Select(p => (string)p!["name"]!).ToHashSet());
        Assert.Empty(list["security"]!.AsArray());
        Assert.Equal("filings:write", (string?)operations.Single(o => o.Name == "post /api/v1/filings").What["security"]![0]!["token"]![0]);
    }

    private static async Task IsProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string? code = null)
    {
        Assert.Equal((status, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.False(string.IsNullOrEmpty((string?)problem["code"]));
        Assert.Equal(code ?? (string?)problem["code"], (string?)problem["code"]);
        Assert.DoesNotMatch(@"\{\d", (string?)problem["title"]);
    }
}
