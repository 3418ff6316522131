using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using static Yixiang.Tests.Browser.Words;

namespace Yixiang.Tests.Browser.Everyone;

/// <summary>A browser that runs no scripts reads, searches, narrows, reckons, compares and finds the figures all the same.</summary>
[Collection(nameof(ForEveryone))]
public sealed class Without_scripts(PublicCity city)
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task Somebody_finds_an_instrument_its_price_and_another_to_compare(bool phone)
    {
        var page = await city.ReaderAsync((phone ? Eyes.Phone : Eyes.Desk) with { Scripts = false });
        await page.GotoAsync("/");
        await page.Locator("#q").FillAsync("测水里的重金属");
        await page.Locator("#q").PressAsync("Enter");
        await page.WaitForURLAsync("**/instruments?q=*");
        await Expect(page.Locator(".hit").First).ToBeVisibleAsync();
        await Expect(page.Locator(".understood")).ToBeVisibleAsync();

        await page.GotoAsync("/instruments");
        if (phone)
        {
            await page.Locator(".facets > summary").ClickAsync();
        }

        await page.Locator(".facet a[href*='fee=']").First.ClickAsync();
        await Expect(page.Locator(".applied a").First).ToBeVisibleAsync();
        await page.Locator("#sort").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await page.Locator("form:has(#sort) button").ClickAsync();
        await page.WaitForURLAsync("**sort=*");
        await page.Locator(".pager a[rel=next]").ClickAsync();
        await page.WaitForURLAsync("**page=2*");

        for (var i = 0; i < 2; i++)
        {
            await page.Locator(".compare-tick input").Nth(i).CheckAsync();
        }

        await page.Locator("#compare button").ClickAsync();
        await Expect(page.Locator(".compare-table thead th[scope=col]")).ToHaveCountAsync(2);

        await page.GotoAsync("/instruments/JZ-000001");
        if (phone)
        {
            await page.Locator("summary:has-text('" + Zh("estimate.title") + "')").ClickAsync();
        }

        await page.Locator("input[id^=amount-]").First.FillAsync("3");
        await page.PressAsync(Zh("estimate.count"));
        await Expect(page.Locator(".estimate-result tfoot")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-copy]").First).ToBeHiddenAsync();

        await page.GotoAsync("/statistics");
        if (phone)
        {
            await page.Locator(".figure summary").First.ClickAsync();
        }

        await Expect(page.Locator(".figure table").First).ToBeVisibleAsync();
        await Expect(page.Locator("svg.bars").First).ToBeVisibleAsync();
    }
}
