using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Ledger;

namespace Yixiang.Tests.Ledger;

public sealed class BatchDeskTests
{
    private static async Task<HttpResponseMessage> MoveAsync(HttpClient officer, string move, string? text = "逐条核对，无涉密内容", string? version = null) =>
        await Site.PostFormAsync(
            officer, "/desk/batches/1", "/desk/batches/1?handler=Move",
            [("move", move), ("version", version ?? await Site.VersionOnAsync(officer, "/desk/batches/1")), .. text is null ? [] : new[] { ("text", text) }]);

    private static Task<HttpResponseMessage> BeginAsync(HttpClient officer) =>
        Site.PostFormAsync(officer, "/desk/batches", "/desk/batches", ("title", "第一批"), ("decidedOn", "2026-03-20"), ("decisionNumber", "市科函〔2023〕5号"));

    private static Task<BatchState> StateAsync(Site site) => site.QueryAsync(db => db.Batches.Select(b => b.State).SingleAsync());

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Two_officers_check_a_batch_and_publish_it_and_visitors_find_it(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenFilingAsync(await site.GivenOrganisationAsync(), moves: ["submit", "accept"]);
        using var first = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        using var second = site.As(await site.GivenActorAsync(Role.BureauOfficer));

        Assert.Equal("/desk/batches/1", (await BeginAsync(first)).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await MoveAsync(first, "clear")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Site.PostFormAsync(first, "/desk/batches/1", "/desk/batches/1?handler=Put", ("all", "true"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await MoveAsync(first, "clear")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await MoveAsync(first, "countersign")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await MoveAsync(first, "publish", null)).StatusCode);
        Assert.Equal(BatchState.Cleared, await StateAsync(site));
        Assert.Equal(HttpStatusCode.Redirect, (await MoveAsync(second, "countersign")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visitor().GetAsync("/batches/1")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await MoveAsync(first, "publish", null)).StatusCode);

        await site.CatchUpAsync();
        var reference = Assert.Single(await site.ReferencesAsync());
        Assert.Contains(reference, await site.Visitor().GetStringAsync("/instruments"), StringComparison.Ordinal);
        Assert.Contains("场发射扫描电子显微镜", await site.Visitor().GetStringAsync("/batches/1"), StringComparison.Ordinal);
        Assert.Equal(["begin", "put", "clear", "countersign", "publish"], await site.QueryAsync(db => db.Journal.Where(e => e.Subject == "batch").OrderBy(e => e.Id).Select(e => e.What).ToListAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task What_was_checked_cannot_be_changed_without_reopening(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenFilingAsync(unit, moves: ["submit", "accept"]);
        using var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        await BeginAsync(officer);
        await Site.PostFormAsync(officer, "/desk/batches/1", "/desk/batches/1?handler=Put", ("all", "true"));
        await MoveAsync(officer, "clear");
        await site.GivenFilingAsync(unit, World.Microscope("LATER"), "submit", "accept");

        var put = await Site.PostFormAsync(officer, "/desk/batches/1", "/desk/batches/1?handler=Put", ("all", "true"));
        var edit = await Site.PostFormAsync(officer, "/desk/batches/1", "/desk/batches/1?handler=Edit", ("title", "改名"), ("decidedOn", "2026-03-20"), ("decisionNumber", "x"));

        Assert.Equal(HttpStatusCode.Conflict, put.StatusCode);
        Assert.Contains("内容已锁定", await put.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, edit.StatusCode);
        Assert.Equal("第一批", await site.QueryAsync(db => db.Batches.Select(b => b.Title).SingleAsync()));
        Assert.Equal(1, await site.QueryAsync(db => db.BatchItems.CountAsync()));
        Assert.Equal(HttpStatusCode.Redirect, (await MoveAsync(officer, "reopen", "漏了一台")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Site.PostFormAsync(officer, "/desk/batches/1", "/desk/batches/1?handler=Put", ("all", "true"))).StatusCode);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Whoever_checks_a_batch_signs_for_what_was_on_the_page_and_not_for_what_came_in_since(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenFilingAsync(unit, moves: ["submit", "accept"]);
        using var first = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        using var second = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        await BeginAsync(first);
        await Site.PostFormAsync(first, "/desk/batches/1", "/desk/batches/1?handler=Put", ("all", "true"));
        var seen = await Site.VersionOnAsync(first, "/desk/batches/1");
        await site.GivenFilingAsync(unit, World.Microscope("LATER"), "submit", "accept");
        await Site.PostFormAsync(second, "/desk/batches/1", "/desk/batches/1?handler=Put", ("all", "true"));

        var refused = await MoveAsync(first, "clear", "看过原来的那一台", seen);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var page = await refused.Content.ReadAsStringAsync();
        Assert.Contains("刚刚被他人修改", page, StringComparison.Ordinal);
        Assert.Contains("看过原来的那一台</textarea>", page, StringComparison.Ordinal);
        Assert.Equal(BatchState.Draft, await StateAsync(site));
        Assert.Equal(HttpStatusCode.Redirect, (await MoveAsync(first, "clear")).StatusCode);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_check_and_an_instrument_that_comes_in_at_the_same_moment_never_both_pass(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        using var first = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        using var second = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        await site.GivenFilingAsync(unit, World.Microscope("FIRST"), "submit", "accept");
        await BeginAsync(first);
        await Site.PostFormAsync(first, "/desk/batches/1", "/desk/batches/1?handler=Put", ("all", "true"));
        for (var round = 0; round < 5; round++)
        {
            await site.GivenFilingAsync(unit, World.Microscope($"ROUND-{round}"), "submit", "accept");
            var before = await site.QueryAsync(db => db.BatchItems.CountAsync());

            var answers = await Task.WhenAll(
                first.PostAsJsonAsync("/api/v1/desk/batches/1/clear", new { text = "核对" }), second.PostAsJsonAsync("/api/v1/desk/batches/1/instruments", new { }));

            Assert.DoesNotContain(answers, a => a.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Conflict));
            // The put may come first and the check after it, but nothing comes into a batch that is checked.
            var came = await site.QueryAsync(db => db.Journal.Where(e => e.Subject == "batch").OrderBy(e => e.Id).Select(e => e.What).ToListAsync());
            var (put, clear) = (came.LastIndexOf("put"), came.LastIndexOf("clear"));
            Assert.True(clear <= came.LastIndexOf("reopen") || put < clear, string.Join(' ', came));
            Assert.Equal(answers[1].StatusCode == HttpStatusCode.OK ? before + 1 : before, await site.QueryAsync(db => db.BatchItems.CountAsync()));
            if (await StateAsync(site) == BatchState.Cleared)
            {
                await first.PostAsJsonAsync("/api/v1/desk/batches/1/reopen", new { text = "再来" });
            }

            await first.PostAsJsonAsync("/api/v1/desk/batches/1/instruments", new { });
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Putting_in_nothing_or_what_does_not_wait_says_so_and_puts_nothing_in(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenFilingAsync(await site.GivenOrganisationAsync(), moves: ["submit", "accept"]);
        var reference = Assert.Single(await site.ReferencesAsync());
        using var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        await BeginAsync(officer);

        var nothing = await Site.PostFormAsync(officer, "/desk/batches/1", "/desk/batches/1?handler=Put");
        var unknown = await officer.PostAsJsonAsync("/api/v1/desk/batches/1/instruments", new { references = new[] { reference, "JZ-999999" } });

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (nothing.StatusCode, unknown.StatusCode));
        Assert.Contains("请先勾选", await nothing.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("JZ-999999", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await site.QueryAsync(db => db.BatchItems.CountAsync()));
        Assert.Equal(HttpStatusCode.OK, (await officer.PostAsJsonAsync("/api/v1/desk/batches/1/instruments", new { references = new[] { reference } })).StatusCode);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_instrument_that_exits_before_publication_holds_the_batch_up_until_it_is_taken_out(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenFilingAsync(unit, World.Microscope("STAYS"), "submit", "accept");
        await site.GivenFilingAsync(unit, World.Microscope("GOES"), "submit", "accept");
        using var first = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        using var second = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        await BeginAsync(first);
        await Site.PostFormAsync(first, "/desk/batches/1", "/desk/batches/1?handler=Put", ("all", "true"));
        await MoveAsync(first, "clear");
        await MoveAsync(second, "countersign");
        var gone = (await site.ReferencesAsync())[1];
        await site.GivenExitAsync(gone);

        var refused = await MoveAsync(first, "publish", null);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains(gone, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(BatchState.Countersigned, await StateAsync(site));
        await MoveAsync(first, "reopen", "有仪器退出");
        Assert.Equal(HttpStatusCode.Redirect, (await Site.PostFormAsync(first, "/desk/batches/1", "/desk/batches/1?handler=TakeOut", ("reference", gone))).StatusCode);
        Assert.Equal(1, await site.QueryAsync(db => db.BatchItems.CountAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_discarded_draft_gives_back_its_instruments_and_its_number_and_stays_in_the_list(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenFilingAsync(await site.GivenOrganisationAsync(), moves: ["submit", "accept"]);
        using var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        await BeginAsync(officer);
        await Site.PostFormAsync(officer, "/desk/batches/1", "/desk/batches/1?handler=Put", ("all", "true"));
        var page = await officer.GetStringAsync("/desk/batches/1");

        var discarded = await MoveAsync(officer, "discard", null);

        Assert.Contains("data-confirm=\"确定作废“第一批”吗？其中的 1 台（套）", System.Net.WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Equal("/desk/batches", discarded.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync("/desk/batches/1")).StatusCode);
        Assert.Contains("已作废", await officer.GetStringAsync("/desk/batches"), StringComparison.Ordinal);
        Assert.Equal(0, await site.QueryAsync(db => db.BatchItems.CountAsync()));
        Assert.Equal("/desk/batches/1", (await BeginAsync(officer)).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.Redirect, (await Site.PostFormAsync(officer, "/desk/batches/1", "/desk/batches/1?handler=Put", ("all", "true"))).StatusCode);
        Assert.DoesNotContain("作废草稿</", (await officer.GetStringAsync("/desk/batches/1")).Split("id=\"history\"")[1], StringComparison.Ordinal);
        Assert.Equal(["begin", "put", "discard", "begin", "put"], await site.QueryAsync(db => db.Journal.Where(e => e.Subject == "batch" && e.Reference == "B1").OrderBy(e => e.Id).Select(e => e.What).ToListAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_draft_is_discarded_over_the_API_and_one_that_is_checked_is_not(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenFilingAsync(await site.GivenOrganisationAsync(), moves: ["submit", "accept"]);
        using var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        await BeginAsync(officer);
        await officer.PostAsJsonAsync("/api/v1/desk/batches/1/instruments", new { });
        await officer.PostAsJsonAsync("/api/v1/desk/batches/1/clear", new { text = "核对" });

        Assert.Equal(HttpStatusCode.Conflict, (await officer.PostAsJsonAsync("/api/v1/desk/batches/1/discard", new { })).StatusCode);
        Assert.Equal(1, await site.QueryAsync(db => db.BatchItems.CountAsync()));
        await officer.PostAsJsonAsync("/api/v1/desk/batches/1/reopen", new { text = "不要了" });
        var discarded = (await (await officer.PostAsJsonAsync("/api/v1/desk/batches/1/discard", new { })).Content.ReadFromJsonAsync<System.Text.Json.Nodes.JsonObject>())!;

        Assert.Equal(("Discarded", 0, 0), ((string)discarded["state"]!, discarded["instruments"]!.AsArray().Count, discarded["actions"]!.AsArray().Count));
        Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync("/api/v1/desk/batches/1")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.PostAsJsonAsync("/api/v1/desk/batches/1/discard", new { })).StatusCode);
        Assert.Contains("Discarded", await officer.GetStringAsync("/api/v1/desk/batches"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_draft_that_is_discarded_while_another_puts_something_in_keeps_nothing(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        using var first = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        using var second = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        for (var round = 0; round < 5; round++)
        {
            await site.GivenFilingAsync(unit, World.Microscope($"ROUND-{round}"), "submit", "accept");
            await BeginAsync(first);

            var answers = await Task.WhenAll(
                first.PostAsJsonAsync("/api/v1/desk/batches/1/discard", new { }), second.PostAsJsonAsync("/api/v1/desk/batches/1/instruments", new { }));

            Assert.DoesNotContain(answers, a => a.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Conflict or HttpStatusCode.NotFound));
            Assert.Equal(0, await site.QueryAsync(db => db.BatchItems.CountAsync(i => db.Set<Batch>().Any(b => b.Id == i.BatchId && b.State == BatchState.Discarded))));
            await first.PostAsJsonAsync("/api/v1/desk/batches/1/discard", new { });
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_form_without_its_answers_is_shown_again_with_what_was_typed(string database)
    {
        await using var site = await Site.StartAsync(database);
        using var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));

        var answer = await Site.PostFormAsync(officer, "/desk/batches", "/desk/batches", ("title", "第<b>一</b>批"), ("decidedOn", "2026-03-20"), ("decisionNumber", ""));

        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("第&lt;b&gt;一&lt;/b&gt;批", page, StringComparison.Ordinal);
        Assert.Contains("请填写此项", page, StringComparison.Ordinal);
        Assert.Equal(0, await site.QueryAsync(db => db.Batches.CountAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_decision_is_kept_by_what_it_is_and_not_by_its_name_and_only_officers_may_read_it(string database)
    {
        await using var site = await Site.StartAsync(database);
        using var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        await BeginAsync(officer);

        Assert.Equal(HttpStatusCode.BadRequest, (await UploadAsync(officer, "MZ program"u8.ToArray())).StatusCode);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(site.DataFolder, "files"), "*", SearchOption.AllDirectories));
        Assert.Equal(HttpStatusCode.Redirect, (await UploadAsync(officer, "%PDF-1.7 decision"u8.ToArray())).StatusCode);

        var file = await officer.GetAsync("/desk/batches/1/decision");
        Assert.Equal("application/pdf", file.Content.Headers.ContentType?.MediaType);
        Assert.Equal("%PDF-1.7 decision", await file.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await site.Visitor().GetAsync("/desk/batches/1/decision")).StatusCode);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Only_bureau_officers_come_to_the_batches(string database)
    {
        await using var site = await Site.StartAsync(database);

        foreach (var role in Enum.GetValues<Role>().Except([Role.BureauOfficer, Role.Visitor]))
        {
            using var other = site.As(await site.GivenActorAsync(role, area: "140702"));
            Assert.NotEqual(HttpStatusCode.OK, (await other.GetAsync("/desk/batches")).StatusCode);
            Assert.NotEqual(HttpStatusCode.OK, (await other.GetAsync("/desk/ledger/national.xlsx")).StatusCode);
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_batch_is_begun_filled_checked_and_published_over_the_api(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenFilingAsync(await site.GivenOrganisationAsync(), moves: ["submit", "accept"]);
        using var first = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        using var second = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        first.DefaultRequestHeaders.Add("Idempotency-Key", "batch-one");
        var body = new { title = "第一批", decidedOn = "2026-03-20", decisionNumber = "市科函〔2023〕5号" };
        const string Root = "/api/v1/desk/batches";

        var begun = await first.PostAsJsonAsync(Root, body);
        var again = await first.PostAsJsonAsync(Root, body);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (begun.StatusCode, again.StatusCode));
        Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal(1, await site.QueryAsync(db => db.Batches.CountAsync()));
        Assert.Equal(HttpStatusCode.BadRequest, (await first.PostAsJsonAsync(Root, new { title = "x", colour = 1 })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await first.PostAsJsonAsync($"{Root}/1/clear", new { text = "核对" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await first.PostAsJsonAsync($"{Root}/1/instruments", new { })).StatusCode);
        using (var stale = new HttpRequestMessage(HttpMethod.Post, $"{Root}/1/clear") { Content = JsonContent.Create(new { text = "核对" }) })
        {
            stale.Headers.IfMatch.Add(begun.Headers.ETag!);
            Assert.Equal(HttpStatusCode.PreconditionFailed, (await first.SendAsync(stale)).StatusCode);
        }

        using (var fresh = new HttpRequestMessage(HttpMethod.Post, $"{Root}/1/clear") { Content = JsonContent.Create(new { text = "核对" }) })
        {
            fresh.Headers.IfMatch.Add((await first.GetAsync($"{Root}/1")).Headers.ETag!);
            Assert.Equal(HttpStatusCode.OK, (await first.SendAsync(fresh)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await first.PostAsJsonAsync($"{Root}/1/countersign", new { text = "复核" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await second.PostAsJsonAsync($"{Root}/1/countersign", new { text = "复核" })).StatusCode);
        var published = (await (await first.PostAsJsonAsync($"{Root}/1/publish", new { })).Content.ReadFromJsonAsync<System.Text.Json.Nodes.JsonObject>())!;
        Assert.Equal(("Published", 1, 0), ((string)published["state"]!, published["instruments"]!.AsArray().Count, published["actions"]!.AsArray().Count));
        using (var stale = new HttpRequestMessage(HttpMethod.Post, $"{Root}/1/reopen") { Content = JsonContent.Create(new { text = "再看" }) })
        {
            stale.Headers.IfMatch.Add(begun.Headers.ETag!);
            Assert.Equal(HttpStatusCode.PreconditionFailed, (await first.SendAsync(stale)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await site.Visitor().GetAsync(Root)).StatusCode);
    }

    private static async Task<HttpResponseMessage> UploadAsync(HttpClient officer, byte[] content)
    {
        var page = await (await officer.GetAsync("/desk/batches/1")).Content.ReadAsStringAsync();
        var token = System.Text.RegularExpressions.Regex.Match(page, "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" } };
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        form.Add(file, "decision", "决定.pdf");
        return await officer.PostAsync("/desk/batches/1?handler=Attach", form);
    }
}
