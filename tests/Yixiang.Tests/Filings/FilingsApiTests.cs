using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Tests.Ledger;

namespace Yixiang.Tests.Filings;

public class FilingsApiTests
{
    private const string Root = "/api/v1/filings";

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_unit_files_from_draft_to_acceptance_over_the_api_alone(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));

        var created = await own.PostAsJsonAsync(Root, Body("API-1"));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var view = await JsonAsync(created);
        var address = created.Headers.Location!.OriginalString;
        Assert.Equal("2350000.00", (string?)view["values"]!["originalValue"]);
        Assert.Equal(["submit", "discard"], view["actions"]!.AsArray().Select(a => (string)a!["name"]!));
        var file = await own.PostAsync($"{address}/attachments?kind=AcceptanceReport&name=report.pdf", new ByteArrayContent("%PDF-1.7 验收"u8.ToArray()));
        Assert.Equal(HttpStatusCode.Created, file.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await own.PostAsync($"{address}/attachments?kind=Picture&name=photo.jpg", new ByteArrayContent("%PDF-1.7 not a picture"u8.ToArray()))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await own.PostAsJsonAsync($"{address}/submit", new { })).StatusCode);
        Assert.StartsWith("%PDF", await officer.GetStringAsync(file.Headers.Location!.OriginalString), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await officer.PostAsJsonAsync($"{address}/accept", new { })).StatusCode);
        Assert.Equal(1, await site.QueryAsync(db => db.Instruments.CountAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_same_key_creates_once_and_another_body_under_it_is_a_conflict(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        Task<HttpResponseMessage> Create(string number) => own.SendAsync(new(HttpMethod.Post, Root) { Content = JsonContent.Create(Body(number)), Headers = { { "Idempotency-Key", "k-1" } } });

        var first = await Create("API-1");
        var again = await Create("API-1");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, again.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.ETag, again.Headers.ETag);
        var other = await Create("API-2");
        Assert.Equal((HttpStatusCode.Conflict, "idempotency-key-reused"), (other.StatusCode, (string?)(await JsonAsync(other))["code"]));
        Assert.Equal(1, await site.QueryAsync(db => db.Filings.CountAsync()));

        var racing = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => own.SendAsync(new(HttpMethod.Post, Root) { Content = JsonContent.Create(Body("API-9")), Headers = { { "Idempotency-Key", "k-9" } } })));
        Assert.All(racing, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Single(racing.Select(answer => answer.Headers.Location!.OriginalString).Distinct());
        Assert.Equal(2, await site.QueryAsync(db => db.Filings.CountAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_repeated_key_gets_the_first_answer_word_for_word_for_a_day_and_the_database_cannot_read_it(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var actor = await site.GivenActorAsync(Role.UnitAdministrator, unit.Id);
        var own = site.As(actor);
        Task<HttpResponseMessage> Create() => own.SendAsync(new(HttpMethod.Post, Root) { Content = JsonContent.Create(Body("canary5k")), Headers = { { "Idempotency-Key", "k-1" } } });
        var first = await Create();
        var (address, said) = (first.Headers.Location!.OriginalString, await first.Content.ReadAsStringAsync());
        Assert.Equal("false", first.Headers.GetValues("Idempotency-Replayed").Single());
        var change = new HttpRequestMessage(HttpMethod.Put, address) { Content = JsonContent.Create(Body("CHANGED")) };
        change.Headers.TryAddWithoutValidation("If-Match", first.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.OK, (await own.SendAsync(change)).StatusCode);

        site.Clock.Now += TimeSpan.FromHours(23);
        own = site.As(actor);
        var again = await Create();

        Assert.Equal((HttpStatusCode.Created, said, address, first.Headers.ETag.Tag), (again.StatusCode, await again.Content.ReadAsStringAsync(), again.Headers.Location!.OriginalString, again.Headers.ETag!.Tag));
        Assert.Equal((first.Content.Headers.ContentType, "true"), (again.Content.Headers.ContentType, again.Headers.GetValues("Idempotency-Replayed").Single()));
        Assert.Equal("CHANGED", await site.QueryAsync(db => db.Filings.Select(f => f.OwnNumber).SingleAsync()));
        var kept = await site.QueryAsync(db => db.Set<AnsweredRequest>().SingleAsync());
        Assert.True(kept.Answer!.Length > said.Length);
        Assert.DoesNotContain("canary5k", kept.Answer + Encoding.UTF8.GetString(Convert.FromBase64String(kept.Answer)), StringComparison.Ordinal);

        site.Clock.Now += TimeSpan.FromHours(2);
        await site.App.Services.GetRequiredService<Sweeper>().SweepAsync(default);
        Assert.Equal(0, await site.QueryAsync(db => db.Set<AnsweredRequest>().CountAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_draft_is_saved_only_on_the_version_that_was_read(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        var filing = await site.GivenFilingAsync(unit);
        var address = $"{Root}/{filing.Reference}";
        var tag = (await own.GetAsync(address)).Headers.ETag!.Tag;
        Task<HttpResponseMessage> Save(string? ifMatch, object body)
        {
            var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = JsonContent.Create(body) };
            if (ifMatch is not null)
            {
                request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            }

            return own.SendAsync(request);
        }

        Assert.Equal((HttpStatusCode)428, (await Save(null, Body("NEW"))).StatusCode);
        var saved = await Save(tag, Body("NEW"));
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        Assert.NotEqual(tag, saved.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Save(tag, Body("OTHER"))).StatusCode);
        Assert.Equal("NEW", await site.QueryAsync(db => db.Filings.Select(f => f.OwnNumber).SingleAsync()));
        var fresh = new HttpRequestMessage(HttpMethod.Get, address);
        fresh.Headers.TryAddWithoutValidation("If-None-Match", saved.Headers.ETag.Tag);
        Assert.Equal(HttpStatusCode.NotModified, (await own.SendAsync(fresh)).StatusCode);
        var submit = new HttpRequestMessage(HttpMethod.Post, $"{address}/submit") { Content = JsonContent.Create(new { }) };
        submit.Headers.TryAddWithoutValidation("If-Match", tag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await own.SendAsync(submit)).StatusCode);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Unknown_fields_and_values_are_named_by_their_path(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        async Task<string[]> Errors(object body)
        {
            var answer = await own.PostAsJsonAsync(Root, body);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
            return [.. (await JsonAsync(answer))["errors"]!.AsObject().Select(e => e.Key)];
        }

        Assert.Equal(["nonsense"], await Errors(new { nonsense = 1 }));
        Assert.Equal(["values.nonsense"], await Errors(new { values = new { nonsense = "1" } }));
        Assert.Equal(["values.name"], await Errors(new { values = new { name = 5 } }));
        Assert.Equal(["kind"], await Errors(new { kind = "Nonsense" }));
        Assert.Equal(["instrument"], await Errors(new { kind = "Exit", instrument = "JZ-999999" }));
        Assert.Equal(["classified"], (await JsonAsync(await own.PostAsJsonAsync(Root, new { values = new { classified = "是", name = "canary" } })))["fields"]!.AsArray().Select(f => (string)f!["field"]!));
        Assert.Equal(["sort", "what"], (await JsonAsync(await own.GetAsync($"{Root}?what=1&sort=up")))["errors"]!.AsObject().Select(e => e.Key).Order());
        Assert.Equal(["resourceKind"], await Errors(new { resourceKind = 99 }));
        Assert.Equal(["kind"], await Errors(new { kind = 0 }));
        Assert.Equal(["tariff[0]"], await Errors(new { tariff = new object?[] { null } }));
        Assert.Equal(["tariff"], await Errors(new { tariff = Enumerable.Repeat(new { item = "样", unit = "个" }, 501) }));
        Assert.Equal(["values.name"], await Errors(new { values = new { name = new string('长', 20_001) } }));
        Assert.Equal(["exit"], await Errors(new { exit = new { cause = "Scrapped", on = "2026-03-01", note = "报废" } }));
        Assert.Contains("没有这个字段", await (await own.PostAsJsonAsync(Root, new { nonsense = 1 })).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("newest", await (await own.GetAsync($"{Root}?sort=up")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (var broken in new[] { "{", "", "[[[" })
        {
            var answer = await own.PostAsync(Root, new StringContent(broken, Encoding.UTF8, "application/json"));
            Assert.Equal((HttpStatusCode.BadRequest, "invalid"), (answer.StatusCode, (string?)(await JsonAsync(answer))["code"]));
        }

        Assert.Equal(0, await site.QueryAsync(db => db.Filings.CountAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task What_is_missing_is_named_field_by_field_when_it_is_submitted(string database)
    {
        await using var site = await Site.StartAsync(database);
        var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, (await site.GivenOrganisationAsync()).Id));
        var address = (await own.PostAsJsonAsync(Root, new { values = new { name = "质谱仪" }, tariff = new[] { new { item = "样", unit = "个", external = -1 } } })).Headers.Location!.OriginalString;

        var refused = await own.PostAsJsonAsync($"{address}/submit", new { });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var fields = (await JsonAsync(refused))["fields"]!.AsArray().Select(f => (string)f!["field"]!).ToList();
        Assert.Contains("model", fields);
        Assert.Contains("tariff[0].external", fields);
        Assert.DoesNotContain("name", fields);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_exit_over_the_api_answers_to_the_same_questions_as_on_the_page(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        await site.GivenFilingAsync(unit, moves: ["submit", "accept"]);
        var reference = Assert.Single(await site.ReferencesAsync());
        async Task<string[]> Errors(object exit)
        {
            var answer = await own.PostAsJsonAsync(Root, new { kind = "Exit", instrument = reference, exit });
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            return [.. (await JsonAsync(answer))["errors"]!.AsObject().Select(e => e.Key)];
        }

        Assert.Equal(["exit.on"], await Errors(new { cause = "Scrapped", on = "2026-03-21", note = "明天才报废" }));
        Assert.Equal(["exit.note"], await Errors(new { cause = "Scrapped", on = "2026-03-19", note = " " }));
        Assert.Equal(["exit.cause"], await Errors(new { cause = 7, on = "2026-03-19", note = "已报废" }));
        var made = await own.PostAsJsonAsync(Root, new { kind = "Exit", instrument = reference, exit = new { cause = "Scrapped", on = "2026-03-19", note = "已报废" } });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        using var empty = new HttpRequestMessage(HttpMethod.Put, made.Headers.Location!.OriginalString) { Content = JsonContent.Create(new { }) };
        empty.Headers.IfMatch.Add(made.Headers.ETag!);
        Assert.Equal(HttpStatusCode.BadRequest, (await own.SendAsync(empty)).StatusCode);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_list_over_the_api_shows_what_the_caller_may_see_page_by_page(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var other = await site.GivenOrganisationAsync("别的单位", "140727");
        foreach (var i in Enumerable.Range(1, 5))
        {
            await site.GivenFilingAsync(unit, World.Microscope($"A{i}"), "submit");
        }

        await site.GivenFilingAsync(other, World.Microscope("B1"), "submit");
        await site.GivenFilingAsync(unit, World.Microscope("DRAFT"));
        var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        async Task<(int Total, string[] Numbers)> List(HttpClient client, string query)
        {
            var list = (await client.GetFromJsonAsync<JsonObject>($"{Root}?{query}"))!;
            return ((int)list["total"]!, [.. list["items"]!.AsArray().Select(i => (string)i!["ownNumber"]!)]);
        }

        Assert.Equal(6, (await List(own, "")).Total);
        Assert.Equal(6, (await List(officer, "")).Total);
        Assert.Equal((5, ["A1", "A2"]), await List(officer, $"organisation={unit.Uscc}&size=2"), Same);
        Assert.Equal((5, ["A5"]), await List(officer, $"organisation={unit.Uscc}&size=2&page=3"), Same);
        Assert.Equal((1, ["DRAFT"]), await List(own, "state=Draft"), Same);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Every_move_is_an_operation_of_its_own_in_the_document_and_the_page_reads_it(string database)
    {
        await using var site = await Site.StartAsync(database);
        var visitor = site.Visitor(follow: true);

        var paths = (await visitor.GetFromJsonAsync<JsonObject>("/api/openapi.json"))!["paths"]!.AsObject();
        foreach (var move in Filing.Lifecycle.Moves)
        {
            var operation = paths[$"{Root}/{{reference}}/{move.Name}"]!["post"]!;
            Assert.Equal($"filings.{move.Name}", (string?)operation["operationId"]);
            Assert.NotNull(operation["summary"]);
            Assert.Contains(move.InputType.Name, operation["requestBody"]!.ToJsonString());
        }

        var page = await visitor.GetAsync("/api");
        var html = await page.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var policy = string.Join(' ', page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("nonce-", policy);
        Assert.DoesNotContain("src=\"https://", html);
    }

    private static bool Same((int Total, string[] Numbers) a, (int Total, string[] Numbers) b) => a.Total == b.Total && a.Numbers.SequenceEqual(b.Numbers);

    private static object Body(string number)
    {
        var p = World.Microscope(number);
        return new { resourceKind = "SingleSet", values = p.Values, tariff = p.Tariff };
    }

    private static async Task<JsonObject> JsonAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
}
