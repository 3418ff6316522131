using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Organisations;
using Yixiang.Province;
using Yixiang.Tests.Filings;
using Yixiang.Tests.Ledger;
using Yixiang.Tests.Rules;
using Yixiang.Voices;

namespace Yixiang.Tests.Kernel;

/// <summary>What the API says of itself on its first page holds on every one of its addresses.</summary>
public sealed class ApiMannersTests
{
    /// <summary>Acts on what is there already that no lifecycle declares.</summary>
    private static readonly string[] Acts = ["/api/v1/desk/batches/{number:int}/instruments", "/api/v1/desk/batches/{number:int}/fill"];

    [Fact]
    public async Task Whatever_creates_over_the_API_creates_once()
    {
        await using var site = await Site.StartAsync("sqlite");
        var moves = typeof(ILifecycle).Assembly.GetTypes().Where(t => !t.ContainsGenericParameters).SelectMany(t => t.GetFields(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static))
            .Where(f => typeof(ILifecycle).IsAssignableFrom(f.FieldType)).Select(f => f.GetValue(null)).Cast<ILifecycle>().SelectMany(l => l.Moves).Select(m => m.Name).Append("{move}").ToHashSet();
        var posts = site.App.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal) && e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("POST") == true)
            .ToDictionary(e => e.RoutePattern.RawText!.TrimEnd('/'), e => e.Metadata);

        Assert.True(posts.Count > 30);
        Rule.Holds(posts.Where(p => p.Value.GetMetadata<CreatesOnceAttribute>() is null && !Acts.Contains(p.Key) && !moves.Contains(p.Key.Split('/')[^1])).Select(p => $"{p.Key} creates and does not say .CreatesOnce()"));
        Rule.Holds(posts.Where(p => p.Value.GetMetadata<CreatesOnceAttribute>() is null && p.Value.OfType<IProducesResponseTypeMetadata>().Any(t => t.StatusCode == 201)).Select(p => $"{p.Key} answers 201 and does not say .CreatesOnce()"));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_repeated_creation_gets_the_first_answer_and_makes_no_second_thing(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenBatchAsync(unit, World.Microscope("M1"), World.Microscope("M2"));
        await site.CatchUpAsync();
        var draft = await site.GivenFilingAsync(unit, World.Microscope("DRAFT"));
        using var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        using var bureau = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        var paper = "%PDF-1.7 证明"u8.ToArray();
        var report = new { kind = "gone", text = "仪器已经搬走，联系电话打不通" };

        await OnceAsync(own, $"/api/v1/organisations/{unit.Uscc}/documents?kind=cma&title=CMA&issuedOn=2025-01-01&validUntil=2031-01-01&name=cma.pdf", () => new ByteArrayContent(paper), () => new ByteArrayContent("%PDF-1.7 other"u8.ToArray()));
        await OnceAsync(own, $"/api/v1/filings/{draft.Reference}/attachments?kind=AcceptanceReport&name=report.pdf", () => new ByteArrayContent(paper), () => new ByteArrayContent("%PDF-1.7 other"u8.ToArray()));
        await OnceAsync(bureau, "/api/v1/recommendations", () => JsonContent.Create(new { instruments = new[] { "JZ-000001" } }), () => JsonContent.Create(new { instruments = new[] { "JZ-000002" } }));
        await OnceAsync(bureau, "/api/v1/recommendations/already-listed", () => JsonContent.Create(new { instrument = "JZ-000002", number = "SX-1" }), () => JsonContent.Create(new { instrument = "JZ-000002", number = "SX-2" }));
        await OnceAsync(bureau, "/api/v1/recommendations/packages", () => null, null);
        await OnceAsync(site.Visitor(), "/api/v1/instruments/JZ-000001/reports", () => JsonContent.Create(report), () => JsonContent.Create(report with { text = "另一件事：网址打不开" }));

        Assert.Equal((1, 1, 2, 1, 1), await site.QueryAsync(async db => (
            await db.Documents.CountAsync(), await db.Filings.Where(f => f.Id == draft.Id).SelectMany(f => f.Attachments).CountAsync(),
            await db.Recommendations.CountAsync(), await db.ProvincePackages.CountAsync(), await db.ProblemReports.CountAsync())));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Two_uploads_with_one_key_at_once_keep_one_document(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        using var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        var address = $"/api/v1/organisations/{unit.Uscc}/documents?kind=cma&title=CMA&issuedOn=2025-01-01&validUntil=2031-01-01&name=cma.pdf";

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SendAsync(own, address, new ByteArrayContent("%PDF-1.7 证明"u8.ToArray()))));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.StatusCode));
        Assert.Single(answers.Select(a => a.Headers.Location!.OriginalString).Distinct());
        Assert.Equal(1, await site.QueryAsync(db => db.Documents.CountAsync()));
        Assert.Equal(HttpStatusCode.OK, (await own.GetAsync(answers[0].Headers.Location)).StatusCode);
    }

    private static async Task OnceAsync(HttpClient client, string address, Func<HttpContent?> body, Func<HttpContent?>? other)
    {
        var first = await SendAsync(client, address, body());
        Assert.True(first.IsSuccessStatusCode, $"{address}: {first.StatusCode} {await first.Content.ReadAsStringAsync()}");
        var again = await SendAsync(client, address, body());

        Assert.Equal(("false", "true"), (first.Headers.GetValues("Idempotency-Replayed").Single(), again.Headers.GetValues("Idempotency-Replayed").Single()));
        Assert.Equal((first.StatusCode, first.Headers.Location, await first.Content.ReadAsStringAsync()), (again.StatusCode, again.Headers.Location, await again.Content.ReadAsStringAsync()));
        if (other is not null)
        {
            var conflict = await SendAsync(client, address, other());
            Assert.Equal(HttpStatusCode.Conflict, conflict.StatusCode);
            Assert.Contains("idempotency-key-reused", await conflict.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string address, HttpContent? body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = body };
        request.Headers.Add(Idempotency.Header, "one");
        return await client.SendAsync(request);
    }

    /// <summary>Every list with a value of each of its filters that there is not.</summary>
    public static TheoryData<Role, string, string> Slips => new()
    {
        { Role.BureauOfficer, "/api/v1/filings", "state" }, { Role.BureauOfficer, "/api/v1/filings", "kind" }, { Role.BureauOfficer, "/api/v1/filings", "area" },
        { Role.BureauOfficer, "/api/v1/filings", "class" }, { Role.BureauOfficer, "/api/v1/filings", "organisation" }, { Role.BureauOfficer, "/api/v1/filings", "sort" },
        { Role.BureauOfficer, "/api/v1/filings", "resource" }, { Role.BureauOfficer, "/api/v1/filings", "late" }, { Role.BureauOfficer, "/api/v1/filings", "assigned" },
        { Role.BureauOfficer, "/api/v1/imports", "state" }, { Role.BureauOfficer, "/api/v1/recommendations", "state" }, { Role.BureauOfficer, "/api/v1/recommendations", "area" },
        { Role.BureauOfficer, "/api/v1/recommendations", "organisation" }, { Role.BureauOfficer, "/api/v1/reports", "state" }, { Role.BureauOfficer, "/api/v1/reports", "kind" },
        { Role.BureauOfficer, "/api/v1/reports", "area" }, { Role.BureauOfficer, "/api/v1/reports", "organisation" }, { Role.BureauOfficer, "/api/v1/desk/batches", "page" },
        { Role.Visitor, "/api/v1/instruments", "area" }, { Role.Visitor, "/api/v1/organisations", "area" }, { Role.Visitor, "/api/v1/notices", "kind" },
        { Role.Visitor, "/api/v1/notices", "when" }, { Role.Visitor, "/api/v1/notices", "year" }, { Role.Visitor, "/api/v1/statistics/instruments", "by" },
        { Role.Auditor, "/api/v1/journal", "subject" }, { Role.Auditor, "/api/v1/journal", "what" }, { Role.Auditor, "/api/v1/journal", "from" }, { Role.Auditor, "/api/v1/journal", "account" },
    };

    [Theory, MemberData(nameof(Slips))]
    public async Task A_filter_with_a_value_that_there_is_not_is_named_and_no_empty_list(Role role, string address, string filter)
    {
        await using var site = await Site.StartAsync("sqlite");
        using var client = role == Role.Visitor ? site.Visitor() : site.As(await site.GivenActorAsync(role));

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(address)).StatusCode);
        var answer = await client.GetAsync($"{address}?{filter}=nonsense");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal("invalid", (string?)problem["code"]);
        Assert.Equal([filter], problem["errors"]!.AsObject().Select(e => e.Key));
    }

    [Fact]
    public async Task A_parameter_that_there_is_not_is_refused_everywhere()
    {
        await using var site = await Site.StartAsync("sqlite");
        var doors = (await Doors.OfAsync(site)).Where(d => d.Route.StartsWith("/api/v1", StringComparison.Ordinal)).ToList();
        var clients = new Dictionary<Role, HttpClient>();
        List<string> passedOver = [];
        foreach (var (door, method) in doors.SelectMany(d => d.Methods.Select(m => (d, m))))
        {
            var role = door.Roles.Contains(Role.Visitor) ? Role.Visitor : door.Roles[0];
            var client = clients.TryGetValue(role, out var known) ? known : clients[role] = role == Role.Visitor ? site.Visitor() : site.As(await site.GivenActorAsync(role));
            using var request = new HttpRequestMessage(new(method), door.Address(_ => "X-1") + "?no-such=1") { Content = method == "GET" ? null : JsonContent.Create(new { }) };
            var answer = await client.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            // What reads its address by itself may find first that there is no such thing, or nothing said of it.
            if (answer.IsSuccessStatusCode || (answer.StatusCode == HttpStatusCode.BadRequest && !text.Contains("\"no-such\"", StringComparison.Ordinal)))
            {
                passedOver.Add($"{method} {door.Route}: {(int)answer.StatusCode} {text}");
            }
        }

        Assert.True(doors.Count > 60);
        Rule.Holds(passedOver);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_day_before_its_publication_is_told_from_when_an_instrument_is_public(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenBatchAsync(unit, World.Microscope("M1"));
        await site.GivenFilingAsync(unit, World.Microscope("HIDDEN"), "submit", "accept");
        await site.CatchUpAsync();
        var (shown, hidden) = ((await site.ReferencesAsync())[0], (await site.ReferencesAsync())[1]);
        var published = CityTime.Show(CityTime.DateOf(site.Clock.Now));

        var answer = await site.Visitor().GetAsync($"/api/v1/instruments/{shown}?asOf=2020-01-01");
        var page = await site.Visitor().GetAsync($"/instruments/{shown}?asOf=2020-01-01");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (answer.StatusCode, page.StatusCode));
        Assert.Equal("not-public-yet", (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["code"]);
        foreach (var text in new[] { await answer.Content.ReadAsStringAsync(), await page.Content.ReadAsStringAsync() })
        {
            Assert.Contains($"{shown} 自 {published} 起公开，2020-01-01 时还不在台账中。", text, StringComparison.Ordinal);
        }

        Assert.Contains("\"not-found\"", await (await site.Visitor().GetAsync($"/api/v1/instruments/{hidden}?asOf=2020-01-01")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("起公开", await (await site.Visitor().GetAsync($"/instruments/{hidden}?asOf=2020-01-01")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Who only reads is not marked, least of all where there was nothing to read. In a demo every page has the form that changes who one is, and a form needs its cookie.</summary>
    [Fact]
    public async Task A_page_that_is_not_there_sets_no_cookie()
    {
        await using var site = await Site.StartAsync("sqlite");
        foreach (var address in (string[])["/no-such-page", "/en/no-such-page", "/instruments/JZ-999999", "/instruments/JZ-999999?asOf=2020-01-01", "/batches/99", "/news/99", "/organisations/O-999999", "/documents/D-1", "/no-such.css", "/api/v1/none", "/api/v1/instruments/JZ-999999", "/error/404", "/error/500"])
        {
            var answer = await site.Visitor().GetAsync(address);
            Assert.True((int)answer.StatusCode >= 400 || address.StartsWith("/error", StringComparison.Ordinal), $"{address}: {answer.StatusCode}");
            Assert.False(answer.Headers.Contains("Set-Cookie"), $"{address} sets a cookie: {string.Join("; ", answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])}");
        }

        var taken = await site.Visitor().SendAsync(new(HttpMethod.Delete, "/instruments"));
        Assert.False(taken.Headers.Contains("Set-Cookie"), "A method that is not taken sets a cookie.");
    }

    [Theory]
    [InlineData("DELETE", "/", "GET, HEAD")]
    [InlineData("PUT", "/instruments", "GET, HEAD")]
    [InlineData("DELETE", "/instruments/JZ-000001", "GET, HEAD")]
    [InlineData("POST", "/instruments", "GET, HEAD")]
    [InlineData("PUT", "/sign-in", "GET, HEAD, POST")]
    [InlineData("DELETE", "/instruments.csv", "GET")]
    [InlineData("DELETE", "/robots.txt", "GET")]
    [InlineData("DELETE", "/documents/D-1", "GET")]
    [InlineData("POST", "/news", "GET, HEAD")]
    [InlineData("PUT", "/batches/1/annex.xlsx", "GET")]
    [InlineData("PATCH", "/desk/batches", "GET, HEAD, POST")]
    public async Task A_method_that_an_address_does_not_take_is_answered_with_those_it_takes(string method, string address, string allowed)
    {
        // As the product is served when it is published: built by a developer, it answers for every file that is not there, whatever the method.
        await using var site = await Site.StartAsync("sqlite", ("ReloadStaticAssetsAtRuntime", "false"));

        var answer = await site.Visitor().SendAsync(new(new(method), address));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Superset(allowed.Split(", ").ToHashSet(), answer.Content.Headers.Allow.ToHashSet());
        Assert.DoesNotContain(method, answer.Content.Headers.Allow);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visitor().SendAsync(new(new(method), "/no/such/address"))).StatusCode);
    }
}
