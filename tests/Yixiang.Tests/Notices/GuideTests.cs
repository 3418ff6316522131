using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Notices;
using Yixiang.Tests.Ledger;

namespace Yixiang.Tests.Notices;

/// <summary>A unit writes the guide and the typical results of its instrument; the bureau looks at it; it stands on the instrument's page.</summary>
public sealed class GuideTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_unit_writes_a_guide_the_bureau_sends_it_back_once_and_publishes_it_on_the_instrument_page(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (own, other) = (await site.GivenOrganisationAsync("本单位"), await site.GivenOrganisationAsync("别的单位"));
        await site.GivenBatchAsync(own, World.Microscope());
        await site.GivenBatchAsync(other, World.Microscope("B-2"));
        var references = await site.ReferencesAsync();
        var administrator = await site.GivenActorAsync(Role.UnitAdministrator, own.Id);
        var unit = site.As(administrator);
        var desk = site.As(await site.GivenActorAsync(Role.BureauOfficer));

        Assert.Equal("/unit/guides/1", (await (await PageForm.OpenAsync(unit, "/unit/guides", "aside form")).PressAsync()).Headers.Location!.ToString());
        var form = await PageForm.OpenAsync(unit, "/unit/guides/1", "#notice-form");
        (form["title"], form["body"], form["instrument"]) = ("电镜指南", "# 典型结果\n\n| 样品 | 倍数 |\n|---|---:|\n| 断口 | 5000 |", references[1]);
        Assert.Equal(HttpStatusCode.BadRequest, (await form.PressAsync("Save")).StatusCode);
        form["instrument"] = references[0];
        Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync("/desk/notices/1")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await form.PressAsync("move=submit")).StatusCode);

        var back = await PageForm.OpenAsync(desk, "/desk/notices/1", "form:has(input[value=return])");
        back["text"] = "请补充制样要求";
        Assert.Equal(HttpStatusCode.Redirect, (await back.PressAsync()).StatusCode);
        form = await PageForm.OpenAsync(unit, "/unit/guides/1", "#notice-form");
        Assert.Contains("请补充制样要求", form.Page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        form["body"] = form["body"] + "\n\n样品须干燥。";
        Assert.Equal(HttpStatusCode.Redirect, (await form.PressAsync("move=submit")).StatusCode);
        await site.CatchUpAsync();
        Assert.DoesNotContain("电镜指南", await site.Visitor().GetStringAsync($"/instruments/{references[0]}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await (await PageForm.OpenAsync(desk, "/desk/notices/1", "form:has(input[value=publish])")).PressAsync()).StatusCode);
        await site.CatchUpAsync();

        var page = await PageForm.ReadAsync(await site.Visitor().GetAsync($"/instruments/{references[0]}"));
        Assert.Equal("5000", page.QuerySelector(".rich.nested td.num")!.TextContent);
        Assert.Contains("电镜指南", page.QuerySelector("section[aria-labelledby=guides]")!.TextContent, StringComparison.Ordinal);
        Assert.Null((await PageForm.ReadAsync(await site.Visitor().GetAsync($"/instruments/{references[1]}"))).QuerySelector("#guides"));
        Assert.Contains("本单位", await site.Visitor().GetStringAsync("/guides/1"), StringComparison.Ordinal);
        Assert.Equal(["submit", "return", "submit", "publish"], await site.QueryAsync(db => db.Journal.Where(e => e.Subject == "edition" && e.Before != null).OrderBy(e => e.Id).Select(e => e.What).ToListAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Guides_of_a_class_and_of_a_technique_stand_where_they_belong(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenBatchAsync(unit, World.Microscope());
        var officer = await site.GivenActorAsync(Role.BureauOfficer);
        var reference = (await site.ReferencesAsync())[0];
        await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.Guide, "电镜送样须知") with { ClassCode = "010100" }, NoticeKind.Guide, "publish");
        await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.Guide, "扫描电镜制样") with { Technique = "sem" }, NoticeKind.Guide, "publish");
        await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.Guide, "色谱须知") with { ClassCode = "010501" }, NoticeKind.Guide, "publish");
        await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.Guide, "一般须知"), NoticeKind.Guide, "publish");
        await site.CatchUpAsync();

        var links = (await PageForm.ReadAsync(await site.Visitor().GetAsync($"/instruments/{reference}"))).QuerySelectorAll("section[aria-labelledby=guides] a").Select(a => a.TextContent).ToList();
        Assert.Equal(["电镜送样须知", "扫描电镜制样"], links);
        Assert.Contains("电镜送样须知", await site.Visitor().GetStringAsync("/classes/010102"), StringComparison.Ordinal);
        Assert.DoesNotContain("色谱须知", await site.Visitor().GetStringAsync("/classes/010102"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_unit_writes_guides_only_and_sees_its_own_only(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (own, other) = (await site.GivenOrganisationAsync("本单位"), await site.GivenOrganisationAsync("别的单位"));
        var administrator = await site.GivenActorAsync(Role.UnitAdministrator, own.Id);
        await site.GivenNoticeAsync(administrator, NoticeWorld.Input(NoticeKind.Guide, "本单位的指南"), NoticeKind.Guide);
        var stranger = site.As(await site.GivenActorAsync(Role.UnitAdministrator, other.Id));
        var form = await PageForm.OpenAsync(site.As(administrator), "/unit/guides", "aside form");
        form["kind"] = "Policy";

        Assert.Equal(HttpStatusCode.BadRequest, (await form.PressAsync()).StatusCode);
        Assert.Contains("本单位的指南", await site.As(administrator).GetStringAsync("/unit/guides"), StringComparison.Ordinal);
        Assert.DoesNotContain("本单位的指南", await stranger.GetStringAsync("/unit/guides"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync("/unit/guides/1")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync("/unit/guides/1/files")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsJsonAsync("/api/v1/notices/1/editions/1/discard", new { })).StatusCode);
        foreach (var role in new[] { Role.Technician, Role.CountyOfficer, Role.User, Role.SystemAdministrator })
        {
            var client = site.As(await site.GivenActorAsync(role, role is Role.Technician or Role.User ? own.Id : null, role == Role.CountyOfficer ? own.AreaCode : null));
            Assert.NotEqual(HttpStatusCode.OK, (await client.GetAsync("/unit/guides")).StatusCode);
            Assert.NotEqual(HttpStatusCode.OK, (await client.GetAsync("/desk/notices")).StatusCode);
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task With_a_purged_instrument_its_guide_goes_and_others_stay(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenBatchAsync(unit, World.Microscope());
        var reference = (await site.ReferencesAsync())[0];
        var (one, two) = (await site.GivenActorAsync(Role.BureauOfficer), await site.GivenActorAsync(Role.BureauOfficer));
        var bound = await site.GivenNoticeAsync(one, NoticeWorld.Input(NoticeKind.Guide, "涉密的结果") with { Instrument = reference }, NoticeKind.Guide, "publish");
        await site.GivenRevisionAsync(bound, one, NoticeWorld.Input(NoticeKind.Guide, "涉密的结果二") with { Instrument = reference });
        await site.GivenNoticeAsync(one, NoticeWorld.Input(NoticeKind.Guide, "一般须知"), NoticeKind.Guide, "publish");

        await site.UseAsync(async services =>
        {
            var purging = services.GetRequiredService<Purging>();
            var purge = await purging.ProposeAsync(reference, new("误报"), one, default);
            await purging.ConfirmAsync(purge, two, default);
            return 0;
        });

        Assert.Equal(["一般须知"], await site.QueryAsync(db => db.Editions.Select(e => e.Wording.Title).ToListAsync()));
        Assert.Equal(1, await site.QueryAsync(db => db.Notices.CountAsync()));
    }
}
