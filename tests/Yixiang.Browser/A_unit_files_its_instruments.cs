using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Tests.Accounts;
using static Microsoft.Playwright.Assertions;
using static Yixiang.Tests.Browser.Words;

namespace Yixiang.Tests.Browser;

/// <summary>Notice article 6, from the unit's chair.</summary>
public sealed class A_unit_files_its_instruments(Chromium chromium)
{
    /// <summary>What article 6 asks for and the national spreadsheet does not hold.</summary>
    private static readonly (Field Field, string Value)[] Missing =
    [
        (Fields.AcceptedOn, "2026-03-01"), (Fields.SharingCondition, "无规定"), (Fields.Classified, "no"), (Fields.Application, "金属、陶瓷、煤及煤化工产品、玻璃"),
        (Fields.SharingModes, "委托共享"), (Fields.SharingHours, "周一至周五 08:00-18:00"), (Fields.OfferedHours, "800"), (Fields.FeeBasis, "非营利（成本补偿）"), (Fields.ContactConsent, "不公开"),
    ];

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_unit_imports_the_national_spreadsheet_corrects_two_rows_and_submits(string database)
    {
        await using var visit = await Visit.StartAsync(chromium, database);
        var unit = await visit.Site.GivenOrganisationAsync();
        var page = await visit.PersonAsync(await visit.Site.GivenActorAsync(Role.UnitAdministrator, unit.Id, name: "李管理"));
        await page.GotoAsync("/unit/imports");
        await UploadAsync(page, File.ReadAllBytes(NationalSpreadsheet.Template));
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Axe.IsFineAsync(page);

        await UploadAsync(page, NationalSpreadsheet.Of(
            NationalSpreadsheet.Row("A19000061", "场发射扫描电子显微镜", "SU8010", 235.0, "2019-03-30"),
            NationalSpreadsheet.Row("A19000062", "气相色谱质谱联用仪", "8890-5977B", -68.5, "2020-05-06"),
            NationalSpreadsheet.Row("A19000063", "X射线衍射仪", "SmartLab", 142.8, "2020-13-45")));
        await page.PressAsync(Zh("import.save-and-check"));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = Zh("import.check-title") })).ToBeVisibleAsync();
        await Expect(Tile(page, RowOutcome.Rejected)).ToContainTextAsync("2");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = Zh("import.rows-title") })).ToBeVisibleAsync();
        await Axe.IsFineAsync(page);
        await Visit.PhotographAsync(page, "unit-import");

        await page.GotoAsync("/unit/imports");
        await UploadAsync(page, NationalSpreadsheet.Of(
            NationalSpreadsheet.Row("A19000061", "场发射扫描电子显微镜", "SU8010", 235.0, "2019-03-30"),
            NationalSpreadsheet.Row("A19000062", "气相色谱质谱联用仪", "8890-5977B", 68.5, "2020-05-06"),
            NationalSpreadsheet.Row("A19000063", "X射线衍射仪", "SmartLab", 142.8, "2020-11-15")));
        await page.PressAsync(Zh("import.save-and-check"));
        await Expect(Tile(page, RowOutcome.Rejected)).ToContainTextAsync("0");
        await page.PressAsync(Zh("move.import.apply"));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = Zh("import.result-title") })).ToBeVisibleAsync();
        Assert.Equal(3, await visit.Site.QueryAsync(db => db.Filings.CountAsync(f => f.State == FilingState.Draft)));

        await page.GotoAsync("/unit/filings");
        await page.Link("场发射扫描电子显微镜").ClickAsync();
        foreach (var (field, value) in Missing)
        {
            await page.FillFieldAsync(field, value);
        }

        await page.PressAsync(Zh("move.filing.submit"));
        await Expect(page.GetByText(Zh("enum.FilingState.Submitted")).First).ToBeVisibleAsync();
        Assert.Equal(1, await visit.Site.QueryAsync(db => db.Filings.CountAsync(f => f.State == FilingState.Submitted)));
        await Axe.IsFineAsync(page);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_unit_finds_out_what_is_missing_and_loses_nothing()
    {
        await using var visit = await Visit.StartAsync(chromium);
        var unit = await visit.Site.GivenOrganisationAsync();
        var draft = await visit.Site.GivenFilingAsync(unit, World.Microscope().With(Fields.Function, null).With(Fields.FeeBasis, null));
        var page = await visit.PersonAsync(await visit.Site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        await page.GotoAsync($"/unit/filings/{draft.Reference}");
        await page.FillFieldAsync(Fields.Notes, "来样请附检测目的");

        await page.PressAsync(Zh("move.filing.submit"));

        await Expect(page.GetByText(Zh("refusal.filing-incomplete", 2)).First).ToBeVisibleAsync();
        await Expect(page.Control(Zh("field.function"))).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(page.Control(Zh("field.notes"))).ToHaveValueAsync("来样请附检测目的");
        await Axe.IsFineAsync(page);
        await Visit.PhotographAsync(page, "unit-filing");
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_session_that_ends_before_the_press_costs_one_more_press_and_no_word()
    {
        await using var visit = await Visit.StartAsync(chromium);
        var page = await AtADraftAsync(visit);
        await page.FillFieldAsync(Fields.Notes, "来样请附检测目的");
        visit.Site.Clock.Now += TimeSpan.FromMinutes(31);
        await page.PressAsync(Zh("move.filing.submit"));
        await SignInAsync(page);
        await Expect(page.GetByText("来样请附检测目的").Filter(new() { Visible = true }).First).ToBeVisibleAsync();
        await Axe.IsFineAsync(page);

        await page.PressAsync(Zh("account.again-send"));

        await Expect(page.GetByText(Zh("enum.FilingState.Submitted")).First).ToBeVisibleAsync();
        Assert.Equal("来样请附检测目的", (await visit.Site.QueryAsync(db => db.Filings.SingleAsync(f => f.State == FilingState.Submitted))).Particulars()[Fields.Notes]);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_draft_whose_session_has_ended_says_so_and_is_saved_once_somebody_has_signed_in_elsewhere()
    {
        await using var visit = await Visit.StartAsync(chromium);
        var page = await AtADraftAsync(visit);
        visit.Site.Clock.Now += TimeSpan.FromMinutes(31);
        await page.FillFieldAsync(Fields.Notes, "来样请附检测目的");
        await Expect(page.GetByText(Zh("site.signed-out"))).ToBeVisibleAsync(new() { Timeout = 10_000 });

        var other = await page.Context.NewPageAsync();
        await other.GotoAsync("/sign-in?ReturnUrl=/unit/filings");
        await SignInAsync(other);
        await Expect(page.GetByText(Zh("site.signed-out"))).ToBeHiddenAsync(new() { Timeout = 30_000 });

        Assert.Equal("来样请附检测目的", (await visit.Site.QueryAsync(db => db.Filings.SingleAsync())).Particulars()[Fields.Notes]);
    }

    [Fact]
    public async Task A_file_whose_upload_is_cut_off_stays_chosen_and_is_sent_by_one_more_press()
    {
        await using var visit = await Visit.StartAsync(chromium);
        var page = await AtADraftAsync(visit);
        var draft = (await visit.Site.QueryAsync(db => db.Filings.SingleAsync())).Reference;
        await page.GotoAsync($"/unit/filings/{draft}/files");
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "验收报告.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.7\n%%EOF\n"u8.ToArray() });
        await page.Context.SetOfflineAsync(true);
        await page.PressAsync(Zh("drafting.upload"));
        await Expect(page.GetByText(Zh("site.upload-lost"))).ToBeVisibleAsync();
        await Axe.IsFineAsync(page);

        await page.Context.SetOfflineAsync(false);
        await page.PressAsync(Zh("drafting.upload"));

        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "验收报告.pdf" })).ToBeVisibleAsync();
        Assert.Equal(1, await visit.Site.QueryAsync(db => db.Set<Attachment>().CountAsync()));
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_not_sent()
    {
        await using var visit = await Visit.StartAsync(chromium);
        var page = await AtADraftAsync(visit);
        await page.GotoAsync("/unit/imports");
        await page.Locator("input[type=file]").EvaluateAsync("input => { input.dataset.mostBytes = '1048576'; }");
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "清单.csv", MimeType = "text/csv", Buffer = new byte[2 << 20] });
        await page.Locator("main form[enctype] button.primary").ClickAsync();

        await Expect(page.GetByText(Zh("site.upload-large", "清单.csv", "2.0", "1"))).ToBeVisibleAsync();
        Assert.Equal(0, await visit.Site.QueryAsync(db => db.Set<Import>().CountAsync()));
    }

    /// <summary>A person of a unit, signed in by hand, with one of its drafts open.</summary>
    private static async Task<IPage> AtADraftAsync(Visit visit)
    {
        var unit = await visit.Site.GivenOrganisationAsync();
        await visit.Site.GivenPersonAsync("li@example.cn", People.In(Role.UnitAdministrator, unit.Id));
        var draft = await visit.Site.GivenFilingAsync(unit);
        var page = await visit.PersonAsync();
        await page.GotoAsync($"/sign-in?ReturnUrl=/unit/filings/{draft.Reference}");
        await SignInAsync(page);
        return page;
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.Locator("input[name=Name]").FillAsync("li@example.cn");
        await page.Locator("input[name=Password]").FillAsync(People.Password);
        await page.PressAsync(Zh("account.sign-in"));
    }

    [Fact]
    public async Task A_filing_can_be_completed_and_submitted_by_keyboard_alone()
    {
        await using var visit = await Visit.StartAsync(chromium);
        var unit = await visit.Site.GivenOrganisationAsync();
        var draft = await visit.Site.GivenFilingAsync(unit, World.Microscope().With(Fields.Application, null).With(Fields.Classified, null).With(Fields.FeeBasis, null).With(Fields.Street, null));
        var page = await visit.PersonAsync(await visit.Site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        await page.GotoAsync($"/unit/filings/{draft.Reference}");

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = Zh("site.skip") })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.TabToAsync("#f_classified-yes, #f_classified-no");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.TabToAsync("#f_application");
        await page.Keyboard.TypeAsync("金属、陶瓷");
        await page.TabToAsync("#f_feeBasis");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.TabToAsync("#f_street");
        await page.Keyboard.TypeAsync("迎宾街 1 号");
        await page.TabToAsync("button[formaction*='move=submit' i]");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByText(Zh("enum.FilingState.Submitted")).First).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }

    private static ILocator Tile(IPage page, RowOutcome outcome) => page.Locator(".tile", new() { HasText = Zh($"enum.RowOutcome.{outcome}") }).First;

    private static async Task UploadAsync(IPage page, byte[] file)
    {
        await page.GetByLabel(Zh("import.file")).SetInputFilesAsync(new FilePayload { Name = "大型科研仪器.xls", MimeType = "application/vnd.ms-excel", Buffer = file });
        await page.PressAsync(Zh("import.upload-go"));
    }
}
