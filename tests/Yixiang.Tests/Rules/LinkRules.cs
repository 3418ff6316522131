using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Yixiang.Kernel;
using Yixiang.Site;

namespace Yixiang.Tests.Rules;

/// <summary>Whatever a page offers to a reader can be opened by that reader.</summary>
public partial class LinkRules
{
    /// <summary>Links of one shape (the same address but for its numbers and names) are followed this often.</summary>
    private const int OfOneShape = 2;

    private const int Most = 150;

    public static TheoryData<Role> Readers => [.. Enum.GetValues<Role>()];

    [Theory, MemberData(nameof(Readers))]
    public async Task Every_link_leads_somewhere_for_whoever_sees_it(Role role)
    {
        await using var site = await Site.StartAsync("sqlite");
        var unit = await site.GivenOrganisationAsync();
        var filing = await site.GivenFilingAsync(unit, null, "submit", "accept");
        await site.GivenBatchAsync(1, filing.InstrumentId!.Value);
        await site.GivenFilingAsync(unit, World.Microscope("WAITS"), "submit");
        await site.GivenFilingAsync(unit, World.Microscope("BACK"), "submit", "return");
        await site.GivenFilingAsync(unit, World.Microscope("DRAFT", "2026-01-05"));
        using var reader = role == Role.Visitor ? site.Visitor()
            : site.As(await site.GivenActorAsync(role, role is Role.UnitAdministrator or Role.Technician or Role.User ? unit.Id : null, role == Role.CountyOfficer ? unit.AreaCode : null));

        var broken = await CrawlAsync(reader, role, ["/", "/en/", .. Navigation.For(role).Select(i => i.Path)]);

        Rule.Holds(broken);
    }

    private static async Task<List<string>> CrawlAsync(HttpClient reader, Role role, IEnumerable<string> beginnings)
    {
        var (open, broken) = (new Queue<(string Address, string From)>(beginnings.Select(b => (b, "the navigation"))), new List<string>());
        var (seen, shapes) = (new HashSet<string>(), new Dictionary<string, int>());
        while (seen.Count < Most && open.TryDequeue(out var link))
        {
            var shape = Particular().Replace(link.Address, "*");
            if (!seen.Add(link.Address) || (shapes[shape] = shapes.GetValueOrDefault(shape) + 1) > OfOneShape)
            {
                continue;
            }

            using var answer = await reader.GetAsync(link.Address);
            if (answer.StatusCode >= HttpStatusCode.BadRequest || IsShut(answer, role))
            {
                broken.Add($"{link.Address} on {link.From} answers {(int)answer.StatusCode} {answer.Headers.Location}");
            }
            else if (answer.Content.Headers.ContentType?.MediaType == "text/html")
            {
                foreach (var next in await LinksAsync(answer, link.Address))
                {
                    open.Enqueue((next, link.Address));
                }
            }
        }

        return broken;
    }

    /// <summary>A visitor may be asked to sign in; nobody is told only after the click that a page is not theirs.</summary>
    private static bool IsShut(HttpResponseMessage answer, Role role) =>
        answer.Headers.Location?.ToString() is { } to && (to.Contains("/denied", StringComparison.Ordinal) || (role != Role.Visitor && to.Contains("/sign-in", StringComparison.Ordinal)));

    private static async Task<IEnumerable<string>> LinksAsync(HttpResponseMessage answer, string address)
    {
        using var page = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStreamAsync());
        var here = new Uri(new("https://localhost"), address);
        return page.Links.Select(a => a.GetAttribute("href")).Where(h => h is { Length: > 0 } && h[0] != '#')
            .Select(h => new Uri(here, h)).Where(u => u.Host == "localhost" && u.Scheme == "https").Select(u => u.PathAndQuery).Distinct().ToList();
    }

    /// <summary>References, codes, dates and numbers, and what is asked for.</summary>
    [GeneratedRegex(@"(?<=[/=])(?:[A-Z]+[-\d][\w-]*|\d[\w-]*|[0-9A-Z]{18})(?=[/?&.]|$)|(?<==)[^&]*")]
    private static partial Regex Particular();
}
