using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;

namespace Yixiang.Tests.Accounts;

public class OwnAccountTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Whoever_was_given_a_password_chooses_an_own_one_first(string database)
    {
        await using var site = await Site.StartAsync(database);
        var account = await site.GivenPersonAsync("zhang@example.cn");
        await site.QueryAsync(db => db.Accounts.ExecuteUpdateAsync(s => s.SetProperty(a => a.MustChangePassword, true)));
        var (browser, other) = (site.Visitor(), site.Visitor());
        await other.SignInAsync("zhang@example.cn");
        await browser.SignInAsync("zhang@example.cn");

        Assert.Equal("/account/password", (await browser.GetAsync("/account")).Headers.Location?.OriginalString);
        Assert.Contains("当前密码不正确", await (await ChangeAsync(browser, "wrong", "Nova-Parola-77")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("新密码不能与原密码相同", await (await ChangeAsync(browser, People.Password, People.Password)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("至少 3 类", await (await ChangeAsync(browser, People.Password, "onlylowercase")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await ChangeAsync(browser, People.Password, "Nova-Parola-77");

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await other.GetAsync("/account/password")).StatusCode);
        Assert.Contains("change-password", await site.JournalOfAsync("account", $"{account.Id}"));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_person_takes_a_copy_of_the_own_data_and_of_nobody_elses(string database)
    {
        await using var site = await Site.StartAsync(database);
        var account = await site.GivenPersonAsync("zhang@example.cn");
        await site.GivenPersonAsync("secret-li@example.cn");
        var browser = site.Visitor();
        await browser.SignInAsync("zhang@example.cn");

        var answer = await Site.PostFormAsync(browser, "/account/data", "/account/data?handler=Export");
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("zhang@example.cn", (string?)JsonNode.Parse(text)!["Account"]!["Email"]);
        Assert.DoesNotContain("secret-li", text, StringComparison.Ordinal);
        Assert.DoesNotContain("PasswordHash", text, StringComparison.Ordinal);
        Assert.Contains("export-data", await site.JournalOfAsync("account", $"{account.Id}"));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_closed_account_leaves_nothing_by_which_the_person_is_known(string database)
    {
        await using var site = await Site.StartAsync(database);
        var account = await site.GivenPersonAsync("zhang@example.cn");
        var browser = site.Visitor();
        await browser.SignInAsync("zhang@example.cn");

        Assert.Contains("当前密码不正确", await (await Site.PostFormAsync(browser, "/account/data", "/account/data?handler=Close", ("Password", "wrong"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await Site.PostFormAsync(browser, "/account/data", "/account/data?handler=Close", ("Password", People.Password));

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/account")).StatusCode);
        var closed = await site.QueryAsync(db => db.Accounts.SingleAsync(a => a.Id == account.Id));
        Assert.DoesNotContain("zhang", $"{closed.UserName}{closed.NormalizedUserName}{closed.Email}{closed.NormalizedEmail}{closed.DisplayName}", StringComparison.OrdinalIgnoreCase);
        Assert.Equal("close", (await site.JournalOfAsync("account", $"{account.Id}"))[^1]);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Whoever_still_holds_a_role_is_closed_after_handing_it_over(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenPersonAsync("admin@example.cn", People.In(Role.UnitAdministrator, unit.Id));
        var browser = site.Visitor();
        await browser.SignInAsync("admin@example.cn");

        await Site.PostFormAsync(browser, "/account/data", "/account/data?handler=Close", ("Password", People.Password));

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).StatusCode);
        Assert.Contains("admin@example.cn", await site.As(await site.GivenActorAsync(Role.SystemAdministrator)).GetStringAsync("/admin/accounts?state=erasure"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_new_address_must_be_confirmed_and_may_not_be_somebody_elses(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenPersonAsync("zhang@example.cn");
        await site.GivenPersonAsync("li@example.cn");
        var browser = site.Visitor();
        await browser.SignInAsync("zhang@example.cn");

        var taken = await Site.PostFormAsync(browser, "/account", "/account", ("Input.DisplayName", "张"), ("Input.Email", "LI@example.cn"), ("Input.Language", "en"));
        Assert.Contains("该邮箱已被使用", await taken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await Site.PostFormAsync(browser, "/account", "/account", ("Input.DisplayName", "张"), ("Input.Email", "new@example.cn"), ("Input.Language", "en"));

        var account = await site.QueryAsync(db => db.Accounts.SingleAsync(a => a.Email == "new@example.cn"));
        Assert.Equal((false, "en", "张"), (account.EmailConfirmed, account.Language, account.DisplayName));
        Assert.Equal(LinkPurpose.EmailConfirmation, await site.QueryAsync(db => db.MailLinks.Select(l => l.Purpose).SingleAsync()));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).StatusCode);
    }

    [Theory]
    [InlineData("/account"), InlineData("/account/security"), InlineData("/account/roles"), InlineData("/account/data"), InlineData("/account/password"), InlineData("/account/tokens"), InlineData("/unit/members")]
    [InlineData("/register"), InlineData("/privacy"), InlineData("/forgotten"), InlineData("/sign-in")]
    public async Task Every_page_speaks_both_languages_and_carries_no_inline_style(string page)
    {
        await using var site = await Site.StartAsync("sqlite");
        var unit = await site.GivenOrganisationAsync();
        var browser = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));

        var (chinese, english) = (await browser.GetStringAsync(page), await browser.GetStringAsync($"/en{page}"));

        Assert.NotEqual(chinese, english);
        Assert.All([chinese, english], html => Assert.DoesNotContain(" style=", html, StringComparison.Ordinal));
    }

    private static Task<HttpResponseMessage> ChangeAsync(HttpClient browser, string old, string password) =>
        Site.PostFormAsync(browser, "/account/password", "/account/password", ("Old", old), ("Input.Password", password), ("Input.Repeated", password));
}
