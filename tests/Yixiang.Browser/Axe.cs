using System.Text.Json;
using Microsoft.Playwright;
using Yixiang.Tests.Rules;

namespace Yixiang.Tests.Browser;

/// <summary>Looks at a page with the rules of WCAG 2.2 A and AA.</summary>
public static class Axe
{
    private static readonly Lazy<string> Script = new(() =>
    {
        var file = Path.Combine(Repository.Root, "tests/Yixiang.Browser/node_modules/axe-core/axe.min.js");
        return File.Exists(file) ? File.ReadAllText(file) : throw new FileNotFoundException($"{file} is missing. Repair: tests/Yixiang.Browser/install.sh");
    });

    /// <summary>What breaks WCAG 2.2 A or AA, or is seriously wrong otherwise: one line per rule with the elements it concerns.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(IPage page)
    {
        await page.EvaluateAsync(Script.Value);

        // A bar that floats above the page is laid down, so that it does not hide what is measured.
        await page.EvaluateAsync("() => { for (const bar of document.querySelectorAll('.actions.bar')) bar.style.position = 'static'; }");
        var found = await page.EvaluateAsync<JsonElement>("async () => (await axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations");
        return
        [
            .. from rule in found.EnumerateArray()
               where rule.GetProperty("impact").GetString() is "serious" or "critical" || rule.GetProperty("tags").EnumerateArray().Any(t => t.GetString()!.StartsWith("wcag", StringComparison.Ordinal))
               let places = rule.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("html").GetString()).Take(3)
               select $"{rule.GetProperty("id").GetString()}: {rule.GetProperty("help").GetString()} at {string.Join(" | ", places)}",
        ];
    }

    /// <summary>Nothing sticks out to the right of the screen, so that nobody has to scroll sideways.</summary>
    public static Task<bool> SticksOutAsync(IPage page) => page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > window.innerWidth + 1");

    public static async Task IsFineAsync(IPage page)
    {
        var faults = await FaultsAsync(page);
        Assert.True(faults.Count == 0, $"{page.Url}:\n{string.Join('\n', faults)}");
    }
}
