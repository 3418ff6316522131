using System.Xml.Linq;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;
using static Yixiang.Kernel.Texts;

namespace Yixiang.OpenData;

/// <summary>Lets a browser search the ledger from its address bar (OpenSearch 1.1), with suggestions while one types.</summary>
internal static class OpenSearch
{
    private const int Most = 8;

    public static void MapOpenSearch(this IEndpointRouteBuilder app)
    {
        app.MapGet("/opensearch.xml", Describe).Public().ExcludeFromDescription();
        app.MapGet("/opensearch/suggestions", Suggest).Public().ExcludeFromDescription();
    }

    private static IResult Describe(HttpRequest request, CityPack pack)
    {
        XNamespace ns = "http://a9.com/-/spec/opensearch/1.1/";
        var description = new XElement(ns + "OpenSearchDescription",
            new XElement(ns + "ShortName", T("data.search-short")),
            new XElement(ns + "Description", T("site.description", pack.City.Name)),
            new XElement(ns + "InputEncoding", "UTF-8"),
            new XElement(ns + "Url", new XAttribute("type", "text/html"), new XAttribute("template", PageAddress.Of(request, "/instruments?q={searchTerms}", ReaderIsEnglish))),
            new XElement(ns + "Url", new XAttribute("type", "application/x-suggestions+json"), new XAttribute("rel", "suggestions"), new XAttribute("template", PageAddress.Of(request, "/opensearch/suggestions?q={searchTerms}", ReaderIsEnglish))));
        return Results.Text(description.ToString(), "application/opensearchdescription+xml; charset=utf-8");
    }

    /// <summary>The words that were typed, and what they may become: <c>["zhi", ["质谱仪"]]</c>.</summary>
    private static IResult Suggest(string? q, LedgerIndex index) => q is { Length: <= SearchText.LongestQuestion }
        ? Results.Json(new object[] { q, index.Suggest(q, Most).Select(s => s.Text) }, contentType: "application/x-suggestions+json; charset=utf-8")
        : Results.BadRequest();
}
