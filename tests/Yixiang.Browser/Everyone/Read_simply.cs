using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using static Yixiang.Tests.Browser.Words;

namespace Yixiang.Tests.Browser.Everyone;

/// <summary>The simple version (适老化): few things at a time in large type with large controls, kept from page to page and language to language, and a way back on each.</summary>
[Collection(nameof(ForEveryone))]
public sealed class Read_simply(PublicCity city)
{
    /// <summary>What has to be hit alone and is smaller than 44 pixels; links within a sentence are as high as their line (WCAG 2.5.5, 2.5.8).</summary>
    internal const string Small = """
        () => [...document.querySelectorAll('a[href], button, summary, select, input:not([type=hidden])')].filter(e => {
          if (!e.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) || e.closest('.skip, .visually-hidden, svg, [inert], .demo-bar')) return false;
          const boxes = [e, ...(e.labels ?? []), ...(e.matches('#q') ? [e.parentElement] : [])].map(x => x.getBoundingClientRect());
          const inSentence = getComputedStyle(e).display === 'inline' && e.parentElement.textContent.trim().length > e.textContent.trim().length;
          return boxes[0].width > 0 && !inSentence && !boxes.some(b => b.height >= 43.5 && b.width >= 43.5);
        }).map(e => { const r = e.getBoundingClientRect(); return `${e.tagName.toLowerCase()}.${e.className} “${(e.textContent || e.name || '').trim().slice(0, 20)}” is ${Math.round(r.width)} × ${Math.round(r.height)}`; })
        """;

    public static TheoryData<string, int> Ways => new() { { "", 390 }, { "/en", 390 }, { "", 1440 }, { "/en", 1440 } };

