using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Yixiang.Tests.Rules;

/// <summary>What the API says of itself is kept in the repository, so that a change of it is seen by whoever reads the change.</summary>
public class ApiDocument
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_OpenAPI_document_in_docs_is_what_the_product_serves()
    {
        await using var site = await Site.StartAsync("sqlite");
        var document = JsonNode.Parse(await site.Visitor().GetStringAsync("/api/openapi.json"))!.AsObject();
        document.Remove("servers");

        Repository.IsUpToDate("docs/api/openapi.json", document.ToJsonString(Readable) + "\n");
    }
}
