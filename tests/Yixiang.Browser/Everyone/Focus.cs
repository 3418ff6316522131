using System.Text.Json;
using Microsoft.Playwright;

namespace Yixiang.Tests.Browser.Everyone;

/// <summary>Goes through a page with the keyboard and looks at every stop: is the focus seen (WCAG 2.4.7), not covered (2.4.11), on something large enough to hit (2.5.8)?</summary>
internal sealed class Focus(IPage page)
{
    private const int MostStops = 300;

    /// <summary>What is wrong with the element that has the focus, or nothing; and what it is.</summary>
    private const string Look = """
        () => {
          const e = document.activeElement;
          if (!e || e === document.body) return { name: '', fault: null };
          const name = e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + ' ' + (e.getAttribute('aria-label') ?? e.textContent).trim().replace(/\s+/g, ' ').slice(0, 24);
          if (e.id === 'main') return { name, fault: null };
          const ring = (x) => { const s = getComputedStyle(x); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; };
          const shape = e.closest('svg') && e.querySelector('polygon');
          // The button within a field for days has a ring of its own, drawn by the browser.
          const within = e.matches('input[type=date]') && !e.matches(':focus-visible');
          const seen = within || ring(e) || ring(e.parentElement) || (shape && parseFloat(getComputedStyle(shape).strokeWidth) >= 6);
          const r = e.getBoundingClientRect();
          const label = e.labels?.[0]?.getBoundingClientRect();
          const inSentence = getComputedStyle(e).display === 'inline' && !e.closest('svg') && e.parentElement.textContent.trim().length > e.textContent.trim().length;
          const large = [r, label].some((b) => b && b.width >= 24 && b.height >= 24) || inSentence;
          const x = Math.min(Math.max(r.left + Math.min(r.width, 40) / 2, 1), innerWidth - 1), y = Math.min(Math.max(r.top + Math.min(r.height, 40) / 2, 1), innerHeight - 1);
          const at = document.elementFromPoint(x, y);
          const open = r.width > 0 && r.bottom > 0 && r.top < innerHeight && at && (e.contains(at) || at.contains(e) || e.parentElement.contains(at));
          return { name, fault: !seen ? 'no ring' : !open ? 'covered or outside the screen' : !large ? `only ${Math.round(r.width)} × ${Math.round(r.height)} px` : null };
        }
        """;

    private readonly List<string> faults = [];

    /// <summary>Every stop at which something was wrong.</summary>
    public IReadOnlyList<string> Faults => faults;

    /// <summary>Presses Tab until the focus is on what is wanted.</summary>
    public async Task ToAsync(string selector, bool backwards = false)
    {
        var way = new List<string>();
        for (var pressed = 0; pressed < MostStops; pressed++)
        {
            way.Add(await StepAsync(backwards));
            if (await page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector))
            {
                return;
            }
        }

        Assert.Fail($"The Tab key does not lead to {selector} on {page.Url}: {string.Join(", ", way.Distinct())}");
    }

    /// <summary>Goes round the whole page once, and says where it stopped.</summary>
    public async Task<IReadOnlyList<string>> RoundAsync()
    {
        var way = new List<string>();
        for (var pressed = 0; pressed < MostStops; pressed++)
        {
            var stop = await StepAsync(backwards: false);
            if (stop == "" || (way.Count > 1 && await page.EvaluateAsync<bool>("() => document.activeElement.matches('.skip')")))
            {
                return way;
            }

            way.Add(stop);
        }

        Assert.Fail($"The Tab key does not leave {page.Url}: {string.Join(", ", way.TakeLast(6))}");
        return way;
    }

    public Task EnterAsync() => page.Keyboard.PressAsync("Enter");

    private async Task<string> StepAsync(bool backwards)
    {
        await page.Keyboard.PressAsync(backwards ? "Shift+Tab" : "Tab");
        var stop = await page.EvaluateAsync<JsonElement>(Look);
        var name = stop.GetProperty("name").GetString()!;
        if (stop.GetProperty("fault").GetString() is { } fault)
        {
            faults.Add($"{new Uri(page.Url).PathAndQuery}: {name}: {fault}");
        }

        return name;
    }
}
