using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Province;
using Yixiang.Sheets;
using Yixiang.Tests.Accounts;
using Yixiang.Tests.Ledger;
using Yixiang.Tests.Sheets;
using Yixiang.Tests.Voices;

namespace Yixiang.Tests.Province;

/// <summary>Which instruments stand on the provincial platform, and how they get there (A7).</summary>
public sealed class ProvinceTests
{
    private const string Root = "/api/v1/recommendations";
    private const string There = "https://province.example.cn/instrument/7001";

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task What_qualifies_is_proposed_sent_in_the_national_form_answered_row_by_row_and_found_by_the_public(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenBatchAsync(unit, [.. Enumerable.Range(1, 5).Select(n => World.Microscope($"M{n}"))]);
        await site.CatchUpAsync();
        var officer = await site.GivenOfficerAsync();

        var form = await PageForm.OpenAsync(officer, "/desk/province/candidates", "main form[method=post]");
        Assert.Equal(5, form.Form.QuerySelectorAll("input[name=instruments]").Length);
        Assert.Equal(HttpStatusCode.Redirect, (await form.PressAsync("true")).StatusCode);
        Assert.Contains("没有待推荐的仪器", await officer.GetStringAsync("/desk/province/candidates"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await (await PageForm.OpenAsync(officer, "/desk/province/packages", "main form[method=post]")).PressAsync()).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await officer.PostAsync($"{Root}/packages", null)).StatusCode);
        var sheet = WritingTable.ReadWorkbook(new(await officer.GetByteArrayAsync("/desk/province/packages/S2026-000001/national.xlsx")));
        Assert.Equal(NationalTemplate.Columns.Select(c => c.Title), sheet[1]);
        Assert.Equal(["JZ-000001", "JZ-000002", "JZ-000003", "JZ-000004", "JZ-000005"], sheet.Skip(2).Select(row => row[0]));
        Assert.Equal(["M1", 235d, "日本"], [sheet[2][1], sheet[2][10], sheet[2][11]]);

        const string Answer = """
            序号,市台账编号,处理结果,省级平台编号,网址,退回原因,入网日期
            1,JZ-000001,通过,SX-7001,https://province.example.cn/instrument/7001,,2026-03-18
            2,JZ-000002,不通过,,,技术指标过于笼统,
            3,JZ-000003,通过,SX-7001,,,
            4,JZ-000004,待定,,,,
            5,JZ-000009,通过,SX-7009,,,
            6,JZ-000001,通过,SX-7002,,,
            7,JZ-000005,通过,SX-7005,javascript:alert(1),,
            8,,通过,SX-7006,,,
            """;
        var upload = await (await PageForm.OpenAsync(officer, "/desk/province/receipts", "main form[method=post]")).UploadAsync("file", ("回执.csv", System.Text.Encoding.UTF8.GetBytes(Answer)));
        Assert.Equal(HttpStatusCode.Redirect, upload.StatusCode);
        var receipt = upload.Headers.Location!.OriginalString;
        var dry = await PageForm.OpenAsync(officer, receipt, "main form[method=post]");
        Assert.Equal(["登记入网", "登记未通过", "有问题", "有问题", "有问题", "有问题", "有问题", "有问题"], dry.Page.QuerySelectorAll("tbody tr td:nth-child(3)").Select(c => c.TextContent.Trim()));
        foreach (var said in new[] { "省平台编号 SX-7001 已属于 JZ-000001。", "不能识别的结果“待定”", "台账中没有编号 JZ-000009。", "出现多次", "网址须以 http:// 或 https:// 开头" })
        {
            Assert.Contains(said, dry.Page.Body!.TextContent, StringComparison.Ordinal);
        }

        Assert.Equal(5, await site.QueryAsync(db => db.Recommendations.CountAsync(r => r.State == RecommendationState.Sent)));
        Assert.Equal(HttpStatusCode.Redirect, (await dry.PressAsync()).StatusCode);
        Assert.Contains("没有可登记的行", await officer.GetStringAsync(receipt), StringComparison.Ordinal);
        Assert.Equal((RecommendationState.Listed, "SX-7001", There, new DateOnly(2026, 3, 18)), await site.QueryAsync(db => db.Recommendations.Where(r => r.Reference == "P2026-000001").Select(r => new ValueTuple<RecommendationState, string?, string?, DateOnly?>(r.State, r.NumberThere, r.AddressThere, r.ListedOn)).SingleAsync()));
        Assert.Equal("技术指标过于笼统", (await site.QueryAsync(db => db.Recommendations.SingleAsync(r => r.State == RecommendationState.Refused))).Why);
        Assert.Equal(["propose", "send", "list"], await site.JournalOfAsync("recommendation", "P2026-000001"));

