using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Accounts;
using Yixiang.Kernel;

namespace Yixiang.Tests.Accounts;

public class SignInTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Signing_in_and_out_is_in_the_journal_and_the_cookie_is_guarded(string database)
    {
        await using var site = await Site.StartAsync(database);
        var account = await site.GivenPersonAsync("zhang@example.cn");
        var browser = site.Visitor();

        var answer = await browser.SignInAsync("ZHANG@example.cn", to: "/account");

        Assert.Equal("/account", answer.Headers.Location?.OriginalString);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("yixiang=", StringComparison.Ordinal));
        Assert.All(["secure", "httponly", "samesite=lax", "path=/"], part => Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).StatusCode);
        await Site.PostFormAsync(browser, "/account", "/sign-out");
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/account")).StatusCode);
        Assert.Equal(["open", "sign-in", "sign-out"], await site.JournalOfAsync("account", $"{account.Id}"));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_telephone_signs_in_however_it_is_typed_unless_two_people_share_it(string database)
    {
        await using var site = await Site.StartAsync(database);
        await GivenPhoneAsync(site, "zhang@example.cn", "138-0000-0000");
        foreach (var typed in new[] { "13800000000", "138 0000 0000", "+86 138 0000 0000", "１３８００００００００" })
        {
            Assert.Equal(HttpStatusCode.Redirect, (await site.Visitor().SignInAsync(typed)).StatusCode);
        }

        await GivenPhoneAsync(site, "li@example.cn", "13800000000");

        Assert.NotEqual(HttpStatusCode.Redirect, (await site.Visitor().SignInAsync("13800000000")).StatusCode);
    }

    private static async Task GivenPhoneAsync(Site site, string email, string phone)
    {
        await site.GivenPersonAsync(email);
        var browser = site.Visitor();
        await browser.SignInAsync(email);
        await Site.PostFormAsync(browser, "/account", "/account", ("Input.DisplayName", "张演示"), ("Input.Email", email), ("Input.Phone", phone), ("Input.Language", "zh-CN"));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_stolen_cookie_is_worthless_after_signing_out(string database)
    {
        await using var site = await Site.StartAsync(database);
        var account = await site.GivenPersonAsync("zhang@example.cn");
        var (mine, thief) = (site.Visitor(), site.Visitor());
        var cookie = (await mine.SignInAsync("zhang@example.cn")).Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("yixiang=", StringComparison.Ordinal)).Split(';')[0];
        thief.DefaultRequestHeaders.Add("Cookie", cookie);
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("/account")).StatusCode);

        await Site.PostFormAsync(mine, "/account", "/sign-out");

        Assert.Equal(HttpStatusCode.Redirect, (await thief.GetAsync("/account")).StatusCode);
        Assert.NotNull(await site.QueryAsync(db => db.Sessions.Where(s => s.AccountId == account.Id).Select(s => s.EndedAt).SingleAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_account_whose_last_try_was_broken_off_opens_again_after_its_time(string database)
    {
        await using var site = await Site.StartAsync(database);
        var account = await site.GivenPersonAsync("zhang@example.cn");
        for (var i = 0; i < 5; i++)
        {
            // Taken and never judged: the connection was closed meanwhile.
            Assert.True(await site.UseAsync(s => s.GetRequiredService<Tries>().TakeAsync(account.Id, default)));
        }

        Assert.Equal(HttpStatusCode.OK, (await site.Visitor().SignInAsync("zhang@example.cn")).StatusCode);
        site.Clock.Now += TimeSpan.FromMinutes(16);
        Assert.Equal(HttpStatusCode.Redirect, (await site.Visitor().SignInAsync("zhang@example.cn")).StatusCode);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Five_wrong_passwords_lock_the_account_for_fifteen_minutes(string database)
    {
        await using var site = await Site.StartAsync(database);
        var account = await site.GivenPersonAsync("zhang@example.cn");
        var browser = site.Visitor();

        for (var i = 0; i < 4; i++)
        {
            Assert.Contains("用户名或密码不正确", await (await browser.SignInAsync("zhang@example.cn", "wrong")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Contains("锁定", await (await browser.SignInAsync("zhang@example.cn", "wrong")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.SignInAsync("zhang@example.cn")).StatusCode);
        site.Clock.Now += TimeSpan.FromMinutes(16);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SignInAsync("zhang@example.cn")).StatusCode);
        Assert.Equal(["open", "sign-in-failed", "sign-in-failed", "sign-in-failed", "sign-in-failed", "sign-in-locked", "sign-in-refused", "sign-in"], await site.JournalOfAsync("account", $"{account.Id}"));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Simultaneous_guesses_get_no_more_tries_than_one_after_another(string database)
    {
        await using var site = await Site.StartAsync(database, ("SignIn:PerMinute", "1000"));
        var account = await site.GivenPersonAsync("zhang@example.cn");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => site.Visitor().SignInAsync("zhang@example.cn", $"wrong-{i}")));

        var tries = (await site.JournalOfAsync("account", $"{account.Id}")).Count(w => w is "sign-in-failed" or "sign-in-locked");
        Assert.Equal(5, tries);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_unknown_name_gets_the_same_answer_as_a_wrong_password(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenPersonAsync("zhang@example.cn");

        var known = await (await site.Visitor().SignInAsync("zhang@example.cn", "wrong")).Content.ReadAsStringAsync();
        var unknown = await (await site.Visitor().SignInAsync("nobody@example.cn", "wrong")).Content.ReadAsStringAsync();

        Assert.Contains("用户名或密码不正确", known, StringComparison.Ordinal);
        Assert.Contains("用户名或密码不正确", unknown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("//evil.example/x")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task A_return_address_outside_the_site_leads_home(string address)
    {
        await using var site = await Site.StartAsync("sqlite");
        await site.GivenPersonAsync("zhang@example.cn");

        var answer = await site.Visitor().SignInAsync("zhang@example.cn", to: address);

        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_sign_in_form_without_its_token_is_refused()
    {
        await using var site = await Site.StartAsync("sqlite");
        await site.GivenPersonAsync("zhang@example.cn");
        using var form = new FormUrlEncodedContent([new("Name", "zhang@example.cn"), new("Password", People.Password)]);

        var answer = await site.Visitor().PostAsync("/sign-in", form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Too_many_tries_from_one_address_are_held_up()
    {
        await using var site = await Site.StartAsync("sqlite", ("SignIn:PerMinute", "3"));
        var browser = site.Visitor();

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 4; i++)
        {
            answers.Add((await browser.SignInAsync($"nobody{i}@example.cn", "wrong")).StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], answers);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_officer_cannot_come_in_without_a_second_factor_and_no_code_counts_twice(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenPersonAsync("officer@example.cn", People.In(Role.BureauOfficer));
        var browser = site.Visitor();

        var answer = await browser.SignInAsync("officer@example.cn");
        Assert.StartsWith("/sign-in/enrol", answer.Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/account")).StatusCode);
        var (key, codes) = await site.EnrolAsync(browser);
        Assert.Equal(10, codes.Count);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).StatusCode);

        var second = site.Visitor();
        Assert.StartsWith("/sign-in/second-factor", (await second.SignInAsync("officer@example.cn")).Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await CodeAsync(second, People.CodeNow(site, key))).StatusCode);
        site.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(HttpStatusCode.Redirect, (await CodeAsync(second, People.CodeNow(site, key))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await second.GetAsync("/account")).StatusCode);

        var lostPhone = site.Visitor();
        await lostPhone.SignInAsync("officer@example.cn");
        Assert.Equal(HttpStatusCode.Redirect, (await CodeAsync(lostPhone, codes[3].ToLowerInvariant())).StatusCode);
        var again = site.Visitor();
        await again.SignInAsync("officer@example.cn");
        Assert.Equal(HttpStatusCode.OK, (await CodeAsync(again, codes[3])).StatusCode);
    }

    [Fact]
    public async Task With_the_setting_optional_an_officer_may_come_in_by_password()
    {
        await using var site = await Site.StartAsync("sqlite", ("SecondFactor", "optional"));
        await site.GivenPersonAsync("officer@example.cn", People.In(Role.BureauOfficer));

        Assert.Equal("/", (await site.Visitor().SignInAsync("officer@example.cn")).Headers.Location?.OriginalString);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_other_role_of_an_account_can_be_taken_up_and_that_is_in_the_journal(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (first, second) = (await site.GivenOrganisationAsync(), await site.GivenOrganisationAsync("另一单位"));
        var account = await site.GivenPersonAsync("zhang@example.cn", People.In(Role.UnitAdministrator, first.Id), People.In(Role.UnitAdministrator, second.Id));
        var stranger = await site.GivenPersonAsync("li@example.cn", People.In(Role.UnitAdministrator, first.Id));
        var grants = await site.QueryAsync(db => db.Grants.OrderBy(g => g.Id).ToListAsync());
        var browser = site.Visitor();
        await browser.SignInAsync("zhang@example.cn");

        await Site.PostFormAsync(browser, "/account/roles", "/account/roles", ("grant", $"{grants.Single(g => g.OrganisationId == second.Id).Id}"));
        var foreign = await Site.PostFormAsync(browser, "/account/roles", "/account/roles", ("grant", $"{grants.Single(g => g.AccountId == stranger.Id).Id}"));

        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        var switched = await site.QueryAsync(db => db.Journal.SingleAsync(e => e.What == "switch-role"));
        Assert.Equal((account.Id, second.Id), (switched.AccountId!.Value, switched.OrganisationId!.Value));
        Assert.Equal(grants.Single(g => g.OrganisationId == second.Id).Id, await site.QueryAsync(db => db.Sessions.Select(s => s.GrantId).SingleAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_revoked_role_ends_the_session_at_once(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var admin = await site.GivenActorAsync(Role.UnitAdministrator, unit.Id);
        var browser = site.As(admin);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/unit/members")).StatusCode);
        var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        var grant = await site.QueryAsync(db => db.Grants.SingleAsync(g => g.AccountId == admin.AccountId));

        await Site.PostFormAsync(officer, "/admin/grants", "/admin/grants?handler=Move", ("id", $"{grant.Id}"), ("move", "revoke"));

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/unit/members")).StatusCode);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Sessions_can_be_ended_one_by_one_and_everywhere(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenPersonAsync("zhang@example.cn");
        var (here, there, elsewhere) = (site.Visitor(), site.Visitor(), site.Visitor());
        foreach (var browser in (HttpClient[])[here, there, elsewhere])
        {
            await browser.SignInAsync("zhang@example.cn");
        }

        var second = await site.QueryAsync(db => db.Sessions.OrderBy(s => s.Id).Select(s => s.Id).Skip(1).FirstAsync());
        await Site.PostFormAsync(here, "/account/security", "/account/security?handler=End", ("id", $"{second}"));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Redirect, HttpStatusCode.OK], [await StatusAsync(here), await StatusAsync(there), await StatusAsync(elsewhere)]);
        await Site.PostFormAsync(here, "/account/security", "/account/security?handler=EndAll");
        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.Redirect], [await StatusAsync(here), await StatusAsync(elsewhere)]);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_idle_session_ends_and_the_form_that_comes_too_late_is_kept(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenPersonAsync("zhang@example.cn");
        await site.GivenPersonAsync("li@example.cn");
        var browser = site.Visitor();
        await browser.SignInAsync("zhang@example.cn");
        await browser.GetAsync("/account");
        site.Clock.Now += TimeSpan.FromMinutes(31);

        using var form = new FormUrlEncodedContent([new("Input.DisplayName", "张三的新名字"), new("Input.Email", "zhang@example.cn"), new("Old", "secret")]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/account") { Content = form, Headers = { { "Origin", "https://localhost" } } };
        var late = await browser.SendAsync(request);

        var address = late.Headers.Location!.OriginalString;
        Assert.StartsWith("/sign-in?ReturnUrl=", address, StringComparison.Ordinal);
        var again = Uri.UnescapeDataString(address["/sign-in?ReturnUrl=".Length..]);
        var stranger = site.Visitor();
        await stranger.SignInAsync("li@example.cn");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(again)).StatusCode);
        Assert.Equal(again, (await browser.SignInAsync("zhang@example.cn", to: again)).Headers.Location?.OriginalString);
        var kept = await browser.GetStringAsync(again);
        Assert.Contains("张三的新名字", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", kept, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await (await PageForm.OpenAsync(browser, again)).PressAsync()).StatusCode);
        Assert.Equal("张三的新名字", await site.QueryAsync(db => db.Accounts.Where(a => a.Email == "zhang@example.cn").Select(a => a.DisplayName).SingleAsync()));
    }

    private static Task<HttpResponseMessage> CodeAsync(HttpClient browser, string code) => Site.PostFormAsync(browser, "/sign-in/second-factor", "/sign-in/second-factor", ("Code", code));

    private static async Task<HttpStatusCode> StatusAsync(HttpClient browser) => (await browser.GetAsync("/account")).StatusCode;
}
