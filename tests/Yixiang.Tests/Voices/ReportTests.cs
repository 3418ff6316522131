using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Exchange;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Tests.Accounts;
using Yixiang.Tests.Ledger;
using Yixiang.Tests.Sheets;
using Yixiang.Voices;

namespace Yixiang.Tests.Voices;

/// <summary>What the public says is wrong with an entry, and what becomes of it (A5).</summary>
public sealed class ReportTests
{
    private const string Words = "电话三天无人接听";
    private const string Mail = "reporter@example.cn";
    private const string Form = "/instruments/JZ-000001/report";

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_visitor_reports_without_an_account_the_unit_answers_and_the_reporter_reads_it(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, officer, administrator) = await PlaceAsync(site);
        var visitor = site.Visitor();
        Assert.Contains($"href=\"{Form}\"", await visitor.GetStringAsync("/instruments/JZ-000001"), StringComparison.Ordinal);

        var sent = await SendAsync(visitor, Form, contact: Mail);
        var receipt = sent.Headers.Location!.OriginalString;

        Assert.Matches("^/reports/[0-9a-f]{32}$", receipt);
        var first = await visitor.GetAsync(receipt);
        Assert.True(first.Headers.CacheControl!.NoStore);
        var waiting = await first.Content.ReadAsStringAsync();
        Assert.Contains("待处理", waiting, StringComparison.Ordinal);
        Assert.Contains("2026-03-27", waiting, StringComparison.Ordinal);
        Assert.DoesNotContain(Words, waiting, StringComparison.Ordinal);
        Assert.DoesNotContain(Mail, waiting, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/reports/" + new string('0', 32))).StatusCode);
        Assert.Equal(receipt, (await visitor.GetAsync("/reports?code=" + receipt[^32..].ToUpperInvariant())).Headers.Location!.OriginalString);
        Assert.Equal("/en" + receipt, (await visitor.GetAsync("/en/reports?code=" + Uri.EscapeDataString($" https://example.cn{receipt} "))).Headers.Location!.OriginalString);
        Assert.Contains("没有这个回执码", await visitor.GetStringAsync("/reports?code=" + receipt[^31..]), StringComparison.Ordinal);
        Assert.Empty(await site.TracesOfAsync(database, Mail));
        Assert.Equal(HttpStatusCode.NotFound, (await administrator.GetAsync("/unit/reports/R2026-000001")).StatusCode);

        var forward = await PageForm.OpenAsync(officer, "/desk/reports/R2026-000001", "form[action*='move=forward']");
        forward["note"] = "请尽快核实";
        Assert.Equal(HttpStatusCode.Redirect, (await forward.PressAsync()).StatusCode);
        await CarryAsync(site);
        var answer = await PageForm.OpenAsync(administrator, "/unit/reports/R2026-000001", "form[action*='move=answer']");
        Assert.Contains(Words, answer.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("请尽快核实", answer.Page.Body.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(Mail, answer.Page.Body.TextContent, StringComparison.Ordinal);
        answer["text"] = "好";
        Assert.Contains("答复须为 5 至 2000 字", await (await answer.PressAsync()).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        answer["text"] = "已更换值班电话 0354-3000009。";
        Assert.Equal(HttpStatusCode.Redirect, (await answer.PressAsync()).StatusCode);
        await CarryAsync(site);

        var answered = await visitor.GetStringAsync(receipt);
        Assert.Contains("已更换值班电话 0354-3000009。", answered, StringComparison.Ordinal);
        Assert.DoesNotContain("请尽快核实", answered, StringComparison.Ordinal);
        var mails = await site.QueryAsync(db => db.CaughtMails.OrderBy(m => m.Id).ToListAsync());
        Assert.Equal(["unit@example.cn", Mail], mails.Select(m => m.To));
        Assert.DoesNotContain(Words, mails[0].Text, StringComparison.Ordinal);
        Assert.Contains("/unit/reports/R2026-000001", mails[0].Text, StringComparison.Ordinal);
        Assert.Contains(receipt, mails[1].Text, StringComparison.Ordinal);
        Assert.Contains("已更换值班电话 0354-3000009。", mails[1].Text, StringComparison.Ordinal);
        Assert.Equal(["receive", "forward", "answer"], await site.JournalOfAsync("problemreport", "R2026-000001"));
        Assert.Equal(unit.Id, await site.QueryAsync(db => db.ProblemReports.Select(r => r.OrganisationId).SingleAsync()));
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_and_a_filled_lure_costs_nobody_a_word()
    {
        await using var site = await Site.StartAsync("sqlite");
        await PlaceAsync(site);
        var visitor = site.Visitor();
        var form = await PageForm.OpenAsync(visitor, Form, "main form[method=post]");
        (form["text"], form["contact"]) = ("坏", "not a contact");

        var again = await PageForm.OfAsync(visitor, await form.PressAsync(), "main form[method=post]");

        Assert.All(["kind-error", "text-error", "contact-error", "consent-error"], id => Assert.NotNull(again.Page.GetElementById(id)));
        Assert.Equal(("坏", "not a contact"), (again["text"], again["contact"]));
        (again["kind"], again["text"], again["contact"], again["homepage"]) = ("gone", Words, "", "https://spam.example");
        var caught = await PageForm.OfAsync(visitor, await again.PressAsync(), "main form[method=post]");
        Assert.Equal(Words, caught["text"]);
        Assert.Null(caught.Page.QuerySelector("[name=homepage]")!.ParentElement!.GetAttribute("aria-hidden"));
        Assert.Equal(0, await site.QueryAsync(db => db.ProblemReports.CountAsync()));
        caught["homepage"] = "";
        Assert.Equal(HttpStatusCode.Redirect, (await caught.PressAsync()).StatusCode);
        var stranger = await PageForm.OpenAsync(visitor, Form, "main form[method=post]");
        stranger.Remove("__RequestVerificationToken");
        Assert.Equal(HttpStatusCode.BadRequest, (await stranger.PressAsync()).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/instruments/JZ-999999/report")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/en/instruments/JZ-000001/report")).StatusCode);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_report_that_nobody_answers_goes_up_to_the_desk_and_a_contact_is_erased_at_the_end_of_its_term(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (_, officer, _) = await PlaceAsync(site);
        await site.GivenPersonAsync("bureau@example.cn", People.In(Role.BureauOfficer));
        var visitor = site.Visitor();
        await SendAsync(visitor, Form, contact: Mail);
        await SendAsync(visitor, $"/organisations/{(await site.QueryAsync(db => db.Organisations.SingleAsync())).Reference}/report");
        Assert.Equal(HttpStatusCode.Redirect, (await (await PageForm.OpenAsync(officer, "/desk/reports?sort=oldest", "tr:first-child form[action*='handler=Move']")).PressAsync()).StatusCode);
        await CarryAsync(site);

        // 2026-03-27 is the fifth working day.
        site.Clock.Now = new(2026, 3, 27, 10, 0, 0, TimeSpan.Zero);
        await SweepAsync(site);
        Assert.Equal(0, await site.QueryAsync(db => db.ProblemReports.CountAsync(r => r.EscalatedAt != null)));
        site.Clock.Now = new(2026, 3, 30, 1, 0, 0, TimeSpan.Zero);
        await SweepAsync(site);
        await SweepAsync(site);
        await site.App.Services.GetRequiredService<Daybook>().OpenAsync(default);
        await CarryAsync(site);

        // Ten days later the officer signs in anew.
        officer = await site.GivenOfficerAsync();
        Assert.Equal(2, await site.QueryAsync(db => db.Journal.CountAsync(e => e.What == "escalate")));
        Assert.Equal(2, (await PageForm.ReadAsync(await officer.GetAsync("/desk/reports?state=late"))).QuerySelectorAll("tr.is-late").Length);
        var digest = await site.QueryAsync(db => db.CaughtMails.Where(m => m.To == "bureau@example.cn" && m.Subject.StartsWith("2026-03-30")).Select(m => m.Text).SingleAsync());
        Assert.Contains("超期未答复的公众反映：2", digest, StringComparison.Ordinal);
        Assert.Equal(2, await site.QueryAsync(db => db.CaughtMails.CountAsync(m => m.To == "unit@example.cn" && m.Subject.Contains("R2026-000002"))));

        await MoveAsync(officer, "R2026-000001", "answer", ("text", "已解决，谢谢反映。"));
        await CarryAsync(site);
        Assert.Equal(1, await site.QueryAsync(db => db.CaughtMails.CountAsync(m => m.To == Mail)));
        var shown = await (await PageForm.OpenAsync(officer, "/desk/reports/R2026-000001", "form[action*='handler=Contact']")).PressAsync();
        Assert.Contains(Mail, await shown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("read-contact", await site.JournalOfAsync("problemreport", "R2026-000001"));
        site.Clock.Now += TimeSpan.FromDays(89);
        await SweepAsync(site);
        Assert.NotNull((await site.QueryAsync(db => db.ProblemReports.SingleAsync(r => r.Reference == "R2026-000001"))).Secret);
        site.Clock.Now += TimeSpan.FromDays(2);
        await SweepAsync(site);
        await CarryAsync(site);
        Assert.Null((await site.QueryAsync(db => db.ProblemReports.SingleAsync(r => r.Reference == "R2026-000001"))).Secret);
        Assert.Equal(0, await site.QueryAsync(db => db.CaughtMails.CountAsync(m => m.To == Mail)));
        Assert.Contains("联系方式已于", await (await site.GivenOfficerAsync()).GetStringAsync("/desk/reports/R2026-000001"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Over_the_API_everybody_sends_and_each_sees_and_moves_the_own(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, officer, administrator) = await PlaceAsync(site);
        var visitor = site.Visitor();
        const string Root = "/api/v1/reports";

        var wrong = await visitor.PostAsJsonAsync("/api/v1/instruments/JZ-000001/reports", new { kind = "x", text = "?", contact = "138 0000 0000" });
        Assert.Equal(["kind", "text", "consent"], (await wrong.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject().Select(e => e.Key));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.PostAsJsonAsync("/api/v1/instruments/JZ-000009/reports", new { kind = "gone", text = Words })).StatusCode);
        var made = await visitor.PostAsJsonAsync("/api/v1/instruments/JZ-000001/reports", new { kind = "gone", text = Words, contact = "138 0000 0000", consent = true });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var receipt = (await made.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(new Uri((string)receipt["url"]!).PathAndQuery)).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await visitor.PostAsJsonAsync($"/api/v1/organisations/{unit.Reference}/reports", new { kind = "other", text = Words })).StatusCode);

        var county = site.As(await site.GivenActorAsync(Role.CountyOfficer, area: unit.AreaCode));
        var elsewhere = site.As(await site.GivenActorAsync(Role.CountyOfficer, area: "140721"));
        Assert.Equal((2, 2, 0, 0), (await TotalAsync(officer), await TotalAsync(county), await TotalAsync(elsewhere), await TotalAsync(administrator)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.GetAsync(Root)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.PostAsJsonAsync($"{Root}/R2026-000001/dismiss", new { text = "不属实" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await county.PostAsJsonAsync($"{Root}/R2026-000001/forward", new { })).StatusCode);
        Assert.Equal(1, await TotalAsync(administrator));
        Assert.Equal(HttpStatusCode.Forbidden, (await administrator.PostAsJsonAsync($"{Root}/R2026-000001/close", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await county.PostAsJsonAsync($"{Root}/R2026-000001/remind", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await county.PostAsJsonAsync($"{Root}/R2026-000001/remind", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await administrator.PostAsJsonAsync($"{Root}/R2026-000001/answer", new { text = "仪器已恢复。" })).StatusCode);
        // In the same millisecond as it was forwarded, as far as this clock knows: two acts, and two mails.
        Assert.Equal(HttpStatusCode.OK, (await officer.PostAsJsonAsync($"{Root}/R2026-000001/reopen", new { text = "何时恢复？" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await administrator.PostAsJsonAsync($"{Root}/R2026-000001/answer", new { text = "三月十五日已恢复。" })).StatusCode);
        var closed = await (await officer.PostAsJsonAsync($"{Root}/R2026-000001/close", new { })).Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal(("Closed", "三月十五日已恢复。"), ((string)closed!["state"]!, (string)closed["answer"]!));
        Assert.Equal(HttpStatusCode.Conflict, (await officer.PostAsJsonAsync($"{Root}/R2026-000001/answer", new { text = "再答一次。" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.GetAsync($"{Root}?state=nothing")).StatusCode);

        var sheet = WritingTable.ReadWorkbook(new(await county.GetByteArrayAsync("/desk/reports/export/xlsx?state=Closed")));
        Assert.Contains(sheet, row => row.Contains("R2026-000001"));
        Assert.DoesNotContain(sheet, row => row.Contains("R2026-000002"));
        Assert.DoesNotContain("138", await officer.GetStringAsync("/desk/reports/export/csv"), StringComparison.Ordinal);
        Assert.Contains("R2026-000001", await administrator.GetStringAsync("/unit/reports/export/csv"), StringComparison.Ordinal);

        static async Task<int> TotalAsync(HttpClient client) => (int)(await client.GetFromJsonAsync<JsonObject>(Root))!["total"]!;
    }

    [Fact]
    public async Task One_address_cannot_flood_the_desk()
    {
        await using var site = await Site.StartAsync("sqlite", ("Limits:VoicesPerHour", "2"));
        await PlaceAsync(site);
        var visitor = site.Visitor();

        await SendAsync(visitor, Form);
        await SendAsync(visitor, Form);
        var third = await SendAsync(visitor, Form);
        var machine = await visitor.PostAsJsonAsync("/api/v1/instruments/JZ-000001/reports", new { kind = "gone", text = Words });

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests), (third.StatusCode, machine.StatusCode));
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(Form)).StatusCode);
        Assert.Equal(2, await site.QueryAsync(db => db.ProblemReports.CountAsync()));
    }

    private static async Task<(Organisation Unit, HttpClient Officer, HttpClient Administrator)> PlaceAsync(Site site)
    {
        var unit = await site.GivenOrganisationAsync();
        await site.GivenBatchAsync(unit, World.Microscope());
        await site.CatchUpAsync();
        var account = await site.GivenPersonAsync("unit@example.cn", People.In(Role.UnitAdministrator, unit.Id));
        await CarryAsync(site);
        return (unit, await site.GivenOfficerAsync(), site.As(new(account.Id, account.DisplayName, Role.UnitAdministrator, unit.Id)));
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient visitor, string address, string contact = "")
    {
        var form = await PageForm.OpenAsync(visitor, address, "main form[method=post]");
        (form["kind"], form["text"], form["contact"]) = ("no-answer", Words, contact);
        if (contact != "")
        {
            form["consent"] = "true";
        }

        return await form.PressAsync();
    }

    private static async Task MoveAsync(HttpClient client, string reference, string move, params (string Name, string Value)[] said)
    {
        var form = await PageForm.OpenAsync(client, $"/desk/reports/{reference}", $"form[action*='move={move}']");
        foreach (var (name, value) in said)
        {
            form[name] = value;
        }

        Assert.Equal(HttpStatusCode.Redirect, (await form.PressAsync()).StatusCode);
    }

    private static Task SweepAsync(Site site) => site.App.Services.GetRequiredService<Sweeper>().SweepAsync(default);

    private static async Task CarryAsync(Site site)
    {
        do
        {
            await site.App.Services.GetRequiredService<Courier>().CarryDueAsync(default);
        }
        while (await site.QueryAsync(db => db.Deliveries.AnyAsync(d => d.DoneAt == null && d.FailedAt == null && d.DueAt <= site.Clock.Now)));
    }
}

internal static class VoiceWorld
{
    public static async Task<HttpClient> GivenOfficerAsync(this Site site) => site.As(await site.GivenActorAsync(Role.BureauOfficer));
}
