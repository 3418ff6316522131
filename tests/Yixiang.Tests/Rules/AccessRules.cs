using System.Net;
using System.Net.Http.Json;
using System.Text;
using AngleSharp.Html.Parser;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Tests.Rules;

/// <summary>Who may be where: every page and route says it, docs/access.md shows it, and every door is tried with every role.</summary>
public class AccessRules
{
    /// <summary>Doors of signing in and out: whoever has not come by the step before is led back to it, whatever the role.</summary>
    private static readonly string[] Shut = ["/sign-out", "/sign-in/enrol", "/sign-in/second-factor", "/sign-in/again/{id}"];

    [Fact]
    public async Task Every_door_says_exactly_once_for_whom_it_is()
    {
        await using var site = await Site.StartAsync("sqlite");

        var doors = await Doors.OfAsync(site);

        Assert.True(doors.Count > 5, "The doors were not found.");
        Rule.Holds(doors.Where(d => d.Declared != 1).Select(d => $"{string.Join(',', d.Methods)} {d.Route} carries {d.Declared} of [For], [Public], [SignedIn]"));
    }

    [Fact]
    public async Task The_access_matrix_in_docs_is_what_the_code_says()
    {
        await using var site = await Site.StartAsync("sqlite");
        Repository.IsUpToDate("docs/access.md", Matrix(await Doors.OfAsync(site)));
    }

    [Fact]
    public async Task Every_door_opens_to_the_roles_of_the_matrix_and_to_nobody_else()
    {
        await using var site = await Site.StartAsync("sqlite");
        var unit = await site.GivenOrganisationAsync();
        var filing = await site.GivenFilingAsync(unit, null, "submit", "accept");
        var draft = await site.GivenFilingAsync(unit, World.Microscope("DRAFT"));
        var doors = await Doors.OfAsync(site);
        var wrong = new List<string>();
        foreach (var role in Enum.GetValues<Role>())
        {
            using var client = role == Role.Visitor ? site.Visitor() : site.As(await site.GivenActorAsync(role, OrganisationOf(role, unit), role == Role.CountyOfficer ? unit.AreaCode : null));
            foreach (var door in doors.Where(d => !Shut.Contains(d.Route)))
            {
                wrong.AddRange(await TryAsync(client, door, role, name => Sample(door, name, unit, filing)));
            }
        }

        Rule.Holds(wrong);
    }

    private static async Task<IEnumerable<string>> TryAsync(HttpClient client, Door door, Role role, Func<string, string> sample)
    {
        var wrong = new List<string>();
        foreach (var method in door.IsPage ? ["GET"] : door.Methods)
        {
            using var request = new HttpRequestMessage(new(method), door.Address(sample));
            request.Content = method == "GET" ? null : door.TakesFiles ? new MultipartFormDataContent { { new StringContent(""), "nothing" } } : JsonContent.Create(new { });
            using var answer = await client.SendAsync(request);
            var expected = door.Roles.Contains(role);
            if (answer.StatusCode >= HttpStatusCode.InternalServerError || await IsOpenAsync(answer) != expected || (!expected && !IsProperRefusal(answer, door, role)))
            {
                wrong.Add($"{role} {method} {request.RequestUri}: {(int)answer.StatusCode} {answer.Headers.Location}, expected {(expected ? "to come in" : "to be kept out")}");
            }

            if (answer.Content.Headers.ContentType?.MediaType == "text/html")
            {
                wrong.AddRange((await FaultsAsync(answer)).Select(fault => $"{role} {method} {request.RequestUri}: {fault}"));
            }
        }

        return wrong;
    }

