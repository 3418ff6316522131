using System.Net;
using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;
using Yixiang.Tests.Accounts;

namespace Yixiang.Tests.Operator;

/// <summary>The product behind nginx as docs/operations.md sets it up.</summary>
public class ProxyTests
{
    [Fact]
    public async Task Behind_the_documented_proxy_everything_is_TLS_and_the_visitor_keeps_the_own_address()
    {
        await using var site = await StartAsync();
        await using var proxy = await Nginx.StartAsync(PortOf(site));
        await site.GivenPersonAsync("zhang@example.cn");

        using var plain = await proxy.Visitor(secure: false).GetAsync("/instruments?q=x");
        Assert.Equal((HttpStatusCode.MovedPermanently, "https://yixiang.example.cn/instruments?q=x"), (plain.StatusCode, plain.Headers.Location?.OriginalString));

        using var browser = proxy.Visitor("127.0.0.2");
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        browser.DefaultRequestHeaders.Add("Origin", browser.BaseAddress!.ToString().TrimEnd('/'));
        using var signedIn = await browser.SignInAsync("zhang@example.cn");

        Assert.Equal((HttpStatusCode.Redirect, "/"), (signedIn.StatusCode, signedIn.Headers.Location?.OriginalString));
        Assert.True(signedIn.Headers.Contains("Strict-Transport-Security"));
        Assert.All(signedIn.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));
        Assert.Equal("127.0.0.2", await site.QueryAsync(db => db.Sessions.Select(s => s.Address).SingleAsync()));
    }

    [Fact]
    public async Task Tries_to_sign_in_are_counted_by_the_address_of_the_visitor_and_not_of_the_proxy()
    {
        await using var site = await StartAsync(("SignIn:PerMinute", "2"));
        await using var proxy = await Nginx.StartAsync(PortOf(site));
        var (one, other) = (proxy.Visitor("127.0.0.2"), proxy.Visitor("127.0.0.3"));
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await one.SignInAsync("nobody@example.cn")).StatusCode);
        }

        one.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await one.SignInAsync("nobody@example.cn")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await other.SignInAsync("nobody@example.cn")).StatusCode);
    }

    [Fact]
    public async Task A_visitor_who_goes_round_the_proxy_cannot_claim_an_address_unless_the_proxy_is_believed()
    {
        await using var site = await Site.StartAsync("sqlite", ("urls", "http://127.0.0.1:0"));
        await site.GivenPersonAsync("zhang@example.cn");
        using var browser = site.Visitor();
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        await browser.SignInAsync("zhang@example.cn");

        Assert.NotEqual("203.0.113.9", await site.QueryAsync(db => db.Sessions.Select(s => s.Address).SingleAsync()));
    }

    [Fact]
    public async Task Large_uploads_pass_up_to_the_limit_and_pages_are_compressed()
    {
        await using var site = await StartAsync();
        await using var proxy = await Nginx.StartAsync(PortOf(site));
        var unit = await site.GivenOrganisationAsync();
        using var browser = proxy.Visitor();
        browser.DefaultRequestHeaders.Add("Cookie", site.CookieOf(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id)));

        Assert.NotEqual(HttpStatusCode.RequestEntityTooLarge, await UploadAsync(browser, 100));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await UploadAsync(browser, 301));

        using var ask = new HttpRequestMessage(HttpMethod.Get, "/instruments") { Headers = { { "Accept-Encoding", "gzip" } } };
        using var page = await browser.SendAsync(ask);
        Assert.Equal("gzip", Assert.Single(page.Content.Headers.ContentEncoding));
    }

    private static async Task<HttpStatusCode> UploadAsync(HttpClient browser, int megabytes)
    {
        using var content = new StreamContent(new MemoryStream(new byte[megabytes * 1_048_576]));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await browser.PostAsync("/api/v1/imports", content);
        return answer.StatusCode;
    }

    private static async Task<Site> StartAsync(params (string Key, string Value)[] settings)
    {
        Assert.SkipWhen(Nginx.Program is null, "nginx is not installed: bin/setup --tests");
        var site = await Site.StartAsync("sqlite", [.. settings, ("urls", "http://127.0.0.1:0"), ("Proxy", "true")]);
        site.App.UseKestrel(0);
        site.App.StartServer();
        return site;
    }

    private static int PortOf(Site site) => site.App.ClientOptions.BaseAddress.Port;
}
