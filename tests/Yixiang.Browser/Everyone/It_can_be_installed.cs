using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using static Yixiang.Tests.Browser.Words;

namespace Yixiang.Tests.Browser.Everyone;

/// <summary>On the home screen of a phone, and what it shows there without network.</summary>
[Collection(nameof(ForEveryone))]
public sealed class It_can_be_installed(PublicCity city)
{
    [Theory, InlineData("/", "zh-CN"), InlineData("/en", "en")]
    public async Task Chromium_finds_nothing_that_stands_against_it(string address, string language)
    {
        var page = await city.ReaderAsync(Eyes.Phone with { Worker = true });
        await page.GotoAsync(address);
        var cdp = await page.Context.NewCDPSessionAsync(page);
        var manifest = (await cdp.SendAsync("Page.getAppManifest"))!.Value;
        Assert.Equal(0, manifest.GetProperty("errors").GetArrayLength());
        using var said = JsonDocument.Parse(manifest.GetProperty("data").GetString()!);
        Assert.Equal((language, address), (said.RootElement.GetProperty("lang").GetString(), said.RootElement.GetProperty("start_url").GetString()));
        foreach (var icon in said.RootElement.GetProperty("icons").EnumerateArray())
        {
            var size = icon.GetProperty("sizes").GetString()!;
            var natural = await page.EvaluateAsync<string>("async src => { const i = new Image(); i.src = src; await i.decode(); return `${i.naturalWidth}x${i.naturalHeight}`; }", icon.GetProperty("src").GetString());
            Assert.True(size == "any" || natural == size, $"{icon}: {natural}");
        }

        var errors = (await cdp.SendAsync("Page.getInstallabilityErrors"))!.Value.GetProperty("installabilityErrors").EnumerateArray().Select(e => e.GetProperty("errorId").GetString());
        Assert.Empty(errors.Except(["in-incognito"]));
        Assert.Empty(city.Visit.Complaints);
    }

    [Fact]
    public async Task Without_network_it_says_so_keeps_no_page_and_leads_back()
    {
        var page = await city.ReaderAsync(Eyes.Phone with { Worker = true });
        await page.GotoAsync("/instruments/JZ-000001");
        await page.EvaluateAsync("() => navigator.serviceWorker.ready");
        await page.WaitForFunctionAsync("() => navigator.serviceWorker.controller");
        await page.ReloadAsync(new() { WaitUntil = WaitUntilState.NetworkIdle });

        // Kept is what never changes under its address, and the page for this moment; nothing of the ledger.
        var kept = await page.EvaluateAsync<string[]>("async () => (await Promise.all((await caches.keys()).map(async name => (await (await caches.open(name)).keys()).map(r => new URL(r.url).pathname)))).flat()");
        Assert.Contains("/offline", kept);
        Assert.Contains("/en/offline", kept);
        Assert.All(kept, path => Assert.True(path.EndsWith("/offline", StringComparison.Ordinal) || System.Text.RegularExpressions.Regex.IsMatch(path, @"^/(js/)?[\w-]+(\.[a-z0-9]{10})?\.(css|js|svg)$"), path));

        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync("/instruments/JZ-000001");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(Zh("site.offline-title"));
        Assert.Equal("48px", await page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('.site-nav a')).minHeight"));
        await page.GotoAsync("/en/statistics");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("No network at the moment");

        await page.Context.SetOfflineAsync(false);
        await page.GetByRole(AriaRole.Link, new() { Name = "Try again" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).Not.ToHaveTextAsync("No network at the moment");
        Assert.EndsWith("/en/statistics", page.Url, StringComparison.Ordinal);
    }
}
