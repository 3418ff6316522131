using Microsoft.Playwright;
using Yixiang.Instruments;
using Yixiang.Kernel;
using static Microsoft.Playwright.Assertions;
using static Yixiang.Tests.Browser.Words;

namespace Yixiang.Tests.Browser;

/// <summary>Notice article 7, from the street.</summary>
public sealed class The_public_finds_and_loses_an_instrument(Chromium chromium)
{
    [Fact]
    public async Task A_visitor_finds_an_instrument_on_a_phone_and_downloads_the_list()
    {
        await using var visit = await Visit.StartAsync(chromium);
        var unit = await visit.Site.GivenOrganisationAsync();
        var microscope = await visit.Site.GivenFilingAsync(unit, null, "submit", "accept");
        var spectrometer = await visit.Site.GivenFilingAsync(unit, World.Microscope("A19000062").With(Fields.Name, "气相色谱质谱联用仪").With(Fields.Model, "8890-5977B"), "submit", "accept");
        await visit.Site.GivenBatchAsync(1, microscope.InstrumentId!.Value, spectrometer.InstrumentId!.Value);
        var phone = await visit.PersonAsync(eyes: Eyes.Phone);
        await phone.GotoAsync("/instruments");
        await phone.GetByRole(AriaRole.Combobox, new() { Name = Zh("ledger.search-label") }).FillAsync("色谱 8890");
        await phone.GetByRole(AriaRole.Combobox, new() { Name = Zh("ledger.search-label") }).PressAsync("Enter");
        await Expect(phone.Link("场发射扫描电子显微镜")).ToHaveCountAsync(0);
        Assert.False(await Axe.SticksOutAsync(phone), "The list is wider than the phone.");
        await Visit.PhotographAsync(phone, "public-list-phone");

        await phone.Link("气相色谱质谱联用仪").ClickAsync();
        await Expect(phone.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("气相色谱质谱联用仪");
        await Expect(phone.GetByText("扫描电镜观察成像").First).ToBeVisibleAsync();
        await Expect(phone.GetByText("张演示")).ToHaveCountAsync(0);
        Assert.False(await Axe.SticksOutAsync(phone), "The page is wider than the phone.");
        await Axe.IsFineAsync(phone);
        await Visit.PhotographAsync(phone, "public-instrument-phone");

        var desk = await visit.PersonAsync();
        await desk.GotoAsync("/");
        await Axe.IsFineAsync(desk);
        await Visit.PhotographAsync(desk, "home");
        await phone.GotoAsync("/batches");
        var download = await phone.RunAndWaitForDownloadAsync(() => phone.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Excel" }).First.ClickAsync());
        var bytes = await File.ReadAllBytesAsync((await download.PathAsync())!);
        Assert.EndsWith(".xlsx", download.SuggestedFilename, StringComparison.Ordinal);
        Assert.Equal("PK"u8.ToArray(), bytes[..2]);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task An_exit_is_filed_accepted_and_told_with_its_day()
    {
        await using var visit = await Visit.StartAsync(chromium);
        var unit = await visit.Site.GivenOrganisationAsync();
        var filing = await visit.Site.GivenFilingAsync(unit, null, "submit", "accept");
        await visit.Site.GivenBatchAsync(1, filing.InstrumentId!.Value);
        var page = await visit.PersonAsync(await visit.Site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        await page.GotoAsync("/unit/filings/new");
        await Axe.IsFineAsync(page);
        await page.PressAsync(Zh("enum.FilingKind.Exit"));
        await page.GetByLabel(Zh("drafting.exit-cause")).SelectOptionAsync(new SelectOptionValue { Label = Zh("enum.ExitCause.Scrapped") });
        await page.GetByLabel(Zh("drafting.exit-on")).FillAsync("2026-03-18");
        await page.GetByLabel(Zh("drafting.exit-note")).FillAsync("电子枪损坏，无修复价值，已办理资产报废手续。");
        await Axe.IsFineAsync(page);
        await page.PressAsync(Zh("move.filing.submit"));
        await Expect(page.GetByText(Zh("enum.FilingState.Submitted")).First).ToBeVisibleAsync();

        visit.Site.Clock.Now += TimeSpan.FromDays(2);
        var officer = await visit.PersonAsync(await visit.Site.GivenActorAsync(Role.BureauOfficer));
        await officer.GotoAsync("/desk/filings?state=waiting");
        await officer.Link("场发射扫描电子显微镜").First.ClickAsync();
        await officer.PressAndConfirmAsync(Zh("move.filing.accept"));
        await Expect(officer.GetByText($"已{Zh("move.filing.accept")}").First).ToBeVisibleAsync();

        var visitor = await visit.PersonAsync();
        await visitor.GotoAsync("/instruments/JZ-000001");
        await Expect(visitor.GetByText(Zh("ledger.exited-title", "2026-03-22"))).ToBeVisibleAsync();
        await Axe.IsFineAsync(visitor);
        await Visit.PhotographAsync(visitor, "public-exited");
        await visitor.GotoAsync("/instruments");
        await Expect(visitor.Link("场发射扫描电子显微镜")).ToHaveCountAsync(0);
        Assert.Empty(visit.Complaints);
    }
}
