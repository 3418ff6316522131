using Microsoft.Playwright;
using Yixiang.Instruments;
using Yixiang.Kernel;
using static Microsoft.Playwright.Assertions;

namespace Yixiang.Tests.Browser.Everyone;

/// <summary>From a search to a need that was posted and an entry that was reported, with the keys alone: at a desk and on a phone, with scripts and without.</summary>
public sealed class Asking_by_keyboard(Chromium chromium)
{
    public static TheoryData<bool, bool, string> Ways => new() { { false, true, "" }, { false, false, "/en" }, { true, true, "/en" }, { true, false, "" } };

    [Theory, MemberData(nameof(Ways))]
    public async Task Somebody_searches_narrows_reports_a_wrong_entry_and_posts_a_need(bool phone, bool scripts, string language)
    {
        await using var visit = await Visit.StartAsync(chromium);
        await GivenLedgerAsync(visit);
        var page = await visit.PersonAsync(eyes: (phone ? Eyes.Phone : Eyes.Desk) with { Scripts = scripts, English = language != "" });
        var focus = new Focus(page);

        await page.GotoAsync(language + "/");
        await focus.ToAsync(".skip");
        await focus.EnterAsync();
        await focus.ToAsync("#q");
        await page.Keyboard.InsertTextAsync("SU8010");
        await focus.EnterAsync();
        await page.WaitForURLAsync("**/instruments?q=*");
        if (phone)
        {
            await focus.ToAsync(".facets > summary");
            await focus.EnterAsync();
        }

        await focus.ToAsync(".facet a[href*='fee=']");
        await focus.EnterAsync();
        await page.WaitForURLAsync("**fee=*");
        await focus.ToAsync(".hit h2 a");
        await focus.EnterAsync();
        await page.WaitForURLAsync("**/instruments/JZ-000001");
        await focus.ToAsync("a[href$='/report']");
        await focus.EnterAsync();
        await page.WaitForURLAsync("**/report");

        // Sent too early: what is missing is said, what was typed stays.
        await focus.ToAsync("textarea[name=text]");
        await page.Keyboard.InsertTextAsync("型号与铭牌不一致");
        await focus.ToAsync("form[method=post] button.primary");
        await focus.EnterAsync();
        await Expect(page.Locator("#kind-error")).ToBeVisibleAsync();
        await Expect(page.Locator("textarea[name=text]")).ToHaveValueAsync("型号与铭牌不一致");
        await LookAsync(page, scripts);
        await focus.ToAsync("input[name=kind]");
        await page.Keyboard.PressAsync("ArrowDown");
        await focus.ToAsync("form[method=post] button.primary");
        await focus.EnterAsync();
        await page.WaitForURLAsync("**/reports/*");
        await LookAsync(page, scripts);

        // Nothing is found: from there to a need, with the words of the search in it.
        await page.GotoAsync(language + "/instruments?q=zzqqxxyy");
        await focus.ToAsync("a[href*='/needs/new?q=']");
        await focus.EnterAsync();
        await page.WaitForURLAsync("**/needs/new?q=*");
        await Expect(page.Locator("[name=what]")).ToHaveValueAsync("zzqqxxyy");
        await focus.ToAsync("[name=sample]");
        await page.Keyboard.InsertTextAsync("井水");
        await focus.ToAsync("[name=contact]");
        await page.Keyboard.InsertTextAsync("reader@example.cn");
        await focus.ToAsync("#consent");
        await page.Keyboard.PressAsync("Space");
        await focus.ToAsync("form[method=post] button.primary");
        await focus.EnterAsync();
        await page.WaitForURLAsync(new System.Text.RegularExpressions.Regex("/needs/(?!new)"));
        await LookAsync(page, scripts);

        Assert.True(focus.Faults.Count == 0, string.Join('\n', focus.Faults.Distinct()));
        Assert.Empty(visit.Complaints);
    }

    [Theory, InlineData(1440), InlineData(390)]
    public async Task A_menu_and_a_question_close_on_Escape_and_give_the_focus_back(int width)
    {
        await using var visit = await Visit.StartAsync(chromium);
        var unit = await visit.Site.GivenOrganisationAsync();
        var page = await visit.PersonAsync(await visit.Site.GivenActorAsync(Role.UnitAdministrator, unit.Id), new Eyes(width, 844));
        var focus = new Focus(page);
        await page.GotoAsync("/account/security");

        await focus.ToAsync("details.menu > summary");
        await focus.EnterAsync();
        await Expect(page.Locator("details.menu[open]")).ToHaveCountAsync(1);
        await focus.ToAsync(".menu-sheet a");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("details.menu[open]")).ToHaveCountAsync(0);
        await Expect(page.Locator("details.menu > summary")).ToBeFocusedAsync();

        await focus.ToAsync("button[data-confirm]");
        await focus.EnterAsync();
        var question = page.Locator("dialog[open]");
        await Expect(question).ToBeVisibleAsync();
        await Axe.IsFineAsync(page);

        // The keys stay within the question as long as it stands: what lies behind cannot be reached.
        for (var pressed = 0; pressed < 4; pressed++)
        {
            Assert.True(await page.EvaluateAsync<bool>("() => document.activeElement === document.body || document.activeElement.closest('dialog[open]') !== null"), "The focus is behind the question.");
            await page.Keyboard.PressAsync("Tab");
        }

        await page.Keyboard.PressAsync("Escape");
        await Expect(question).ToHaveCountAsync(0);
        await Expect(page.Locator("button[data-confirm]").First).ToBeFocusedAsync();
        Assert.True(focus.Faults.Count == 0, string.Join('\n', focus.Faults.Distinct()));
        Assert.Empty(visit.Complaints);
    }

    /// <summary>The rules of accessibility are a script themselves.</summary>
    private static Task LookAsync(IPage page, bool scripts) => scripts ? Axe.IsFineAsync(page) : Task.CompletedTask;

    private static async Task GivenLedgerAsync(Visit visit)
    {
        var unit = await visit.Site.GivenOrganisationAsync();
        var first = await visit.Site.GivenFilingAsync(unit, null, "submit", "accept");
        var second = await visit.Site.GivenFilingAsync(unit, World.Microscope("A19000062").With(Fields.FeeBasis, "market"), "submit", "accept");
        await visit.Site.GivenBatchAsync(1, first.InstrumentId!.Value, second.InstrumentId!.Value);
    }
}