    /// <summary>Let in, or refused by the use case itself, which says so under its own code.</summary>
    private static async Task<bool> IsOpenAsync(HttpResponseMessage answer) =>
        (answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) && Target(answer) is not ("/sign-in" or "/denied"))
        || (answer.Content.Headers.ContentType?.MediaType == "application/problem+json" && (await answer.Content.ReadAsStringAsync()).Contains("urn:yixiang:refusal:", StringComparison.Ordinal));

    /// <summary>A machine gets a status; a person is led to the sign-in page, or told that the page is not theirs.</summary>
    private static bool IsProperRefusal(HttpResponseMessage answer, Door door, Role role) => (door.IsApi, role) switch
    {
        (true, Role.Visitor) => answer.StatusCode == HttpStatusCode.Unauthorized,
        (true, _) => answer.StatusCode == HttpStatusCode.Forbidden,
        (false, Role.Visitor) => Target(answer) == "/sign-in",
        _ => answer.StatusCode == HttpStatusCode.Forbidden || Target(answer) == "/denied",
    };

    private static string? Target(HttpResponseMessage answer) =>
        answer.Headers.Location is { } location ? (location.IsAbsoluteUri ? location : new Uri(new("https://localhost"), location)).AbsolutePath : null;

    /// <summary>What every page must hold, whatever it shows: title, language, no inline code, tokens in its forms, a name for every control.</summary>
    private static async Task<IEnumerable<string>> FaultsAsync(HttpResponseMessage answer)
    {
        using var page = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStreamAsync());
        return
        [
            .. string.IsNullOrWhiteSpace(page.Title) ? new[] { "no title" } : [],
            .. page.DocumentElement.GetAttribute("lang") is "zh-CN" ? Array.Empty<string>() : ["no language"],
            .. page.QuerySelectorAll("h1").Length == 1 ? Array.Empty<string>() : [$"{page.QuerySelectorAll("h1").Length} first headings"],
            .. page.All.SelectMany(e => e.Attributes).Where(a => a.Name == "style" || a.Name.StartsWith("on", StringComparison.Ordinal)).Select(a => $"inline {a.Name}"),
            .. page.Scripts.Where(s => s.Source is null && s.Type is not ("application/ld+json" or "application/json")).Select(_ => "inline script"),
            .. page.QuerySelectorAll("form[method=post]").Where(f => f.QuerySelectorAll("[name=__RequestVerificationToken]").Length != 1).Select(f => $"form without its one token: {f.GetAttribute("action")}"),
            .. answer.RequestMessage!.Method == HttpMethod.Get && page.QuerySelector("#errors") is { } errors ? new[] { $"complains before anything was typed: {errors.TextContent.Trim()}" } : [],
            .. page.QuerySelectorAll("[id]").GroupBy(e => e.Id).Where(g => g.Count() > 1).Select(g => $"id '{g.Key}' twice"),
        ];
    }

    private static string Sample(Door door, string name, Organisation unit, Filing filing) => name switch
    {
        "organisation" => unit.Reference,
        "reference" when door.Route.Contains("instruments", StringComparison.Ordinal) => "JZ-000001",
        "reference" when door.Route.Contains("filings", StringComparison.Ordinal) => filing.Reference,
        "move" => "submit",
        "format" => "xlsx",
        "feed" => "new",
        "section" => "news",
        _ => "1",
    };

    private static long? OrganisationOf(Role role, Organisation unit) => role is Role.UnitAdministrator or Role.Technician or Role.User ? unit.Id : null;

    private static string Matrix(IReadOnlyList<Door> doors)
    {
        var roles = Enum.GetValues<Role>();
        var text = new StringBuilder("# Who may be where\n\nGenerated from the code by `bin/docs`; do not edit. Static files are public. A dot means that the role may come in; which rows it sees there is `VisibleTo`, what it may do `WhyNot` (see `lifecycles/`).\n\n");
        text.Append($"| route | methods | {string.Join(" | ", roles.Select(r => Texts.In(Texts.Chinese, $"enum.Role.{r}")))} |\n|---|---|{string.Concat(roles.Select(_ => ":-:|"))}\n");
        foreach (var door in doors)
        {
            text.Append($"| `{door.Route}` | {string.Join(", ", door.Methods)} | {string.Join(" | ", roles.Select(r => door.Roles.Contains(r) ? "●" : ""))} |\n");
        }

        return text.ToString();
    }
}
