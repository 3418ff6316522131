namespace Yixiang.Tests.Browser.Everyone;

/// <summary>Who only reads is given nothing to keep: no cookie, no storage.</summary>
[Collection(nameof(ForEveryone))]
public sealed class A_reader_is_not_marked(PublicCity city)
{
    /// <summary>Pages that carry a form to be sent: the form is proved to be ours by a token in a cookie (antiforgery), which ends with the browser.</summary>
    private static readonly string[] WithForms = ["/sign-in", "/register", "/forgotten", "/needs/new"];

    [Fact]
    public async Task No_public_page_sets_a_cookie_but_those_with_a_form_to_send()
    {
        var pages = await city.PagesAsync();
        var marking = pages.Where(p => p.Cookies.Count > 0 && !WithForms.Contains(Path(p))).Select(p => $"{p.Address}: {string.Join("; ", p.Cookies)}").ToList();
        Assert.True(marking.Count == 0, string.Join('\n', marking));

        // The list of exceptions is no longer than it has to be, and what they set is that one cookie for this visit.
        Assert.All(WithForms, form => Assert.Contains(pages, p => Path(p) == form && p.Cookies.Count > 0));
        Assert.All(pages.SelectMany(p => p.Cookies), cookie =>
        {
            Assert.Contains("yixiang-form=", cookie, StringComparison.Ordinal);
            Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task Reading_in_both_languages_leaves_nothing_in_the_browser_and_large_type_one_word_until_it_is_given_back()
    {
        var page = await city.ReaderAsync();
        foreach (var address in new[] { "/", "/instruments?q=色谱", "/instruments/JZ-000001", "/statistics", "/en", "/en/instruments" })
        {
            await page.GotoAsync(address);
        }

        Assert.Empty(await page.Context.CookiesAsync());
        Assert.Equal(0, await page.EvaluateAsync<int>("() => localStorage.length + sessionStorage.length"));

        await page.Locator(".site-tools a[href*='value=large']").ClickAsync();
        Assert.Equal("large", await page.Locator("html").GetAttributeAsync("data-size"));
        var kept = Assert.Single(await page.Context.CookiesAsync());
        Assert.Equal(("yixiang.size", "large"), (kept.Name, kept.Value));
        await page.GotoAsync("/statistics");
        Assert.Equal("large", await page.Locator("html").GetAttributeAsync("data-size"));

        await page.Locator(".site-tools a[href*='value=standard']").ClickAsync();
        Assert.Equal("normal", await page.Locator("html").GetAttributeAsync("data-size"));
        Assert.Empty(await page.Context.CookiesAsync());
    }

    private static string Path(PublicPage page) => (page.Address.StartsWith("/en", StringComparison.Ordinal) ? page.Address[3..] : page.Address).Split('?')[0];
}
