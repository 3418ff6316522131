using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Tests.Filings;

/// <summary>Bad input to the unit's form: each case says what is wrong in words, and nothing that was typed is lost.</summary>
public class BadFormTests
{
    [Theory, MemberData(nameof(WrongValues))]
    public async Task A_wrong_value_is_kept_told_beside_its_field_and_not_submitted(string database, string field, string typed, string told)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        var filing = await site.GivenFilingAsync(unit);
        var form = await PageForm.OpenAsync(client, filing.Page());
        form["f." + field] = typed;

        var answer = await form.PressAsync("move=submit");

        // What is classified is refused at the door, everything else is kept as a draft that cannot be submitted yet.
        Assert.Equal(field == "classified" ? HttpStatusCode.BadRequest : HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var again = await PageForm.OfAsync(client, answer);
        Assert.Contains(told, again.Page.QuerySelector($"#f_{field}-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(typed, again["f." + field]);
        Assert.Equal(FilingState.Draft, await site.QueryAsync(db => db.Filings.Select(f => f.State).SingleAsync()));
    }

    public static TheoryData<string, string, string, string> WrongValues()
    {
        var data = new TheoryData<string, string, string, string>();
        (string Field, string Typed, string Told)[] cases =
        [
            ("name", new string('仪', 301), "最多 300 字，现有 301 字"),
            ("function", new string('a', 5000), "最多 300 字，现有 5000 字"),
            ("acceptedOn", "2026-02-30", "不是有效日期"),
            ("acceptedOn", "去年三月", "不是有效日期"),
            ("acceptedOn", "2026-12-31", "还没有到"),
            ("acceptedOn", "1026-03-01", "早于 1950 年"),
            ("originalValue", "-2350000.00", "须大于零"),
            ("originalValue", "99999999999999.00", "请核对单位"),
            ("originalValue", "两百万", "不是金额"),
            ("classCode", "019999", "不在代码表中"),
            ("funds", "7", "不在代码表中"),
            ("area", "110101", "不在代码表中"),
            ("offeredHours", "9999", "最大为 8,760"),
            ("offeredHours", "-1", "不能为负数"),
            ("phone", "12", "请填手机号"),
            ("email", "a@", "有效的电子邮箱"),
            ("bookingUrl", "javascript:alert(1)", "http://"),
            ("postcode", "03060", "6 位数字"),
            ("classified", "yes", "涉密仪器不得报备"),
        ];
        foreach (var (field, typed, told) in cases)
        {
            data.Add("sqlite", field, typed, told);
        }

        if (Site.Server is not null)
        {
            data.Add("postgres", cases[0].Field, cases[0].Typed, cases[0].Told);
            data.Add("postgres", "originalValue", "99999999999999.00", "请核对单位");
        }

        return data;
    }

    [Theory]
    [InlineData("originalValue", "￥２，３５０，０００ 元", "2350000.00")]
    [InlineData("acceptedOn", "2026/3/1", "2026-03-01")]
    [InlineData("acceptedOn", "20260301", "2026-03-01")]
    [InlineData("classCode", "扫描电镜", "010102")]
    [InlineData("phone", "０３５４-３０００００２", "0354-3000002")]
    [InlineData("name", "  高速红外\u0001跟踪系统 \r\n", "高速红外跟踪系统")]
    public async Task What_people_mean_is_understood_and_kept_in_one_form(string field, string typed, string kept)
    {
        await using var site = await Site.StartAsync("sqlite");
        var (unit, client) = await site.GivenUnitAsync();
        var filing = await site.GivenFilingAsync(unit);
        var form = await PageForm.OpenAsync(client, filing.Page());
        form["f." + field] = typed;

        Assert.Equal(HttpStatusCode.Redirect, (await form.PressAsync("handler=Save")).StatusCode);

        Assert.Equal(kept, (await site.QueryAsync(db => db.Filings.SingleAsync())).Particulars()[Fields.Find(field)!]);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_script_in_any_text_field_is_shown_as_text_on_every_page(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        var filing = await site.GivenFilingAsync(unit);
        const string script = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
        var form = await PageForm.OpenAsync(client, filing.Page());
        foreach (var field in Fields.Of(ResourceKind.SingleSet).Where(f => f.Kind is FieldKind.Line or FieldKind.Prose && f.Most >= script.Length))
        {
            form["f." + field.Key] = script;
        }

        form["tariff[0].item"] = script;
        form["tariff[0].note"] = script;
        Assert.Equal(HttpStatusCode.Redirect, (await form.PressAsync("handler=Save")).StatusCode);

        string[] pages = [filing.Page(), "/unit", "/unit/filings", filing.Page() + "/files", "/en" + filing.Page()];
        foreach (var page in pages)
        {
            await DemandHarmlessAsync(client, page);
        }

        Assert.Equal(HttpStatusCode.Redirect, (await (await PageForm.OpenAsync(client, filing.Page())).PressAsync("move=submit")).StatusCode);
        await DemandHarmlessAsync(client, filing.Page());
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_price_that_is_no_number_is_told_and_nothing_typed_is_lost(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        var filing = await site.GivenFilingAsync(unit);
        var form = await PageForm.OpenAsync(client, filing.Page());
        form["tariff[0].external"] = "三百";
        form["f.notes"] = "刚刚写的须知";

        var answer = await form.PressAsync("handler=Save");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var again = await PageForm.OfAsync(client, answer);
        Assert.Contains("不是金额", again.Page.QuerySelector("#tariff_0__external-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(("三百", "刚刚写的须知"), (again["tariff[0].external"], again["f.notes"]));
        again["tariff[0].external"] = "-1";
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await again.PressAsync("move=submit")).StatusCode);
        Assert.Equal("刚刚写的须知", (await site.QueryAsync(db => db.Filings.SingleAsync())).Particulars()[Fields.Notes]);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_same_number_twice_is_refused_with_the_other_filings_reference(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        var first = await site.GivenFilingAsync(unit, World.Microscope("A-1"));
        var second = await site.GivenFilingAsync(unit, World.Microscope("A-2"));
        var form = await PageForm.OpenAsync(client, second.Page());
        form["f.ownNumber"] = "A-1";
        form["f.model"] = "SU9000";

        var answer = await form.PressAsync("handler=Save");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var again = await PageForm.OfAsync(client, answer);
        Assert.Contains(first.Reference, again.Page.QuerySelector("#f_ownNumber-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(("A-1", "SU9000"), (again["f.ownNumber"], again["f.model"]));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_second_of_two_windows_sees_both_texts_and_decides(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        var filing = await site.GivenFilingAsync(unit);
        var one = await PageForm.OpenAsync(client, filing.Page());
        var two = await PageForm.OpenAsync(client, filing.Page());
        one["f.function"] = "第一个窗口写的功能";
        two["f.function"] = "第二个窗口写的功能";

        Assert.Equal(HttpStatusCode.Redirect, (await one.PressAsync("handler=Save")).StatusCode);
        var answer = await two.PressAsync("handler=Save");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var both = await PageForm.OfAsync(client, answer);
        Assert.Equal("第二个窗口写的功能", both["f.function"]);
        Assert.Contains("第一个窗口写的功能", both.Page.QuerySelector("#f_function")!.ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.Equal("第一个窗口写的功能", (await site.QueryAsync(db => db.Filings.SingleAsync())).Particulars()[Fields.Function]);
        Assert.Equal(HttpStatusCode.Redirect, (await both.PressAsync("handler=Save")).StatusCode);
        Assert.Equal("第二个窗口写的功能", (await site.QueryAsync(db => db.Filings.SingleAsync())).Particulars()[Fields.Function]);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Autosave_keeps_the_draft_and_stops_when_another_window_has_written(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        var filing = await site.GivenFilingAsync(unit);
        var form = await PageForm.OpenAsync(client, filing.Page());
        var address = form.Form.GetAttribute("data-autosave")!;

        form["f.notes"] = "自动保存的须知";
        var saved = (await (await form.SendToAsync(address)).Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal("自动保存的须知", (await site.QueryAsync(db => db.Filings.SingleAsync())).Particulars()[Fields.Notes]);
        Assert.Equal(HttpStatusCode.OK, (await form.SendToAsync(address)).StatusCode);
        form["f.notes"] = "旧版本上的改动";
        Assert.Equal(HttpStatusCode.Conflict, (await form.SendToAsync(address)).StatusCode);
        form["version"] = (string)saved["version"]!;
        Assert.Equal(HttpStatusCode.OK, (await form.SendToAsync(address)).StatusCode);
        Assert.Equal(2, await site.QueryAsync(db => db.Journal.CountAsync(e => e.What == "save")));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_form_sent_after_the_sign_in_ended_is_given_back_with_every_word(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var actor = await site.GivenActorAsync(Role.UnitAdministrator, unit.Id);
        var filing = await site.GivenFilingAsync(unit);
        var form = await PageForm.OpenAsync(site.As(actor), filing.Page());
        form["f.notes"] = "登录失效前写的须知\n第二行 <b>";

        site.Clock.Now = site.Clock.Now.AddHours(9);
        var ended = await form.PressAsync("handler=Save");
        Assert.Equal(HttpStatusCode.Redirect, ended.StatusCode);
        var back = Uri.UnescapeDataString(ended.Headers.Location!.ToString().Split("ReturnUrl=")[1]);
        Assert.NotEqual("登录失效前写的须知\n第二行 <b>", (await site.QueryAsync(db => db.Filings.SingleAsync())).Particulars()[Fields.Notes]);
        var kept = await PageForm.OpenAsync(site.As(actor), back);

        Assert.Equal("登录失效前写的须知\n第二行 <b>", kept["f.notes"]);
        Assert.Equal($"{filing.Page()}?handler=Save", kept.Form.GetAttribute("action"));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_form_whose_token_is_of_another_sign_in_keeps_every_word_for_a_second_sending(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        var filing = await site.GivenFilingAsync(unit);
        var form = await PageForm.OpenAsync(client, filing.Page());
        form["f.notes"] = "换人登录前写的须知";
        form.Remove("__RequestVerificationToken");

        var answer = await form.PressAsync("handler=Save");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await (await PageForm.OfAsync(client, answer)).PressAsync()).StatusCode);
        Assert.Equal("换人登录前写的须知", (await site.QueryAsync(db => db.Filings.SingleAsync())).Particulars()[Fields.Notes]);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_forged_form_changes_nothing_and_its_words_are_not_offered(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        var filing = await site.GivenFilingAsync(unit);
        var form = await PageForm.OpenAsync(client, filing.Page());
        form.Remove("__RequestVerificationToken");
        form.Origin = "https://evil.example";
        form["f.notes"] = "伪造的内容";

        foreach (var button in new[] { "handler=Save", "move=submit", "move=discard", "handler=Files" })
        {
            var answer = await form.PressAsync(button);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.DoesNotContain("伪造的内容", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        var now = await site.QueryAsync(db => db.Filings.SingleAsync());
        Assert.Equal((FilingState.Draft, World.Microscope()), (now.State, now.Particulars()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Nobody_else_reaches_a_units_filings_by_the_address_bar(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        var (_, stranger) = await site.GivenUnitAsync("别的单位");
        var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        var filing = await site.GivenFilingAsync(unit);
        var form = await PageForm.OpenAsync(client, filing.Page());
        string[] pages = [filing.Page(), filing.Page() + "/files", filing.Page() + "/code/classCode"];

        foreach (var page in pages)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(page)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await officer.GetAsync(page)).StatusCode);
            Assert.Equal(HttpStatusCode.Redirect, (await site.Visitor().GetAsync(page)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync("/unit/filings/F2026-999999")).StatusCode);
        var own = await PageForm.OpenAsync(stranger, "/unit/filings/new", "form:has(button[value=SingleSet])");
        Assert.Equal(HttpStatusCode.NotFound, (await own.SendToAsync(filing.Page() + "?handler=Move&move=discard")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await own.SendToAsync("/unit/filings/new?handler=Exit&instrument=JZ-000001")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await own.SendToAsync("/unit/filings/new?kind=99")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await form.SendToAsync(filing.Page() + "?handler=Move&move=destroy")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await form.SendToAsync(filing.Page() + "?handler=Move&move=accept")).StatusCode);
        Assert.Equal(FilingState.Draft, await site.QueryAsync(db => db.Filings.Select(f => f.State).SingleAsync()));
    }

    private static async Task DemandHarmlessAsync(HttpClient client, string page)
    {
        using var answer = await client.GetAsync(page);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{page}: {answer.StatusCode}");
        Assert.DoesNotContain("<script>alert", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img src=x", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("script-src", string.Join(";", answer.Headers.GetValues("Content-Security-Policy")).Replace("default-src 'self'", "script-src", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
