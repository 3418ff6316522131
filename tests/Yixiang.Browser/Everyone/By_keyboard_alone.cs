using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using static Yixiang.Tests.Browser.Words;

namespace Yixiang.Tests.Browser.Everyone;

/// <summary>From the front page to an offer compared with another, without a mouse; at a desk, and so enlarged that the page is as on a phone.</summary>
[Collection(nameof(ForEveryone))]
public sealed class By_keyboard_alone(PublicCity city)
{
    [Theory, InlineData(1440, 900), InlineData(480, 600)]
    public async Task Somebody_finds_narrows_opens_estimates_cites_and_compares(int width, int height)
    {
        var page = await city.ReaderAsync(new Eyes(width, height));
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var focus = new Focus(page);

        // The first stop leads past everything that stands on every page.
        await page.GotoAsync("/");
        await focus.ToAsync(".skip");
        await focus.EnterAsync();
        await Expect(page.Locator("#main")).ToBeFocusedAsync();
        await focus.ToAsync("#q");

        // What is offered while one types is taken with arrows and Enter.
        await page.Keyboard.InsertTextAsync("色谱");
        await Expect(page.GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        var chosen = page.Locator("#" + await page.Locator("#q").GetAttributeAsync("aria-activedescendant"));
        await Expect(chosen).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Listbox)).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await focus.EnterAsync();
        await page.WaitForURLAsync("**/instruments?q=*");

        // On the whole list: a facet, the next page, an instrument.
        await focus.ToAsync(".site-nav a[href='/instruments']");
        await focus.EnterAsync();
        await page.WaitForURLAsync("**/instruments");
        if (width < 900)
        {
            await focus.ToAsync(".facets > summary");
            await focus.EnterAsync();
        }

        await focus.ToAsync(".facet a[href*='fee=']");
        await focus.EnterAsync();
        await page.WaitForURLAsync("**/instruments?fee=*");
        await focus.ToAsync(".pager a[rel=next]");
        await focus.EnterAsync();
        await page.WaitForURLAsync("**page=2*");
        await focus.ToAsync(".applied a");
        await focus.EnterAsync();
        await page.WaitForURLAsync("**/instruments");
        await focus.ToAsync(".hit h2 a");
        await focus.EnterAsync();
        await page.WaitForURLAsync("**/instruments/JZ-*");

        // What it costs, how to cite it, what it is beside another.
        await UnfoldAsync("#estimate");
        await focus.ToAsync("input[id^=amount-]");
        await page.Keyboard.TypeAsync("3");
        await focus.EnterAsync();
        await Expect(page.Locator(".estimate-result table")).ToBeVisibleAsync();
        await UnfoldAsync("#cite");
        await focus.ToAsync("[data-copy=citation-zh]");
        await focus.EnterAsync();
        await Expect(page.GetByText(Zh("ledger.copied")).First).ToBeVisibleAsync();
        Assert.Contains("JZ-", await page.EvaluateAsync<string>("() => navigator.clipboard.readText()"), StringComparison.Ordinal);
        await focus.ToAsync("a[data-compare]", backwards: true);
        await focus.EnterAsync();
        await page.WaitForURLAsync("**/compare?*");
        await focus.ToAsync("[data-compare-add]");
        await focus.EnterAsync();
        await Expect(page.Locator(".compare-table thead th[scope=col]")).ToHaveCountAsync(2);

        Assert.True(focus.Faults.Count == 0, string.Join('\n', focus.Faults.Distinct()));
        Assert.Empty(city.Visit.Complaints);

        // Where there is little room, parts of the page are folded.
        async Task UnfoldAsync(string part)
        {
            if (width < 900)
            {
                await focus.ToAsync($"details:has(> {part}) > summary");
                await focus.EnterAsync();
                await Expect(page.Locator(part)).ToBeVisibleAsync();
            }
        }
    }

    [Theory, InlineData("/"), InlineData("/statistics"), InlineData("/areas"), InlineData("/en/register")]
    public async Task The_way_through_a_page_has_a_ring_at_every_stop_and_an_end(string address)
    {
        var page = await city.ReaderAsync();
        await page.GotoAsync(address);
        var focus = new Focus(page);
        var way = await focus.RoundAsync();
        Assert.True(way.Count > 15, string.Join(", ", way));
        Assert.Equal(0, await page.Locator("[tabindex]:not([tabindex='0'], [tabindex='-1'])").CountAsync());
        Assert.True(focus.Faults.Count == 0, string.Join('\n', focus.Faults.Distinct()));
    }
}
