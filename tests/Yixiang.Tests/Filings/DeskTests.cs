using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Tests.Filings;

public class DeskTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_officer_accepts_from_the_review_page_and_goes_on_to_the_next_in_the_queue(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var first = await site.GivenFilingAsync(unit, World.Microscope("A1"), "submit");
        site.Clock.Now += TimeSpan.FromMinutes(5);
        var second = await site.GivenFilingAsync(unit, World.Microscope("A2"), "submit");
        var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        var page = $"/desk/filings/{first.Reference}?state=waiting";

        Assert.Contains("场发射扫描电子显微镜", await officer.GetStringAsync(page));
        var answer = await Site.PostFormAsync(officer, page, $"/desk/filings/{first.Reference}?state=waiting&handler=Move", ("move", "accept"), ("seen", $"{first.Version}"));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"/desk/filings/{second.Reference}?state=waiting", answer.Headers.Location!.OriginalString);
        Assert.Equal(FilingState.Accepted, await site.StateAsync(first));
        Assert.Equal(1, await site.QueryAsync(db => db.Instruments.CountAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_return_carries_a_reason_for_each_marked_field_and_loses_nothing_when_one_is_missing(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var filing = await site.GivenFilingAsync(unit, null, "submit");
        var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        var (page, act) = ($"/desk/filings/{filing.Reference}", $"/desk/filings/{filing.Reference}?handler=Move");

        var wrong = await Site.PostFormAsync(officer, page, act, ("move", "return"), ("seen", $"{filing.Version}"), ("mark.model", "yes"), ("mark.name", "yes"), ("reason.name", "与铭牌不一致"), ("text", "见各项"));
        var html = await wrong.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("value=\"与铭牌不一致\"", html);
        Assert.Contains(">见各项</textarea>", html);
        Assert.Contains("“规格型号”已勾选退回", html);
        Assert.Equal(FilingState.Submitted, await site.StateAsync(filing));

        var right = await Site.PostFormAsync(officer, page, act, ("move", "return"), ("seen", $"{filing.Version}"), ("mark.model", "yes"), ("reason.model", "请核对型号"), ("reason.name", "与铭牌不一致"), ("text", "见各项"));
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        var reasons = await site.QueryAsync(db => db.ReturnReasons.OrderBy(r => r.Field).Select(r => $"{r.Round}/{r.Field}/{r.Text}").ToListAsync());
        Assert.Equal(["1//见各项", "1/model/请核对型号", "1/name/与铭牌不一致"], reasons);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_bulk_act_answers_for_every_chosen_filing(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var fresh = await site.GivenFilingAsync(unit, World.Microscope("A1"), "submit");
        var withdrawn = await site.GivenFilingAsync(unit, World.Microscope("A2"), "submit");
        var changed = await site.GivenFilingAsync(unit, World.Microscope("A3"), "submit", "withdraw", "submit");
        var seenBefore = Guid.NewGuid();
        var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        await site.MoveAsync(withdrawn, "withdraw", await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));

        var answer = await Site.PostFormAsync(officer, "/desk/filings", "/desk/filings/bulk", ("act", "accept"),
            ("choice", $"{fresh.Reference}:{fresh.Version:N}"), ("choice", $"{withdrawn.Reference}:{withdrawn.Version:N}"), ("choice", $"{changed.Reference}:{seenBefore:N}"), ("choice", "F2026-999999:x"));
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("共 4 条，成功 1 条，未成功 3 条", html);
        Assert.Contains("您的操作没有生效", html);
        Assert.Contains("F2026-999999", html);
        Assert.Equal((FilingState.Accepted, FilingState.Draft, FilingState.Submitted), (await site.StateAsync(fresh), await site.StateAsync(withdrawn), await site.StateAsync(changed)));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_county_officer_sees_the_own_area_only(string database)
    {
        await using var site = await Site.StartAsync(database);
        var here = await site.GivenFilingAsync(await site.GivenOrganisationAsync("榆次的单位", "140702"), null, "submit");
        var there = await site.GivenFilingAsync(await site.GivenOrganisationAsync("祁县的单位", "140727"), null, "submit");
        await site.GivenFilingAsync(await site.GivenOrganisationAsync("祁县另一单位", "140727"), World.Microscope("OWED", "2026-01-01"));
        var county = site.As(await site.GivenActorAsync(Role.CountyOfficer, area: "140702"));

        var queue = await county.GetStringAsync("/desk/filings");
        Assert.Contains(here.Reference, queue);
        Assert.DoesNotContain(there.Reference, queue);
        Assert.Equal(HttpStatusCode.NotFound, (await county.GetAsync($"/desk/filings/{there.Reference}")).StatusCode);
        Assert.DoesNotContain("祁县", await county.GetStringAsync("/desk"));
        Assert.DoesNotContain("OWED", await county.GetStringAsync("/desk/overdue"));
        Assert.DoesNotContain(there.Reference, await county.GetStringAsync("/desk/filings/export/csv"));
        Assert.Contains(here.Reference, await county.GetStringAsync("/desk/filings/export/csv"));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_overdue_board_tells_what_is_needed_to_chase_a_draft_and_nothing_more(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenFilingAsync(unit, World.Microscope("OVER-3", "2026-02-15").With(Fields.Function, "只有单位知道的功能"));
        await site.GivenFilingAsync(unit, World.Microscope("LAST-DAY", "2026-02-18"));
        var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));

        var over = await officer.GetStringAsync("/desk/overdue?age=over");
        Assert.Contains("OVER-3", over);
        Assert.Contains("已逾期 3 天", over);
        Assert.DoesNotContain("LAST-DAY", over);
        Assert.DoesNotContain("只有单位知道的功能", over);
        Assert.Contains("还剩 0 天", await officer.GetStringAsync("/desk/overdue?age=soon"));
        Assert.StartsWith("PK", await officer.GetStringAsync("/desk/overdue/export/xlsx"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_exemption_needs_a_reason_of_the_city_and_takes_the_lateness_away(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var late = await site.GivenFilingAsync(unit, World.Microscope("LATE", "2026-02-15"), "submit");
        var draft = await site.GivenFilingAsync(unit, World.Microscope("DRAFT", "2026-01-15"));
        var bureau = await site.GivenActorAsync(Role.BureauOfficer);
        var officer = site.As(bureau);
        var page = $"/desk/filings/{late.Reference}";

        var unknown = await Site.PostFormAsync(officer, page, page + "?handler=Exempt", ("reasonCode", "because"), ("exemptionText", "说明"));
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        var given = await Site.PostFormAsync(officer, page, page + "?handler=Exempt", ("reasonCode", "relocation"), ("exemptionText", "实验室搬迁"));
        Assert.Equal(HttpStatusCode.Redirect, given.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Site.PostFormAsync(officer, $"/desk/overdue/{draft.Reference}/exempt", $"/desk/overdue/{draft.Reference}/exempt", ("reasonCode", "force-majeure"), ("exemptionText", "洪水"))).StatusCode);

        Assert.Equal((0, "relocation", bureau.AccountId), await site.QueryAsync(async db =>
        {
            var f = await db.Filings.Include(f => f.Exemption).SingleAsync(f => f.Id == late.Id);
            return (f.DaysLate, f.Exemption!.ReasonCode, f.Exemption.AccountId);
        }));
        Assert.DoesNotContain("DRAFT", await officer.GetStringAsync("/desk/overdue"));
        Assert.Equal(2, await site.QueryAsync(db => db.Journal.CountAsync(e => e.What == "exempt")));
        await site.MoveAsync(draft, "submit", await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        Assert.Equal(0, await site.QueryAsync(db => db.Filings.Where(f => f.Id == draft.Id).Select(f => f.DaysLate).SingleAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_reminder_is_one_journal_line_and_goes_out_once_a_day(string database)
    {
        await using var site = await Site.StartAsync(database);
        var draft = await site.GivenFilingAsync(await site.GivenOrganisationAsync(), World.Microscope("OWED", "2026-01-15"));
        var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        async Task Remind() => Assert.Equal(HttpStatusCode.Redirect, (await Site.PostFormAsync(officer, "/desk/overdue", "/desk/overdue?handler=Remind", ("reference", draft.Reference))).StatusCode);

        await Remind();
        await Remind();
        Assert.Equal(1, await site.QueryAsync(db => db.Journal.CountAsync(e => e.What == "remind")));
        site.Clock.Now += TimeSpan.FromDays(1);
        officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        await Remind();
        Assert.Equal(2, await site.QueryAsync(db => db.Journal.CountAsync(e => e.What == "remind" && e.Reference == draft.Reference)));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_remark_stays_among_officers(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var filing = await site.GivenFilingAsync(unit, null, "submit");
        var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        var page = $"/desk/filings/{filing.Reference}";

        Assert.Equal(HttpStatusCode.Redirect, (await Site.PostFormAsync(officer, page, page + "?handler=Remark", ("remark", "金额像是万元，先打电话问"))).StatusCode);

        Assert.Contains("金额像是万元，先打电话问", await officer.GetStringAsync(page));
        Assert.DoesNotContain("金额像是万元", await own.GetStringAsync($"/api/v1/filings/{filing.Reference}"));
        Assert.Equal(HttpStatusCode.Forbidden, (await own.GetAsync(page)).StatusCode);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_queue_is_narrowed_sorted_and_paged_by_its_address(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync("甲单位");
        var other = await site.GivenOrganisationAsync("乙单位", "140727");
        var a = await site.GivenFilingAsync(unit, World.Microscope("A1").With(Fields.Name, "甲仪器").With(Fields.OriginalValue, "300000.00"), "submit");
        var b = await site.GivenFilingAsync(other, World.Microscope("B1", "2026-01-01").With(Fields.Name, "乙仪器 100%_纯"), "submit");
        var c = await site.GivenFilingAsync(unit, World.Microscope("C1").With(Fields.Name, "丙仪器"), "submit", "return");
        var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        async Task<string[]> Shown(string query)
        {
            var csv = await officer.GetStringAsync($"/desk/filings/export/csv?{query}");
            var page = await officer.GetStringAsync($"/desk/filings?{query}");
            var shown = csv.Split("\r\n").Skip(1).Where(l => l != "").Select(l => l.Split(',')[0]).ToArray();
            Assert.All(shown, reference => Assert.Contains(reference, page));
            return shown;
        }

        Assert.Equal([a.Reference, b.Reference, c.Reference], await Shown(""));
        Assert.Equal([a.Reference, b.Reference], await Shown("state=waiting"));
        Assert.Equal([c.Reference], await Shown("state=Returned"));
        Assert.Equal([b.Reference], await Shown("area=140727"));
        Assert.Equal([b.Reference], await Shown("late=yes"));
        Assert.Equal([b.Reference], await Shown($"organisation={other.Uscc}"));
        Assert.Equal([b.Reference], await Shown($"q={Uri.EscapeDataString("100%_")}"));
        Assert.Equal([a.Reference], await Shown("q=a1"));
        Assert.Equal(a.Reference, (await Shown("sort=value"))[^1]);
        Assert.Empty(await Shown("assigned=me"));
        Assert.Empty(await Shown("class=99"));
        Assert.Equal(HttpStatusCode.OK, (await officer.GetAsync("/desk/filings?state=nonsense&page=-4&kind=7")).StatusCode);
    }
}
