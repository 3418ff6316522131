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