    [Theory, MemberData(nameof(Ways))]
    public async Task Each_page_has_few_things_large_controls_and_the_way_back(string language, int width)
    {
        var page = await city.ReaderAsync(new Eyes(width, 844, language != ""));
        await page.GotoAsync(language + "/");
        var before = await CountAsync(page);
        await page.Locator(".site-tools a[href*='value=simple']").ClickAsync();
        await page.WaitForURLAsync("**" + (language == "" ? "/" : language + "**"));
        await Expect(page.Locator(".ways > section")).ToHaveCountAsync(3);
        Assert.True(await CountAsync(page) < before / 2, "The front page has as many links as before.");

        var faults = new List<string>();
        foreach (var address in new[] { "/", "/instruments", "/instruments?q=色谱", "/instruments?q=zzqqxxyy", "/instruments/JZ-000001", "/statistics", "/needs/new" })
        {
            await page.GotoAsync(language + address);
            Assert.Equal("20px", await page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).fontSize"));
            await Expect(page.Locator(".site-tools a[href*='value=standard']")).ToBeInViewportAsync();
            await KeepAsync(page, address, language, width);
            faults.AddRange(await FaultsAsync(page, address));

            // What is folded away is as good as what is shown.
            await page.EvaluateAsync("() => { for (const d of document.querySelectorAll('main details')) d.open = true; }");
            faults.AddRange(await FaultsAsync(page, address + " (unfolded)"));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Distinct()));
        Assert.Empty(city.Visit.Complaints);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Somebody_finds_narrows_reads_the_price_and_asks_with_scripts_or_without(bool scripts)
    {
        var page = await city.ReaderAsync(Eyes.Phone with { Scripts = scripts });
        await page.GotoAsync("/preferences/size?value=simple&back=%2F");
        await page.Locator("#q").FillAsync("测水里的重金属");
        await page.Locator("#q").PressAsync("Enter");
        await page.WaitForURLAsync("**/instruments?q=*");
        await Expect(page.Locator(".facet").First).ToBeHiddenAsync();
        await Expect(page.Locator(".compare-tick, #sort, [download]")).ToHaveCountAsync(0);
        await page.Locator(".facets > summary").ClickAsync();
        await page.Locator(".facet a[href*='fee=']").First.ClickAsync();
        await Expect(page.Locator(".applied a").First).ToBeVisibleAsync();
        await page.Locator(".hit h2 a").First.ClickAsync();
        await page.WaitForURLAsync("**/instruments/JZ-*");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = Zh("simple.how-much") })).ToBeVisibleAsync();
        await Expect(page.Locator(".ways a[href^='tel:']")).ToBeVisibleAsync();
        await Expect(page.Locator("#who")).ToBeHiddenAsync();
        await page.Locator("details.whole > summary").ClickAsync();
        await Expect(page.Locator("#who")).ToBeVisibleAsync();
        await page.Locator(".ways a[href*='/needs/new']").ClickAsync();
        await page.WaitForURLAsync("**/needs/new?q=*");
        Assert.NotEqual("", await page.Locator("[name=what]").InputValueAsync());

        // The other language reads simply too, and the way back leads to the same page as everybody has it.
        await page.GotoAsync("/instruments/JZ-000001");
        await page.Locator(".site-tools a[hreflang=en]").ClickAsync();
        await Expect(page.Locator("html[data-look=simple]")).ToHaveCountAsync(1);
        await page.Locator(".site-tools a[href*='value=standard']").ClickAsync();
        await page.WaitForURLAsync("**/en/instruments/JZ-000001");
        await Expect(page.Locator("html[data-look=simple]")).ToHaveCountAsync(0);
        await Expect(page.Locator("#who")).ToBeVisibleAsync();
        Assert.DoesNotContain(await page.Context.CookiesAsync(), c => c.Name == "yixiang.size");
    }

    [Theory, InlineData(390), InlineData(1440)]
    public async Task On_paper_stands_the_whole_entry_without_what_is_to_be_pressed(int width)
    {
        var page = await city.ReaderAsync(new Eyes(width, 844));
        await page.GotoAsync("/preferences/size?value=simple&back=%2Finstruments%2FJZ-000001");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(page.Locator("#simple-price")).ToBeVisibleAsync();
        await Expect(page.Locator("#history")).ToBeVisibleAsync();
        await Expect(page.Locator(".ways a[href^='tel:']")).ToBeVisibleAsync();
        Assert.Empty(await page.Locator(".site-tools, .button:not([href^='tel:']), summary").EvaluateAllAsync<string[]>("all => all.filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 200))"));
        await page.EmulateMediaAsync(new() { Media = Media.Screen });
    }

    /// <summary>In large type, too, what stands alone is large enough to hit.</summary>
    [Theory, InlineData(390), InlineData(1440)]
    public async Task In_large_type_nothing_is_small_to_hit(int width)
    {
        var page = await city.ReaderAsync(new Eyes(width, 844));
        await page.GotoAsync("/preferences/size?value=large&back=%2F");
        var faults = new List<string>();
        foreach (var address in new[] { "/", "/instruments?q=色谱", "/instruments/JZ-000001", "/statistics", "/organisations", "/news" })
        {
            await page.GotoAsync(address);
            faults.AddRange((await page.EvaluateAsync<string[]>(Small)).Select(f => $"{address}: {f}"));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Distinct()));
    }

    private static Task<int> CountAsync(IPage page) => page.Locator("a:visible, button:visible").CountAsync();

    private static async Task<IEnumerable<string>> FaultsAsync(IPage page, string address) =>
        [
            .. (await Axe.FaultsAsync(page)).Select(f => $"{address}: {f}"),
            .. (await page.EvaluateAsync<string[]>(Small)).Select(f => $"{address}: {f}"),
            .. await Axe.SticksOutAsync(page) ? [$"{address}: wider than the screen"] : (string[])[],
        ];

    /// <summary>Pictures for whoever changes a style: set LOOKS to a folder.</summary>
    private static async Task KeepAsync(IPage page, string address, string language, int width)
    {
        if (Environment.GetEnvironmentVariable("LOOKS") is { } folder)
        {
            var name = address.Trim('/').Replace('/', '-').Replace('?', '-').Replace('=', '-');
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"simple-{width}{language.Replace('/', '-')}-{(name == "" ? "home" : name)}.png"), FullPage = true, Animations = ScreenshotAnimations.Disabled });
        }
    }
}
