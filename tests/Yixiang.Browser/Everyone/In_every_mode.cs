using Microsoft.Playwright;

namespace Yixiang.Tests.Browser.Everyone;

/// <summary>Large type, narrow windows, enlarged and spaced text, the colours of a high-contrast theme, paper: the pages stay whole, and accessible.</summary>
[Collection(nameof(ForEveryone))]
public sealed class In_every_mode(PublicCity city)
{
    private static readonly string[] Pages = ["/", "/instruments?q=色谱", "/instruments/JZ-000001", "/statistics", "/areas", "/compare?i=JZ-000001,JZ-000002"];

    /// <summary>Text that is cut off by its own box.</summary>
    private const string Clipped = """
        () => [...document.querySelectorAll('body *')].filter(e => {
          const s = getComputedStyle(e);
          if (e.closest('.visually-hidden, svg, .site-nav, textarea, select, input') || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) return false;
          return (['hidden', 'clip'].includes(s.overflowX) && e.scrollWidth > e.clientWidth + 1) || (['hidden', 'clip'].includes(s.overflowY) && e.scrollHeight > e.clientHeight + 1);
        }).map(e => `cut off: ${e.tagName.toLowerCase()}.${e.className} ${e.textContent.trim().slice(0, 30)}`)
        """;

    /// <summary>WCAG 1.4.12: line height 1.5, letters 0.12 em, words 0.16 em, paragraphs 2 em.</summary>
    private const string Spaced = """
        () => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }');
          document.adoptedStyleSheets = [sheet];
        }
        """;

    [Theory, InlineData("", 390), InlineData("/en", 1440), InlineData("/en", 320)]
    public async Task Large_type_goes_along_from_page_to_page_and_fits(string language, int width)
    {
        var page = await city.ReaderAsync(new Eyes(width, 844));
        await page.GotoAsync(language + "/instruments");
        await page.Locator(".site-tools a[href*='value=large']").ClickAsync();
        await LookAsync(page, language, $"large-{width}", async () =>
        {
            Assert.Equal("20px", await page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).fontSize"));
        });
    }

    [Fact]
    public async Task A_window_of_320_pixels_shows_everything_without_scrolling_sideways()
    {
        var page = await city.ReaderAsync(new Eyes(320, 640));
        await LookAsync(page, "", "narrow", () => Task.CompletedTask);
    }

    [Theory, InlineData(1280), InlineData(640)]
    public async Task Text_of_double_size_and_wide_spacing_is_not_cut_off(int width)
    {
        var page = await city.ReaderAsync(new Eyes(width, 900));
        await LookAsync(page, "/en", $"spaced-{width}", async () =>
        {
            await page.EvaluateAsync("() => { document.documentElement.style.fontSize = '200%'; }");
            await page.EvaluateAsync(Spaced);
        });
    }

    [Theory, InlineData(ColorScheme.Light), InlineData(ColorScheme.Dark)]
    public async Task In_the_colours_of_the_reader_plots_map_and_marks_can_be_told_from_the_ground(ColorScheme scheme)
    {
        var page = await city.ReaderAsync();
        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active, ColorScheme = scheme });
        await LookAsync(page, "", $"forced-{scheme}".ToLowerInvariant(), async () =>
        {
            var lost = await page.EvaluateAsync<string[]>("""
                () => {
                  const parts = (colour) => (colour.match(/[\d.]+/g) ?? [0, 0, 0]).map(Number);
                  const light = (colour) => { const [r, g, b] = parts(colour).map(c => (c /= 255) <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
                  const probe = document.createElement('span');
                  probe.style.backgroundColor = 'Canvas';
                  document.body.append(probe);
                  const ground = light(getComputedStyle(probe).backgroundColor);
                  probe.remove();
                  const near = (e, name) => { const own = getComputedStyle(e)[name], l = light(own); return own !== 'none' && (Math.max(l, ground) + .05) / (Math.min(l, ground) + .05) < 3; };
                  const told = (selector, name) => [...document.querySelectorAll(selector)].filter(e => near(e, name)).map(e => `lost: ${e.tagName} ${e.getAttribute('class') ?? ''} ${e.textContent.slice(0, 20)} ${getComputedStyle(e)[name]}`);
                  return [
                    ...told('.bars rect, .bars text, .city-map text, .plot-canvas text, .plot-canvas path[fill]:not([fill=none], [fill=transparent])', 'fill'),
                    ...told('.city-map polygon, main svg.icon', 'stroke'),
                    ...told('.pager a[aria-current], .facet a[aria-current], .chip[aria-current], .step-number', 'backgroundColor'),
                  ];
                }
                """);
            Assert.True(lost.Length == 0, $"{page.Url}: {string.Join('\n', lost.Distinct())}");
        });
    }

    [Fact]
    public async Task On_paper_stands_what_was_read_and_nothing_to_click()
    {
        var page = await city.ReaderAsync();
        foreach (var address in new[] { "/instruments?q=色谱", "/instruments/JZ-000001", "/statistics" })
        {
            await page.GotoAsync(address);
            await page.EmulateMediaAsync(new() { Media = Media.Print });
            foreach (var tool in new[] { ".site-nav", ".site-tools", ".site-footer", ".facets", ".search-box", ".pager", ".no-print", "button" })
            {
                Assert.True(await page.Locator(tool).EvaluateAllAsync<bool>("all => all.every(e => !e.checkVisibility() || e.closest('.visually-hidden'))"), $"{address} prints {tool}");
            }

            var pdf = await page.PdfAsync(new() { Format = "A4" });
            await KeepAsync(pdf, address, "print.pdf");
            Assert.InRange(pdf.Length, 10_000, 3_000_000);
            await page.EmulateMediaAsync(new() { Media = Media.Screen });
        }
    }

    private static async Task LookAsync(IPage page, string language, string mode, Func<Task> prepare)
    {
        var faults = new List<string>();
        foreach (var address in Pages)
        {
            await page.GotoAsync(language + address);
            await prepare();
            await KeepAsync(page, address, mode);

            // In a theme of the reader's own the colours are the reader's, and axe still reckons with ours.
            faults.AddRange((await Axe.FaultsAsync(page)).Where(f => !mode.StartsWith("forced", StringComparison.Ordinal) || !f.StartsWith("color-contrast", StringComparison.Ordinal)).Select(f => $"{address}: {f}"));
            faults.AddRange(await Axe.SticksOutAsync(page) ? [$"{address}: wider than the screen"] : []);
            faults.AddRange((await page.EvaluateAsync<string[]>(Clipped)).Select(f => $"{address}: {f}"));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Distinct()));
    }

    /// <summary>Pictures of the modes for whoever changes a style: set LOOKS to a folder.</summary>
    private static async Task KeepAsync(IPage page, string address, string mode)
    {
        if (Environment.GetEnvironmentVariable("LOOKS") is { } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{mode}{Name(address)}.png"), FullPage = true, Animations = ScreenshotAnimations.Disabled });
        }
    }

    private static async Task KeepAsync(byte[] file, string address, string mode)
    {
        if (Environment.GetEnvironmentVariable("LOOKS") is { } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{Name(address)[1..]}-{mode}"), file);
        }
    }

    private static string Name(string address) => "-" + (address.Split('?')[0].Trim('/').Replace('/', '-') is { Length: > 0 } name ? name : "home");
}
