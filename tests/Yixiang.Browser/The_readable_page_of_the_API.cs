using System.Collections.Concurrent;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Yixiang.Tests.Browser;

/// <summary>The reader of the API is another maker's; it shows this product and nothing else.</summary>
public sealed class The_readable_page_of_the_API(Chromium chromium)
{
    [Fact]
    public async Task It_offers_no_service_of_its_maker_and_asks_nobody_outside()
    {
        await using var visit = await Visit.StartAsync(chromium);
        var page = await visit.PersonAsync();
        var asked = new ConcurrentBag<string>();
        page.Request += (_, request) => asked.Add(request.Url);

        await page.GotoAsync("/api");
        await Expect(page.GetByText("/api/v1/instruments").First).ToBeVisibleAsync();
        await page.WaitForTimeoutAsync(2_000);
        await Visit.PhotographAsync(page, "api");

        Assert.DoesNotContain(asked, url => !url.StartsWith(visit.Address, StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal) && !url.StartsWith("blob:", StringComparison.Ordinal));
        var said = await page.Locator("body").InnerTextAsync();
        foreach (var service in new[] { "Ask AI", "Deploy", "Generate SDK", "Generate MCP", "Open API Client", "Open in", "Developer Tools", "Powered by" })
        {
            Assert.DoesNotContain(service, said, StringComparison.OrdinalIgnoreCase);
        }

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Share", Exact = true })).ToHaveCountAsync(0);
        Assert.Empty(visit.Complaints);
    }
}
