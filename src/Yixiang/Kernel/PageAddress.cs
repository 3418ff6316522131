using Microsoft.AspNetCore.Http.Extensions;

namespace Yixiang.Kernel;

/// <summary>The addresses of a page for machines: absolute, in both languages, without what only steers the screen.</summary>
public static class PageAddress
{
    /// <summary>Parameters that make another page; all others lead to the same content.</summary>
    private static readonly string[] Telling = ["area", "class", "organisation", "kind", "year", "when", "measure", "asOf", "page"];

    /// <param name="english">The English page, under <c>/en</c>.</param>
    public static string Of(HttpRequest request, string path, bool english = false) => $"{request.Scheme}://{request.Host}" + (english ? path == "/" ? "/en" : "/en" + path : path);

    /// <summary>The canonical address of the page that is asked for.</summary>
    public static string Canonical(HttpRequest request, string path, bool english)
    {
        var query = new QueryBuilder(Telling.SelectMany(k => request.Query[k].Where(v => !string.IsNullOrEmpty(v)), (k, v) => KeyValuePair.Create(k, v!)));
        return Of(request, path, english) + query;
    }

    /// <summary>The first page of the list that is asked for, with one part of its address changed.</summary>
    /// <param name="value">Nothing takes the part out.</param>
    public static string With(this HttpRequest request, string name, string? value)
    {
        var others = request.Query.Parts(name, "page");
        return request.PathBase + request.Path + new QueryBuilder(string.IsNullOrEmpty(value) ? others : others.Append(new(name, value)));
    }

    /// <summary>What an address says, one by one, for the same address with something changed: without these names, and without what is empty.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Parts(this IQueryCollection query, params string[] without) =>
        query.Where(q => !without.Contains(q.Key)).SelectMany(q => q.Value.Where(v => !string.IsNullOrEmpty(v)), (q, v) => KeyValuePair.Create(q.Key, v!));
}
