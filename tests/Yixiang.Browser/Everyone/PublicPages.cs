using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Yixiang.Tests.Rules;

namespace Yixiang.Tests.Browser.Everyone;

/// <summary>A page as somebody gets it who shows no cookie.</summary>
/// <param name="Address">Path and query, with the language before it.</param>
/// <param name="Html">As it was sent.</param>
/// <param name="Cookies">What it would have the browser keep.</param>
internal sealed record PublicPage(string Address, HttpStatusCode Status, string Html, IReadOnlyList<string> Cookies);

/// <summary>Everything that a visitor can come to: from the doors of the product along every link, two pages of a kind, in both languages.</summary>
internal static partial class PublicPages
{
    private const int MostOfAKind = 2;

    /// <summary>What no link leads to: searches, comparisons, what is not there, what goes wrong.</summary>
    private static readonly string[] Seeds =
    [
        "/", "/instruments?q=质谱", "/instruments?q=测水里的重金属&area=140702", "/instruments?fee=cost&sort=price", "/instruments?page=2", "/instruments?q=zzqqxxyy", "/instruments?area=1&fee=x",
        "/instruments?asOf=2025-01-01", "/instruments/JZ-000001?a1=3&a2=x", "/instruments/JZ-000001?asOf=2025-06-01", "/instruments/JZ-999999", "/compare?i=JZ-000001,JZ-000002",
        "/compare?i=JZ-1,JZ-2,JZ-3,JZ-000001,JZ-000002&only=1", "/statistics?asOf=2025-01-01", "/annex?asOf=2025-01-01", "/no-such-page", "/error/400", "/error/403", "/error/429", "/error/500",
    ];

    /// <summary>Each page once, as it comes.</summary>
    public static async Task<IReadOnlyList<PublicPage>> WalkAsync(Visit visit)
    {
        using var reader = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All }) { BaseAddress = new(visit.Address) };
        var doors = (await Doors.OfAsync(visit.Site)).Where(d => d.IsPage && d.Roles.Contains(Kernel.Role.Visitor)).Select(d => d.Address(_ => "1")).ToList();
        var named = Seeds.Concat(doors).SelectMany(s => new[] { s, "/en" + s }).ToHashSet();
        var (waiting, known, kinds, pages) = (new Queue<string>(named), new HashSet<string>(), new Dictionary<string, int>(), new List<PublicPage>());
        while (waiting.TryDequeue(out var address))
        {
            // What is named above is always looked at; of what is found, so many of a kind.
            var kind = KindOf(address);
            if (!known.Add(address) || (!named.Contains(address) && kinds.GetValueOrDefault(kind) >= MostOfAKind))
            {
                continue;
            }

            kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
            using var answer = await reader.GetAsync(new Uri(address, UriKind.Relative));
            if (answer.Content.Headers.ContentType?.MediaType != "text/html")
            {
                continue;
            }

            var page = new PublicPage(address, answer.StatusCode, await answer.Content.ReadAsStringAsync(), [.. answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : []]);
            pages.Add(page);
            foreach (var link in Links(page.Html))
            {
                waiting.Enqueue(link);
            }
        }

        return pages;
    }

    /// <summary>The pages that are others in the simple version, as who reads simply gets them.</summary>
    public static async Task<IReadOnlyList<PublicPage>> SimpleAsync(Visit visit)
    {
        using var reader = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new(visit.Address) };
        reader.DefaultRequestHeaders.Add("Cookie", "yixiang.size=simple");
        List<PublicPage> pages = [];
        foreach (var address in new[] { "/", "/instruments", "/instruments?q=zzqqxxyy", "/instruments?q=质谱&area=140702", "/instruments/JZ-000001", "/instruments/JZ-000001?asOf=2025-06-01", "/statistics" }.SelectMany(a => new[] { a, "/en" + a }))
        {
            using var answer = await reader.GetAsync(new Uri(address, UriKind.Relative));
            pages.Add(new(address + " (simple)", answer.StatusCode, await answer.Content.ReadAsStringAsync(), []));
        }

        return pages;
    }

    /// <summary>The links that a search engine would follow too.</summary>
    private static IEnumerable<string> Links(string html) =>
        new HtmlParser().ParseDocument(html).QuerySelectorAll("a[href^='/']:not([download], [rel~=nofollow])").Select(a => a.GetAttribute("href")!.Split('#')[0]).Distinct();

    /// <summary>Pages of one kind differ in numbers and in what they are asked, not in how they are asked.</summary>
    private static string KindOf(string address)
    {
        var parts = address.Split('?');
        var asked = parts.Length == 1 ? (IEnumerable<string>)[] : parts[1].Split('&').Select(p => p.Split('=')[0]).Distinct().Order(StringComparer.Ordinal);
        return Numbered().Replace(parts[0], "/#") + "?" + string.Join('&', asked);
    }

    [GeneratedRegex(@"/[^/]*\d[^/]*")]
    private static partial Regex Numbered();
}
