using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Yixiang.Tests.Browser.Everyone;

/// <summary>What does not decide is folded on a phone: it opens by its title and by the links at the head of the page, with scripts or without, and stands open at a desk and on paper.</summary>
[Collection(nameof(ForEveryone))]
public sealed class Folded_on_a_phone(PublicCity city)
{
    private static readonly string[] Folded = ["#estimate", "#history", "#ledger", "#cite"];

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_part_opens_by_its_title_and_by_the_link_that_leads_to_it(bool scripts)
    {
        var page = await city.ReaderAsync(Eyes.Phone with { Scripts = scripts });
        await page.GotoAsync("/instruments/JZ-000001");
        await Expect(page.Locator(".ask-now a[href^='tel:']")).ToBeInViewportAsync();
        foreach (var part in Folded)
        {
            await Expect(page.Locator(part)).ToBeHiddenAsync();
        }

        await page.Locator("details:has(> #history) > summary").ClickAsync();
        await Expect(page.Locator("#history")).ToBeVisibleAsync();
        await page.Locator("a.chip[href='#cite']").ClickAsync();
        await Expect(page.Locator("#citation-zh")).ToBeInViewportAsync();
        await Expect(page.Locator("#ledger")).ToBeHiddenAsync();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_comparison_begins_with_what_differs_and_shows_the_rest_when_it_is_asked_for(bool scripts)
    {
        var page = await city.ReaderAsync(Eyes.Phone with { Scripts = scripts });
        await page.GotoAsync("/compare?i=JZ-000001,JZ-000002,JZ-000003");
        var (shown, aside) = (page.Locator(".compare tbody tr.differs:not(.aside)"), page.Locator(".compare tbody tr.aside"));
        await Expect(shown.First).ToBeVisibleAsync();
        await Expect(aside.First).ToBeHiddenAsync();
        await page.Locator(".aside-rows > summary").ClickAsync();
        await Expect(aside.First).ToBeVisibleAsync();

        var desk = await city.ReaderAsync(Eyes.Desk with { Scripts = scripts });
        await desk.GotoAsync("/compare?i=JZ-000001,JZ-000002,JZ-000003");
        await Expect(desk.Locator(".compare tbody tr.aside").First).ToBeVisibleAsync();
        await Expect(desk.Locator(".aside-rows")).ToBeHiddenAsync();
    }

    /// <summary>Eleven pixels are the least that is read without glasses; a drawing shrinks with the page, and its words with it.</summary>
    [Theory, InlineData("/statistics", ".bars text"), InlineData("/areas", ".city-map text")]
    public async Task Words_in_a_drawing_are_large_enough_on_a_phone(string address, string words)
    {
        var page = await city.ReaderAsync(Eyes.Phone with { Scripts = false });
        await page.GotoAsync(address);
        await Expect(page.Locator(words).First).ToBeVisibleAsync();

        var smallest = await page.Locator(words).EvaluateAllAsync<double>("all => Math.min(...all.map(t => parseFloat(getComputedStyle(t).fontSize) * t.ownerSVGElement.getScreenCTM().a))");
        var cut = await page.Locator(words).EvaluateAllAsync<int>("all => all.filter(t => { const [box, svg] = [t.getBoundingClientRect(), t.ownerSVGElement.getBoundingClientRect()]; return box.left < svg.left - 1 || box.right > svg.right + 1; }).length");

        Assert.True(smallest >= 11, $"{words} on {address}: {smallest:0.0} px");
        Assert.Equal(0, cut);
    }

    [Theory, InlineData(1440, false), InlineData(1440, true), InlineData(390, true)]
    public async Task It_stands_open_at_a_desk_and_on_paper(int width, bool paper)
    {
        var page = await city.ReaderAsync(new Eyes(width, 844));
        await page.EmulateMediaAsync(new() { Media = paper ? Media.Print : Media.Screen });
        await page.GotoAsync("/instruments/JZ-000001");
        foreach (var part in Folded.Where(p => !paper || p != "#estimate"))
        {
            await Expect(page.Locator(part)).ToBeVisibleAsync();
            await Expect(page.Locator($"details:has(> {part}) > summary")).ToBeHiddenAsync();
            await Expect(page.Locator($"{part} > h2")).ToBeVisibleAsync();
        }
    }
}
