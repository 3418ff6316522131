using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Yixiang.Instruments;
using static Yixiang.Tests.Browser.Words;

namespace Yixiang.Tests.Browser;

/// <summary>What people do with a page: fill a field by its label, press a button, say yes.</summary>
internal static class Hands
{
    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static ILocator Link(this IPage page, string name) => page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = name });

    public static Task PressAsync(this IPage page, string name) => page.Button(name).First.ClickAsync();

    /// <summary>Presses a button that asks first, and says yes.</summary>
    public static async Task PressAndConfirmAsync(this IPage page, string name)
    {
        await page.PressAsync(name);
        await page.Locator("dialog[open] button").First.ClickAsync();
    }

    /// <summary>Fills a field of the filing form, whatever kind of control it has.</summary>
    public static async Task FillFieldAsync(this IPage page, Field field, string value)
    {
        var label = Zh($"field.{field.Key}");
        switch (field.Kind)
        {
            case FieldKind.YesNo:
                await page.GroupOf(label).GetByLabel(Zh($"instrument.{value}"), new() { Exact = true }).CheckAsync();
                break;
            case FieldKind.Codes:
                foreach (var name in value.Split(','))
                {
                    await page.GroupOf(label).GetByLabel(name, new() { Exact = true }).CheckAsync();
                }

                break;
            case FieldKind.Code:
                await page.Control(label).SelectOptionAsync(new SelectOptionValue { Label = value });
                break;
            default:
                await page.Control(label).FillAsync(value);
                break;
        }
    }

    /// <summary>The one control whose label begins with these words; the label also tells whether it is required.</summary>
    public static ILocator Control(this IPage page, string label) => page.Locator("#filing-form").GetByLabel(new Regex("^" + Regex.Escape(label)));

    private static ILocator GroupOf(this IPage page, string label) => page.GetByRole(AriaRole.Group, new() { NameRegex = new Regex("^" + Regex.Escape(label)) });

    /// <summary>Moves with the Tab key until the focus is on the element, as somebody without a mouse would.</summary>
    public static async Task TabToAsync(this IPage page, string selector, int most = 250)
    {
        var way = new List<string>();
        for (var pressed = 0; pressed < most; pressed++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector))
            {
                Assert.True(await page.EvaluateAsync<bool>("() => { const r = document.activeElement.getBoundingClientRect(); return r.width > 0 && r.height > 0; }"), $"{selector} has the focus but cannot be seen.");
                return;
            }

            way.Add(await page.EvaluateAsync<string>("() => document.activeElement.id || document.activeElement.textContent.trim().slice(0, 12)"));
        }

        Assert.Fail($"The Tab key does not lead to {selector} on {page.Url}: {string.Join(", ", way.Distinct())}");
    }
}