        await site.CatchUpAsync();
        var visitor = site.Visitor();
        Assert.Equal((1, 4), (await CountAsync(visitor, "listed"), await CountAsync(visitor, "not-listed")));
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.GetAsync("/api/v1/instruments?platform=perhaps")).StatusCode);
        var list = await visitor.GetStringAsync("/instruments?platform=listed");
        Assert.Contains("已入省平台", list, StringComparison.Ordinal);
        Assert.Contains("/instruments/JZ-000001", list, StringComparison.Ordinal);
        Assert.DoesNotContain("/instruments/JZ-000002\"", list, StringComparison.Ordinal);
        var page = await PageForm.ReadAsync(await visitor.GetAsync("/instruments/JZ-000001"));
        Assert.Contains("SX-7001", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("noopener nofollow external", page.QuerySelector($"a[href='{There}']")!.GetAttribute("rel"));
        var api = await visitor.GetFromJsonAsync<JsonObject>("/api/v1/instruments/JZ-000001");
        Assert.Equal(("SX-7001", There), ((string)api!["provincialNumber"]!, (string)api["provincialUrl"]!));
        Assert.Null((await visitor.GetFromJsonAsync<JsonObject>("/api/v1/instruments/JZ-000002"))!["provincialNumber"]);
        Assert.Contains("SX-7001", await visitor.GetStringAsync("/data/ledger.csv"), StringComparison.Ordinal);
        Assert.Contains("\"provincialNumber\":\"SX-7001\"", await visitor.GetStringAsync("/data/ledger.jsonl"), StringComparison.Ordinal);
        Assert.Contains("SX-7001", await visitor.GetStringAsync("/compare?i=JZ-000001,JZ-000002"), StringComparison.Ordinal);

        site.Clock.Now += TimeSpan.FromDays(3);
        officer = await site.GivenOfficerAsync();
        var remove = await PageForm.OpenAsync(officer, "/desk/province/P2026-000001", "form[action*='move=remove']");
        remove["text"] = "省平台已下线";
        Assert.Equal(HttpStatusCode.Redirect, (await remove.PressAsync()).StatusCode);
        await site.CatchUpAsync();
        Assert.Equal((0, 5), (await CountAsync(visitor, "listed"), await CountAsync(visitor, "not-listed")));
        Assert.DoesNotContain("SX-7001", await visitor.GetStringAsync("/instruments/JZ-000001"), StringComparison.Ordinal);
        Assert.Equal((1, 0), (await CountAsync(visitor, "listed&asOf=2026-03-21"), await CountAsync(visitor, "listed&asOf=2026-03-23")));
        Assert.Equal((1, 4), (await CountAsync(visitor, "listed&asOf=2026-03-21&q=显微镜"), await CountAsync(visitor, "not-listed&asOf=2026-03-21")));
        Assert.Contains("SX-7001", await visitor.GetStringAsync("/instruments/JZ-000001?asOf=2026-03-21"), StringComparison.Ordinal);

        var again = await PageForm.OpenAsync(officer, "/desk/province/P2026-000002", "form[action*='Again']");
        Assert.Equal("/desk/province/P2026-000006", (await again.PressAsync()).Headers.Location!.OriginalString.Replace("~", "", StringComparison.Ordinal));

        // The old answer knows nothing of what came after it: neither is the new attempt refused by it nor the removed one listed again.
        Assert.Equal(HttpStatusCode.Created, (await officer.PostAsync($"{Root}/packages", null)).StatusCode);
        var old = await PageForm.ReadAsync(await officer.GetAsync(receipt));
        Assert.Equal(["无变化", "无变化"], old.QuerySelectorAll("tbody tr td:nth-child(3)").Take(2).Select(c => c.TextContent.Trim()));
        Assert.Null(old.QuerySelector("main form[method=post]"));
    }

    [Fact]
    public async Task An_answer_that_corrects_the_number_and_is_silent_about_the_address_leaves_the_address()
    {
        await using var site = await Site.StartAsync("sqlite");
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), World.Microscope());
        var officer = await site.GivenOfficerAsync();
        async Task AnswerAsync(string rows)
        {
            var upload = await (await PageForm.OpenAsync(officer, "/desk/province/receipts", "main form[method=post]"))
                .UploadAsync("file", ("回执.csv", System.Text.Encoding.UTF8.GetBytes("市台账编号,处理结果,省级平台编号,网址\n" + rows)));
            Assert.Equal(HttpStatusCode.Redirect, (await (await PageForm.OpenAsync(officer, upload.Headers.Location!.OriginalString, "main form[method=post]")).PressAsync()).StatusCode);
        }

        await AnswerAsync($"JZ-000001,通过,SX-7001,{There}");
        await AnswerAsync("JZ-000001,通过,SX-7002,");

        var standing = await site.QueryAsync(db => db.Recommendations.SingleAsync());
        Assert.Equal((RecommendationState.Listed, "SX-7002", There), (standing.State, standing.NumberThere, standing.AddressThere));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Of_two_clients_that_propose_the_same_instrument_at_once_one_comes_through(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenBatchAsync(unit, [.. Enumerable.Range(1, 6).Select(n => World.Microscope($"M{n}"))]);
        HttpClient[] officers = [await site.GivenOfficerAsync(), await site.GivenOfficerAsync()];

        var (done, refused) = (0, 0);
        foreach (var reference in await site.ReferencesAsync())
        {
            var answers = await Task.WhenAll(officers.Select(o => o.PostAsJsonAsync(Root, new { instruments = new[] { reference } })));
            foreach (var answer in answers)
            {
                Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict, await answer.Content.ReadAsStringAsync());
                var came = answer.StatusCode == HttpStatusCode.OK && (await answer.Content.ReadFromJsonAsync<JsonObject>())!["done"]!.AsArray().Count == 1;
                (done, refused) = (done + (came ? 1 : 0), refused + (came ? 0 : 1));
            }
        }

        Assert.Equal((6, 6), (done, refused));
        Assert.Equal(6, await site.QueryAsync(db => db.Recommendations.CountAsync()));

        // Held by the database, too, whatever the code does.
        var first = await site.QueryAsync(db => db.Recommendations.AsNoTracking().FirstAsync());
        await Assert.ThrowsAsync<DbUpdateException>(() => site.QueryAsync(async db =>
        {
            db.Recommendations.Add(new() { Reference = "P2026-999999", InstrumentId = first.InstrumentId, OrganisationId = first.OrganisationId, AreaCode = first.AreaCode, ProposedAt = first.ProposedAt, RulesVersion = null });
            db.Record(JournalEntry.Of("recommendation", "P2026-999999", "propose", new(Actor.Product, site.Clock.Now)));
            return await db.SaveChangesAsync();
        }));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task What_does_not_qualify_is_left_out_with_the_number_of_the_rule(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenBatchAsync(unit, World.Microscope("GOOD"), World.Microscope("CHEAP").With(Fields.OriginalValue, "199999.99"), World.Microscope("EXACT").With(Fields.OriginalValue, "200000.00"), World.Microscope("LACKING").With(Fields.Technical, "").With(Fields.Notes, ""));
        await site.GivenFilingAsync(unit, World.Microscope("WAITS"), "submit", "accept");
        var officer = await site.GivenOfficerAsync();
        var own = await site.QueryAsync(db => db.Instruments.ToDictionaryAsync(i => i.OwnNumber, i => i.Reference));

        var page = await PageForm.ReadAsync(await officer.GetAsync("/desk/province/candidates"));
        Assert.Equal(new[] { own["GOOD"], own["EXACT"] }, page.QuerySelectorAll("input[name=instruments]").Select(i => i.GetAttribute("value")));
        Assert.Contains("A7-4 缺少或有误：主要技术指标、用户须知", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(own["CHEAP"], page.Body.TextContent, StringComparison.Ordinal);

        var outcome = await (await officer.PostAsJsonAsync(Root, new { instruments = own.Values.Append("JZ-999999") })).Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal(2, outcome!["done"]!.AsArray().Count);
        var why = outcome["leftOut"]!.AsArray().ToDictionary(l => (string)l!["instrument"]!, l => (string)l!["why"]!);
        Assert.Equal("A7-3 原值 199,999.99 元，未达到 200,000 元。", why[own["CHEAP"]]);
        Assert.StartsWith("A7-1 尚未在市级台账公布", why[own["WAITS"]], StringComparison.Ordinal);
        Assert.StartsWith("A7-4", why[own["LACKING"]], StringComparison.Ordinal);
        Assert.Equal("台账中没有编号 JZ-999999。", why["JZ-999999"]);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.PostAsJsonAsync(Root, new { instruments = Array.Empty<string>() })).StatusCode);

        // Between proposal and package the unit files a change that takes something away: it stays behind.
        await site.GivenChangeAsync(own["EXACT"], p => p.With(Fields.OriginalValue, "100000.00"));
        var package = await (await officer.PostAsync($"{Root}/packages", null)).Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal((1, own["EXACT"]), ((int)package!["instruments"]!, (string)package["leftOut"]![0]!["instrument"]!));
        Assert.Equal(1, await site.QueryAsync(db => db.Recommendations.CountAsync(r => r.State == RecommendationState.Proposed)));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_county_officer_reads_the_own_area_and_a_unit_its_own(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (here, there) = (await site.GivenOrganisationAsync("本地中心", "140702"), await site.GivenOrganisationAsync("外地中心", "140727"));
        await site.GivenBatchAsync(here, World.Microscope("H1"), World.Microscope("H2"));
        await site.GivenFilingAsync(there, World.Microscope("T1").With(Fields.Area, "140727"), "submit", "accept");
        await site.GivenBatchOfWaitingAsync();
        var officer = await site.GivenOfficerAsync();
        await officer.PostAsJsonAsync(Root, new { instruments = await site.ReferencesAsync() });
        var county = site.As(await site.GivenActorAsync(Role.CountyOfficer, area: "140702"));
        var other = site.As(await site.GivenActorAsync(Role.UnitAdministrator, there.Id));

        Assert.Equal((3, 2, 1), (await TotalAsync(officer), await TotalAsync(county), await TotalAsync(other)));
        var page = await county.GetStringAsync("/desk/province");
        Assert.Contains("本地中心", page, StringComparison.Ordinal);
        Assert.DoesNotContain("外地中心", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/desk/province/candidates", page, StringComparison.Ordinal);
        Assert.DoesNotContain("外地中心", await county.GetStringAsync("/desk/province/export/csv"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await county.GetAsync("/desk/province/P2026-000003")).StatusCode);
        var own = await other.GetStringAsync("/unit/province");
        Assert.Contains("JZ-000003", own, StringComparison.Ordinal);
        Assert.DoesNotContain("JZ-000001", own, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await county.PostAsJsonAsync(Root, new { instruments = new[] { "JZ-000001" } })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await county.PostAsync($"{Root}/packages", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await other.PostAsJsonAsync($"{Root}/already-listed", new { instrument = "JZ-000003", number = "X" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"{Root}/P2026-000001")).StatusCode);

        static async Task<int> TotalAsync(HttpClient client) => (int)(await client.GetFromJsonAsync<JsonObject>(Root))!["total"]!;
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task When_an_instrument_leaves_the_ledger_its_proposal_lapses_and_what_is_with_the_province_is_put_before_the_officer(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenBatchAsync(unit, World.Microscope("A"), World.Microscope("B"), World.Microscope("C"));
        var officer = await site.GivenOfficerAsync();
        await officer.PostAsJsonAsync(Root, new { instruments = new[] { "JZ-000001" } });
        var entered = await officer.PostAsJsonAsync($"{Root}/already-listed", new { instrument = "JZ-000002", number = "SX-1", address = There, listedOn = "2024-05-01" });
        Assert.Equal(HttpStatusCode.Created, entered.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await officer.PostAsJsonAsync($"{Root}/already-listed", new { instrument = "JZ-000003", number = "SX-1" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.PostAsJsonAsync($"{Root}/already-listed", new { instrument = "JZ-000003", number = "SX-3", listedOn = "2026-03-21" })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await officer.PostAsJsonAsync($"{Root}/already-listed", new { instrument = "JZ-000002", number = "SX-2" })).StatusCode);

        site.Clock.Now += TimeSpan.FromMinutes(5);
        await site.GivenExitAsync("JZ-000001");
        await site.GivenExitAsync("JZ-000002");
        await CarryAsync(site);

        Assert.Equal([RecommendationState.Withdrawn, RecommendationState.Listed], await site.QueryAsync(db => db.Recommendations.OrderBy(r => r.Id).Select(r => r.State).ToListAsync()));
        Assert.Equal(["propose", "lapse"], await site.JournalOfAsync("recommendation", "P2026-000001"));
        var desk = await PageForm.ReadAsync(await officer.GetAsync("/desk/province?state=stranded"));
        Assert.Contains("有 1 台套已退出市级台账", desk.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(1, desk.QuerySelectorAll("tr.is-late").Length);
        await site.CatchUpAsync();
        Assert.DoesNotContain("SX-1", await site.Visitor().GetStringAsync("/instruments/JZ-000002"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await officer.PostAsJsonAsync($"{Root}/P2026-000002/remove", new { text = "省平台已下线" })).StatusCode);
        Assert.DoesNotContain("已退出市级台账，但仍在", await officer.GetStringAsync("/desk/province"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sheet_that_is_no_answer_is_refused_with_its_reason_and_leaves_nothing()
    {
        await using var site = await Site.StartAsync("sqlite");
        var unit = await site.GivenOrganisationAsync();
        await site.GivenBatchAsync(unit, World.Microscope("A"));
        var officer = await site.GivenOfficerAsync();

        Assert.Contains("没有找到“仪器编号”列", await SendAsync("姓名,电话\n甲,123\n"), StringComparison.Ordinal);
        Assert.Contains("请选择回执表格", await (await (await PageForm.OpenAsync(officer, "/desk/province/receipts", "main form[method=post]")).UploadAsync("file")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("不超过", await SendAsync("仪器编号,省平台编号\n" + new string('x', 9 << 20), HttpStatusCode.RequestEntityTooLarge), StringComparison.Ordinal);
        Assert.Equal(0, await site.QueryAsync(db => db.ProvinceReceipts.CountAsync()));

        // A first load: what already stands there, many at once, in a workbook; the number alone says so.
        var upload = await (await PageForm.OpenAsync(officer, "/desk/province/receipts", "main form[method=post]")).UploadAsync("file", ("首次.csv", "仪器编号,省平台编号\njz-000001,SX-1\n"u8.ToArray()));
        var dry = await PageForm.OpenAsync(officer, upload.Headers.Location!.OriginalString, "main form[method=post]");
        Assert.Contains("未经本平台推荐", dry.Page.Body!.TextContent, StringComparison.Ordinal);
        await dry.PressAsync();
        Assert.Equal("SX-1", await site.QueryAsync(db => db.Recommendations.Where(r => r.State == RecommendationState.Listed).Select(r => r.NumberThere).SingleAsync()));

        async Task<string> SendAsync(string text, HttpStatusCode status = HttpStatusCode.BadRequest)
        {
            var answer = await (await PageForm.OpenAsync(officer, "/desk/province/receipts", "main form[method=post]")).UploadAsync("file", ("表.csv", System.Text.Encoding.UTF8.GetBytes(text)));
            Assert.Equal(status, answer.StatusCode);
            return await answer.Content.ReadAsStringAsync();
        }
    }

    private static async Task<int> CountAsync(HttpClient client, string platform) => (int)(await client.GetFromJsonAsync<JsonObject>($"/api/v1/instruments?platform={platform}"))!["total"]!;

    private static async Task CarryAsync(Site site)
    {
        do
        {
            await site.App.Services.GetRequiredService<Courier>().CarryDueAsync(default);
        }
        while (await site.QueryAsync(db => db.Deliveries.AnyAsync(d => d.DoneAt == null && d.FailedAt == null && d.DueAt <= site.Clock.Now)));
    }
}
