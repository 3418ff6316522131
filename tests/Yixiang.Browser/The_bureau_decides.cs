using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using static Microsoft.Playwright.Assertions;
using static Yixiang.Tests.Browser.Words;

namespace Yixiang.Tests.Browser;

/// <summary>Notice articles 6 and 7, from the officer's chair.</summary>
public sealed class The_bureau_decides(Chromium chromium)
{
    [Fact]
    public async Task An_officer_returns_a_filing_field_by_field_and_the_unit_mends_it()
    {
        await using var visit = await Visit.StartAsync(chromium);
        var unit = await visit.Site.GivenOrganisationAsync();
        var filing = await visit.Site.GivenFilingAsync(unit, moves: "submit");
        await visit.Site.GivenFilingAsync(unit, World.Microscope("A19000062").With(Fields.Name, "气相色谱质谱联用仪").With(Fields.Model, "8890-5977B"), "submit");
        var officer = await visit.PersonAsync(await visit.Site.GivenActorAsync(Role.BureauOfficer, name: "王审核"));
        await officer.GotoAsync("/desk");
        await Axe.IsFineAsync(officer);
        await Visit.PhotographAsync(officer, "desk-home");
        await officer.Link(Zh("desk.open-queue")).ClickAsync();
        await Axe.IsFineAsync(officer);
        await officer.Link("场发射扫描电子显微镜").First.ClickAsync();
        await officer.Locator("#mark-function").CheckAsync();
        await officer.GetByLabel(Zh("desk.reason-for", Zh("field.function")), new() { Exact = true }).FillAsync("功能过于简单，请补充能谱分析的元素范围。");
        await officer.Locator("#mark-originalValue").CheckAsync();
        await officer.GetByLabel(Zh("desk.reason-for", Zh("field.originalValue")), new() { Exact = true }).FillAsync("与验收报告不一致，请核对。");
        await Axe.IsFineAsync(officer);
        await officer.EvaluateAsync("() => document.getElementById('section-Description')?.scrollIntoView()");
        await Visit.PhotographAsync(officer, "desk-review", keepPlace: true);
        await officer.PressAsync(Zh("move.filing.return"));
        await Expect(officer.GetByText(Zh("desk.done", Zh("move.filing.return"), "场发射扫描电子显微镜", filing.Reference))).ToBeVisibleAsync();

        var page = await visit.PersonAsync(await visit.Site.GivenActorAsync(Role.UnitAdministrator, unit.Id, name: "李管理"));
        await page.GotoAsync("/unit");
        await Axe.IsFineAsync(page);
        await Visit.PhotographAsync(page, "unit-home");
        await page.Link("场发射扫描电子显微镜").First.ClickAsync();
        await Expect(page.GetByText("功能过于简单，请补充能谱分析的元素范围。").First).ToBeVisibleAsync();
        await Axe.IsFineAsync(page);
        await Visit.PhotographAsync(page, "unit-returned");
        await page.FillFieldAsync(Fields.Function, "材料表面微观形貌观察；硼至铀的元素定性与定量分析");
        await page.FillFieldAsync(Fields.OriginalValue, "2360000");
        await page.PressAsync(Zh("move.filing.submit"));
        await Expect(page.GetByText(Zh("enum.FilingState.Submitted")).First).ToBeVisibleAsync();

        await officer.GotoAsync($"/desk/filings/{filing.Reference}");
        await Expect(officer.GetByText("硼至铀").First).ToBeVisibleAsync();
        await officer.PressAndConfirmAsync(Zh("move.filing.accept"));
        await Expect(officer.GetByText(Zh("desk.done", Zh("move.filing.accept"), "场发射扫描电子显微镜", filing.Reference))).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Two_officers_check_a_batch_and_publish_it()
    {
        await using var visit = await Visit.StartAsync(chromium);
        var unit = await visit.Site.GivenOrganisationAsync();
        await visit.Site.GivenFilingAsync(unit, null, "submit", "accept");
        await visit.Site.GivenFilingAsync(unit, World.Microscope("A19000062").With(Fields.Name, "气相色谱质谱联用仪"), "submit", "accept");
        var first = await visit.PersonAsync(await visit.Site.GivenActorAsync(Role.BureauOfficer, name: "王审核"));
        await first.GotoAsync("/desk/batches");
        await Axe.IsFineAsync(first);
        await first.GetByLabel(Zh("batch.title")).FillAsync("第一批");
        await first.GetByLabel(Zh("ledger.decided-on")).FillAsync("2026-03-20");
        await first.GetByLabel(Zh("batch.decision-number")).FillAsync("市科函〔2026〕3号");
        await first.Button(Zh("batch.begin")).First.DblClickAsync();
        await first.PressAsync(Zh("batch.put-all", 2));
        Assert.Equal(1, await visit.Site.QueryAsync(db => db.Batches.CountAsync()));
        await first.GetByLabel(Zh("batch.check-text")).FillAsync("逐条核对，无涉密、无个人信息");
        await Visit.PhotographAsync(first, "desk-batch");
        await first.PressAsync(Zh("move.batch.clear"));
        await Expect(first.GetByText(Zh("refusal.batch-second-person")).First).ToBeVisibleAsync();
        await Axe.IsFineAsync(first);

        var second = await visit.PersonAsync(await visit.Site.GivenActorAsync(Role.BureauOfficer, name: "赵复核"));
        await second.GotoAsync(first.Url);
        await second.GetByLabel(Zh("batch.check-text")).FillAsync("复核，无涉密");
        await second.PressAsync(Zh("move.batch.countersign"));
        await second.PressAndConfirmAsync(Zh("move.batch.publish"));
        await Expect(second.GetByText(Zh("enum.BatchState.Published")).First).ToBeVisibleAsync();

        var visitor = await visit.PersonAsync();
        await visitor.GotoAsync("/instruments");
        await Expect(visitor.Link("气相色谱质谱联用仪")).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }
}
