using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;

namespace Yixiang.Tests.Ledger;

public sealed class PublicPagesTests
{
    private static readonly string[] Pages = ["/instruments", "/batches", "/annex", "/organisations"];

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Before_anything_is_published_every_public_page_says_so_in_both_languages(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenFilingAsync(await site.GivenOrganisationAsync(), moves: ["submit", "accept"]);
        await site.CatchUpAsync();

        foreach (var page in Pages.SelectMany(p => new[] { p, "/en" + p }))
        {
            var answer = await site.Visitor().GetAsync(page);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var html = await answer.Content.ReadAsStringAsync();
            Assert.Contains("class=\"empty\"", html, StringComparison.Ordinal);
            Assert.DoesNotContain("场发射", html, StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_class_called_other_a_town_and_a_batch_are_named_so_that_each_reader_understands(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), World.Microscope().With(Fields.ClassCode, "010299").With(Fields.Street, "东阳镇示例路 1 号"));
        await site.CatchUpAsync();
        var visitor = site.Visitor();
        var place = $"/instruments/{(await site.ReferencesAsync())[0]}";

        Assert.Contains("质谱仪器 › 其他", await visitor.GetStringAsync("/instruments"), StringComparison.Ordinal);
        Assert.Contains("质谱仪器 › 其他", await visitor.GetStringAsync(place), StringComparison.Ordinal);
        Assert.DoesNotContain("Dongyang", await visitor.GetStringAsync(place), StringComparison.Ordinal);
        var english = await visitor.GetStringAsync("/en" + place);
        Assert.All((string[])["Other mass spectrometers", "Dongyang Town", ">Batch 1<", "<h1>Field emission scanning electron microscope</h1>"], word => Assert.Contains(word, english, StringComparison.Ordinal));
        Assert.Contains("<h1>场发射扫描电子显微镜</h1>", await visitor.GetStringAsync(place), StringComparison.Ordinal);
        Assert.Contains("\"areaName\":\"榆次区\",\"town\":\"东阳镇\"", await visitor.GetStringAsync("/api/v1" + place), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_visitor_finds_an_instrument_by_words_and_filters_and_opens_it(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync("晋中煤化工检测中心");
        await site.GivenBatchAsync(unit, World.Microscope(), World.Microscope("B2").With(Fields.Name, "气相色谱-质谱联用仪").With(Fields.ClassCode, "010301").With(Fields.Model, "QP2020").With(Fields.FeeBasis, "market"));
        await site.CatchUpAsync();

        async Task FindsAsync(string query, params string[] names)
        {
            var html = (await site.Visitor().GetStringAsync("/instruments" + query)).Replace("<mark>", "", StringComparison.Ordinal).Replace("</mark>", "", StringComparison.Ordinal);
            Assert.All((string[])["场发射扫描电子显微镜", "气相色谱-质谱联用仪"], n => Assert.Equal(names.Contains(n), html.Contains($">{n}</a>", StringComparison.Ordinal)));
        }

        await FindsAsync("", "场发射扫描电子显微镜", "气相色谱-质谱联用仪");
        await FindsAsync("?q=%E8%B4%A8%E8%B0%B1", "气相色谱-质谱联用仪");
        await FindsAsync("?q=qp2020", "气相色谱-质谱联用仪");
        await FindsAsync($"?q={Uri.EscapeDataString("煤化工 微观形貌")}", "场发射扫描电子显微镜", "气相色谱-质谱联用仪");
        await FindsAsync($"?q={Uri.EscapeDataString("看断口形貌")}&mode=2", "场发射扫描电子显微镜", "气相色谱-质谱联用仪");
        await FindsAsync("?fee=market", "气相色谱-质谱联用仪");
        await FindsAsync("?class=010100", "场发射扫描电子显微镜");
        await FindsAsync($"?organisation={unit.Uscc}&area=140702&kind=SingleSet&fee=cost", "场发射扫描电子显微镜");
        await FindsAsync("?area=140781");
        await FindsAsync("?fee=market&fee=cost&area=140781&area=140702", "场发射扫描电子显微镜", "气相色谱-质谱联用仪");
        await FindsAsync("?class=010100&class=010200", "场发射扫描电子显微镜");
        var past = CityTime.Show(site.Clock.Today());
        await FindsAsync($"?fee=market&fee=free&area=140781&area=140702&class=010300&class=010200&kind=SingleSet&organisation={unit.Uscc}&asOf={past}", "气相色谱-质谱联用仪");
        await FindsAsync($"?class=010100&class=010300&asOf={past}", "场发射扫描电子显微镜", "气相色谱-质谱联用仪");
        await FindsAsync($"?class=010100&class=010400&mode=2&mode=1&asOf={past}", "场发射扫描电子显微镜");
        await FindsAsync("?q=0354-3000002");
        await FindsAsync($"?q={Uri.EscapeDataString("张演示")}");
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_filter_that_does_not_exist_is_named_and_left_out(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), World.Microscope());
        await site.CatchUpAsync();

        var html = await site.Visitor().GetStringAsync("/instruments?area=%3Cscript%3E&asOf=2099-01-01&page=-1&size=999");

        Assert.Contains("role=\"alert\"", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("场发射扫描电子显微镜", html, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_page_of_an_instrument_says_all_that_is_public_and_how_to_use_it(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), World.Microscope());

        var html = await site.Visitor().GetStringAsync($"/instruments/{(await site.ReferencesAsync())[0]}");

        Assert.All(
            (string[])["场发射扫描电子显微镜", "SU8010", "日立高新", "周一至周五 08:00-18:00", "扫描电镜观察成像", "300 元/样", "不足一小时按一小时计", "非营利（成本补偿）", "2,350,000 元", "第一批", "0354-3000001", "<svg"],
            text => Assert.Contains(text, html, StringComparison.Ordinal));
        Assert.DoesNotContain("张演示", html, StringComparison.Ordinal);
        Assert.DoesNotContain("0354-3000002", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("private", "0354-3000001", false)]
    [InlineData("office", "0354-3000002", false)]
    [InlineData("consented", "0354-3000002", true)]
    public async Task A_person_is_named_only_with_that_persons_consent(string consent, string phone, bool named)
    {
        await using var site = await Site.StartAsync("sqlite");
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), World.Microscope().With(Fields.ContactConsent, consent));

        var html = await site.Visitor().GetStringAsync($"/instruments/{(await site.ReferencesAsync())[0]}");

        Assert.Contains(phone, html, StringComparison.Ordinal);
        Assert.Equal(named, html.Contains("张演示", StringComparison.Ordinal));
        Assert.Equal(named, html.Contains("demo@example.cn", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_ledger_of_any_day_is_as_it_was_on_that_day(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenBatchAsync(unit, World.Microscope(), World.Microscope("B2").With(Fields.Name, "液相色谱仪"));
        var (microscope, chromatograph) = ((await site.ReferencesAsync())[0], (await site.ReferencesAsync())[1]);
        site.Clock.Now = site.Clock.Now.AddDays(10);
        await site.GivenChangeAsync(microscope, p => p.With(Fields.Model, "SU8020"));
        site.Clock.Now = site.Clock.Now.AddDays(10);
        await site.GivenExitAsync(chromatograph);
        await site.CatchUpAsync();
        var visitor = site.Visitor();

        async Task<string> ListAsync(string day) => await visitor.GetStringAsync($"/instruments?asOf={day}");
        Assert.Contains("class=\"empty\"", await ListAsync("2026-03-19"), StringComparison.Ordinal);
        Assert.Contains("SU8010", await ListAsync("2026-03-20"), StringComparison.Ordinal);
        Assert.Contains("SU8020", await ListAsync("2026-03-30"), StringComparison.Ordinal);
        Assert.Contains("液相色谱仪", await ListAsync("2026-04-08"), StringComparison.Ordinal);
        Assert.DoesNotContain("液相色谱仪", await ListAsync("2026-04-09"), StringComparison.Ordinal);
        Assert.DoesNotContain("液相色谱仪", await visitor.GetStringAsync("/instruments"), StringComparison.Ordinal);
        Assert.Contains("<mark>液相</mark>色谱仪", await visitor.GetStringAsync($"/instruments?asOf=2026-03-25&q={Uri.EscapeDataString("液相")}&class=010102&sort=value"), StringComparison.Ordinal);
        Assert.Contains("SU8010", await visitor.GetStringAsync($"/instruments/{microscope}?asOf=2026-03-29"), StringComparison.Ordinal);
        Assert.DoesNotContain("SU8020", await visitor.GetStringAsync($"/instruments/{microscope}?asOf=2026-03-29"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/instruments/{microscope}?asOf=2026-03-19")).StatusCode);
        Assert.Contains("规格型号", await visitor.GetStringAsync($"/instruments/{microscope}"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_exited_instruments_page_says_so_and_since_when(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), World.Microscope());
        var reference = (await site.ReferencesAsync())[0];
        site.Clock.Now = site.Clock.Now.AddDays(3);
        await site.GivenExitAsync(reference, ExitCause.Transferred);
        await site.CatchUpAsync();

        var html = await site.Visitor().GetStringAsync($"/instruments/{reference}");
        var english = await site.Visitor().GetStringAsync($"/en/instruments/{reference}");

        Assert.Contains("本仪器已于 2026-03-23 退出开放共享台账", html, StringComparison.Ordinal);
        Assert.Contains("退出原因：转移", html, StringComparison.Ordinal);
        Assert.Contains("left the sharing ledger on 2026-03-23", english, StringComparison.Ordinal);
        Assert.DoesNotContain("附件为报废批文", html, StringComparison.Ordinal);
        Assert.DoesNotContain("退出开放共享台账", await site.Visitor().GetStringAsync($"/instruments/{reference}?asOf=2026-03-22"), StringComparison.Ordinal);
        Assert.Contains("2026-03-23 起已退出", await site.Visitor().GetStringAsync("/batches/1"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_long_list_of_a_batch_is_read_page_by_page_and_beyond_its_end_stands_the_last_page(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), [.. Enumerable.Range(1, 32).Select(n => World.Microscope($"A{n}"))]);
        await site.CatchUpAsync();
        using var visitor = site.Visitor();

        foreach (var list in new[] { "/batches/1", "/annex" })
        {
            var pages = new[] { await visitor.GetStringAsync(list), await visitor.GetStringAsync($"{list}?page=2"), await visitor.GetStringAsync($"{list}?page=99") };
            Assert.Contains("whole=1", pages[0], StringComparison.Ordinal);
            Assert.Equal(32, Positions(await visitor.GetStringAsync($"{list}?whole=1")).Count);
            Assert.Equal((string[])["1–30", "31–32", "31–32"], pages.Select(p => string.Join('–', Positions(p) is var all ? [all[0], all[^1]] : [])));
        }

        // Neither does any other list seem empty beyond its end; a program gets what it asks for.
        Assert.Equal(12, (await visitor.GetStringAsync("/instruments?page=99")).Split("<li class=\"hit\">").Length - 1);
        Assert.Contains("/batches/1", await visitor.GetStringAsync("/batches?page=99"), StringComparison.Ordinal);
        Assert.Contains("/organisations/O-", await visitor.GetStringAsync("/organisations?page=99"), StringComparison.Ordinal);
        Assert.Contains("\"items\":[]", await visitor.GetStringAsync("/api/v1/instruments?page=99"), StringComparison.Ordinal);
        Assert.Equal("/en/instruments/JZ-000001?a1=3", (await visitor.GetAsync("/en/instruments/jz-000001?a1=3")).Headers.Location?.ToString());

        static List<string> Positions(string html) => [.. System.Text.RegularExpressions.Regex.Matches(html, "<td class=\"num\">(\\d+)</td>").Select(m => m.Groups[1].Value)];
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task What_is_published_on_one_node_is_found_within_a_second_without_anybody_asking(string database)
    {
        await using var site = await Site.StartAsync(database);
        using var visitor = site.Visitor();
        await visitor.GetStringAsync("/instruments");
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), World.Microscope());

        var found = false;
        for (var i = 0; i < 10 && !found; i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            found = (await visitor.GetStringAsync("/instruments")).Contains("场发射扫描电子显微镜", StringComparison.Ordinal);
        }

        Assert.True(found);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_change_of_the_organisations_name_reaches_the_list(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync("旧名称研究所");
        await site.GivenBatchAsync(unit, World.Microscope());
        await site.CatchUpAsync();
        await site.QueryAsync(async db =>
        {
            var organisation = await db.FindAsync<Yixiang.Organisations.Organisation>(unit.Id);
            organisation!.Name = "新名称研究院";
            db.Record(JournalEntry.Of("organisation", unit.Reference, "edit", new(Actor.Product, site.Clock.Now)));
            return await db.SaveChangesAsync();
        });
        await site.CatchUpAsync();

        Assert.Contains("新名称研究院", await site.Visitor().GetStringAsync("/instruments"), StringComparison.Ordinal);
        Assert.Contains("新名称研究院", await site.Visitor().GetStringAsync($"/organisations/{unit.Reference}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visitor().GetAsync($"/organisations/{(await site.GivenOrganisationAsync("没有仪器")).Reference}")).StatusCode);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_seal_leads_to_what_the_quick_look_missed(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), World.Microscope());
        await site.CatchUpAsync();
        var index = site.App.Services.GetRequiredService<Yixiang.Ledger.Search.LedgerIndex>();
        var reference = (await site.ReferencesAsync())[0];
        index.Change(new Dictionary<string, Yixiang.Ledger.Search.LedgerEntry?> { [reference] = null });
        await site.CatchUpAsync();
        Assert.Equal(0, index.Count);
        await site.App.Services.GetRequiredService<LedgerFeed>().ForgetSeenAsync(TestContext.Current.CancellationToken);

        await site.App.Services.GetRequiredService<Sealer>().SealAsync(TestContext.Current.CancellationToken);
        await site.CatchUpAsync();

        Assert.Equal(1, index.Count);
    }
}
