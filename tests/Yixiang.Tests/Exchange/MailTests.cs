using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Yixiang.Accounts;
using Yixiang.Exchange;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Tests.Accounts;

namespace Yixiang.Tests.Exchange;

public partial class MailTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_forgotten_password_is_replaced_by_the_link_that_a_real_mail_server_received(string database)
    {
        await using var post = new LocalPost();
        await using var site = await Site.StartAsync(database, post.Settings);
        var account = await site.GivenPersonAsync("zhang@example.cn");
        var (thief, browser) = (site.Visitor(), site.Visitor());
        await thief.SignInAsync("zhang@example.cn");

        await Site.PostFormAsync(browser, "/forgotten", "/forgotten", ("Email", "zhang@example.cn"));
        var mail = await OneAsync(site, post);
        var link = LinkIn(mail.TextBody);

        Assert.Equal("zhang@example.cn", Assert.Single(mail.To.Mailboxes).Address);
        Assert.Equal("设置新密码", mail.Subject);
        Assert.Contains(link.Replace("&", "&amp;", StringComparison.Ordinal), mail.HtmlBody, StringComparison.Ordinal);
        Assert.StartsWith("https://yixiang.example.cn/open/PasswordReset?t=", link, StringComparison.Ordinal);
        var weak = await OpenAsync(browser, link, "short");
        Assert.Contains("密码至少 10 位", await weak.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await OpenAsync(browser, link, "Nova-Parola-77")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SignInAsync("zhang@example.cn", "Nova-Parola-77")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await thief.GetAsync("/account")).StatusCode);
        Assert.Contains("链接无效", await browser.GetStringAsync(new Uri(link).PathAndQuery), StringComparison.Ordinal);
        Assert.Contains("set-password", await site.JournalOfAsync("account", $"{account.Id}"));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_link_opens_nothing_after_its_hour_or_when_it_was_tampered_with(string database)
    {
        await using var post = new LocalPost();
        await using var site = await Site.StartAsync(database, post.Settings);
        await site.GivenPersonAsync("zhang@example.cn");
        var browser = site.Visitor();
        await Site.PostFormAsync(browser, "/forgotten", "/forgotten", ("Email", "zhang@example.cn"));
        var link = new Uri(LinkIn((await OneAsync(site, post)).TextBody)).PathAndQuery;

        Assert.Contains("链接无效", await browser.GetStringAsync(link[..^3] + "AAA"), StringComparison.Ordinal);
        Assert.Contains("链接无效", await browser.GetStringAsync(link.Replace("PasswordReset", "Invitation", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("zhang@example.cn", await browser.GetStringAsync(link), StringComparison.Ordinal);
        site.Clock.Now += TimeSpan.FromMinutes(61);
        Assert.Contains("链接无效", await browser.GetStringAsync(link), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_address_gets_the_same_answer_and_no_mail()
    {
        await using var site = await Site.StartAsync("sqlite");
        await site.GivenPersonAsync("zhang@example.cn");

        var known = await (await Site.PostFormAsync(site.Visitor(), "/forgotten", "/forgotten", ("Email", "zhang@example.cn"))).Content.ReadAsStringAsync();
        var unknown = await (await Site.PostFormAsync(site.Visitor(), "/forgotten", "/forgotten", ("Email", "nobody@example.cn"))).Content.ReadAsStringAsync();
        await CarryAsync(site);

        Assert.Equal(known, unknown);
        Assert.Equal(["zhang@example.cn"], await site.QueryAsync(db => db.CaughtMails.Select(m => m.To).ToListAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_technician_is_invited_by_mail_in_her_language_and_begins(string database)
    {
        await using var post = new LocalPost();
        await using var site = await Site.StartAsync(database, post.Settings);
        var unit = await site.GivenOrganisationAsync();
        var admin = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));

        await Site.PostFormAsync(admin, "/unit/members", "/unit/members?handler=Invite", ("Input.DisplayName", "李技术"), ("Input.Email", "li@example.cn"), ("Input.Role", "Technician"));
        var link = LinkIn((await OneAsync(site, post)).TextBody);
        var browser = site.Visitor();
        var unwilling = await OpenAsync(browser, link, "Nova-Parola-77");
        Assert.Contains("请阅读并同意", await unwilling.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await OpenAsync(browser, link, "Nova-Parola-77", ("Consent", "true"));

        Assert.Equal("/", (await browser.SignInAsync("li@example.cn", "Nova-Parola-77")).Headers.Location?.OriginalString);
        var grant = await site.QueryAsync(db => db.Grants.SingleAsync(g => g.Role == Role.Technician));
        Assert.Equal((GrantState.Granted, (long?)unit.Id), (grant.State, grant.OrganisationId));
        Assert.Equal(Consent.Current, await site.QueryAsync(db => db.Consents.Where(c => c.AccountId == grant.AccountId).Select(c => c.NoticeVersion).SingleAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Without_a_mail_server_the_one_who_invited_sees_the_link_once_and_the_administrator_of_the_system_never(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var inviter = await site.GivenActorAsync(Role.UnitAdministrator, unit.Id);
        var admin = site.As(inviter);
        var stranger = site.As(await site.GivenActorAsync(Role.UnitAdministrator, (await site.GivenOrganisationAsync("别的单位")).Id));
        (string, string)[] person = [("Input.DisplayName", "李技术"), ("Input.Email", "li@example.cn"), ("Input.Role", "Technician")];

        var (shown, after) = await InviteAsync(admin, person);
        var link = InvitationIn(shown);
        await CarryAsync(site);

        Assert.Contains("/open/Invitation?t=", link, StringComparison.Ordinal);
        Assert.DoesNotContain("/open/Invitation", after, StringComparison.Ordinal);
        var mails = await site.As(await site.GivenActorAsync(Role.SystemAdministrator)).GetStringAsync("/admin/mails");
        Assert.Contains("li@example.cn", mails, StringComparison.Ordinal);
        // Its end: the beginning names the key, as in every form of the page.
        Assert.DoesNotContain(new Uri(link).Query[^40..], mails, StringComparison.Ordinal);
        Assert.Equal([inviter.AccountId], await site.QueryAsync(db => db.Journal.Where(e => e.Subject == "mail-link" && e.What == "show").Select(e => e.AccountId).ToListAsync()));

        // Another who gives the same person a role is not shown the way into what this one gave.
        Assert.DoesNotContain("/open/Invitation", (await InviteAsync(stranger, person)).Shown, StringComparison.Ordinal);
        await OpenAsync(site.Visitor(), link, "Nova-Parola-77", ("Consent", "true"));
        Assert.Equal(HttpStatusCode.Redirect, (await site.Visitor().SignInAsync("li@example.cn", "Nova-Parola-77")).StatusCode);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_link_that_was_lost_is_given_anew_to_who_invites_again_and_the_old_one_is_void(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var admin = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        (string, string)[] person = [("Input.DisplayName", "李技术"), ("Input.Email", "li@example.cn"), ("Input.Role", "Technician")];

        var first = InvitationIn((await InviteAsync(admin, person)).Shown);
        var second = InvitationIn((await InviteAsync(admin, person)).Shown);

        Assert.Contains("链接无效", await site.Visitor().GetStringAsync(new Uri(first).PathAndQuery), StringComparison.Ordinal);
        Assert.Contains("li@example.cn", await site.Visitor().GetStringAsync(new Uri(second).PathAndQuery), StringComparison.Ordinal);
        Assert.Equal(1, await site.QueryAsync(db => db.Grants.CountAsync(g => g.Role == Role.Technician)));
    }

    private static string InvitationIn(string page) => System.Text.RegularExpressions.Regex.Match(WebUtility.HtmlDecode(page), @"http[^\s<""]+/open/Invitation\?t=[^\s<""]+").Value;

    /// <summary>What the page says after an invitation, and what it says when it is opened once more.</summary>
    private static async Task<(string Shown, string After)> InviteAsync(HttpClient inviter, (string, string)[] person)
    {
        var answer = await Site.PostFormAsync(inviter, "/unit/members", "/unit/members?handler=Invite", person);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return (await inviter.GetStringAsync("/unit/members"), await inviter.GetStringAsync("/unit/members"));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Returned_and_accepted_filings_are_told_to_the_administrators_of_the_unit_with_the_reasons(string database)
    {
        await using var post = new LocalPost();
        await using var site = await Site.StartAsync(database, post.Settings);
        var unit = await site.GivenOrganisationAsync();
        var reader = await site.GivenPersonAsync("admin@example.cn", People.In(Role.UnitAdministrator, unit.Id));
        await site.QueryAsync(db => db.Accounts.Where(a => a.Id == reader.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.Language, "en")));

        var returned = await site.GivenFilingAsync(unit, moves: ["submit", "return"]);
        await CarryAsync(site);
        site.Clock.Now += TimeSpan.FromSeconds(61);
        var mail = await OneAsync(site, post);

        Assert.Equal($"Filing {returned.Reference} was returned", mail.Subject);
        Assert.Contains("请核对", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains($"https://yixiang.example.cn/en/unit/filings/{returned.Reference}", mail.TextBody, StringComparison.Ordinal);
        await site.GivenFilingAsync(unit, World.Microscope("B-2"), "submit", "accept");
        await CarryAsync(site);
        site.Clock.Now += TimeSpan.FromSeconds(61);
        Assert.Contains("was accepted", (await OneAsync(site, post)).Subject, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Reminders_come_on_the_days_of_the_city_and_once_only(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenPersonAsync("admin@example.cn", People.In(Role.UnitAdministrator, unit.Id));
        // Due on 2026-03-31.
        await site.GivenFilingAsync(unit, World.Microscope("A", "2026-03-01"));

        var sent = new List<string>();
        for (var day = new DateOnly(2026, 3, 14); day <= new DateOnly(2026, 4, 16); day = day.AddDays(1))
        {
            site.Clock.Now = CityTime.BeginningOf(day).AddHours(9);
            var before = await CountAsync(site);
            await site.App.Services.GetRequiredService<Daybook>().OpenAsync(default);
            await CarryAsync(site);
            await site.App.Services.GetRequiredService<Daybook>().OpenAsync(default);
            await CarryAsync(site);
            sent.AddRange(Enumerable.Repeat(CityTime.Show(day), await CountAsync(site) - before));
        }

        Assert.Equal(["2026-03-16", "2026-03-24", "2026-03-28", "2026-03-30", "2026-04-07", "2026-04-14"], sent);
        Assert.Contains("已逾期 14 天", await site.QueryAsync(db => db.CaughtMails.OrderByDescending(m => m.Id).Select(m => m.Text).FirstAsync()), StringComparison.Ordinal);

        static Task<int> CountAsync(Site site) => site.QueryAsync(db => db.CaughtMails.CountAsync());
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_officer_gets_a_digest_of_the_own_area_on_working_days(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (here, there) = (await site.GivenOrganisationAsync(), await site.GivenOrganisationAsync("别的单位", "140703"));
        await site.GivenPersonAsync("county@example.cn", People.In(Role.CountyOfficer, null, "140702"));
        await site.GivenFilingAsync(here, moves: "submit");
        await site.GivenFilingAsync(there, World.Microscope("B"), "submit");

        site.Clock.Now = new(2026, 3, 23, 1, 0, 0, TimeSpan.Zero);
        await site.App.Services.GetRequiredService<Daybook>().OpenAsync(default);
        await CarryAsync(site);

        var text = await site.QueryAsync(db => db.CaughtMails.Where(m => m.To == "county@example.cn" && m.Subject.StartsWith("2026-03-23")).Select(m => m.Text).SingleAsync());
        Assert.Contains("待审核的报备：1", text, StringComparison.Ordinal);
        Assert.Contains("待审核的单位：1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_mail_server_gets_the_mail_later_and_once()
    {
        await using var post = new LocalPost { Busy = 1 };
        await using var site = await Site.StartAsync("sqlite", post.Settings);
        await site.GivenPersonAsync("zhang@example.cn");
        await Site.PostFormAsync(site.Visitor(), "/forgotten", "/forgotten", ("Email", "zhang@example.cn"));
        await UntilAsync(site, async () => await site.QueryAsync(db => db.Deliveries.AnyAsync(d => d.Carrier == "mail" && d.Error != null)));
        Assert.Empty(post.Arrived);

        site.Clock.Now += TimeSpan.FromMinutes(2);
        await UntilAsync(site, () => Task.FromResult(!post.Arrived.IsEmpty));

        await CarryAsync(site);
        Assert.Single(post.Arrived);
    }

    [Fact]
    public async Task Caught_mails_are_for_the_system_administrator_and_in_the_demo_for_everybody()
    {
        await using var site = await Site.StartAsync("sqlite");

        Assert.Equal(HttpStatusCode.NotFound, (await site.Visitor().GetAsync("/demo/mails")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await site.As(await site.GivenActorAsync(Role.SystemAdministrator)).GetAsync("/admin/mails")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await site.As(await site.GivenActorAsync(Role.BureauOfficer)).GetAsync("/admin/mails")).StatusCode);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Where_no_mail_leaves_the_house_the_system_administrator_does_not_read_the_links_that_open_other_peoples_accounts(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenPersonAsync("zhang@example.cn", People.In(Role.BureauOfficer));
        using var administrator = site.As(await site.GivenActorAsync(Role.SystemAdministrator));
        await Site.PostFormAsync(site.Visitor(), "/forgotten", "/forgotten", ("Email", "zhang@example.cn"));
        await UntilAsync(site, () => site.QueryAsync(db => db.CaughtMails.AnyAsync()));
        var secret = Regex.Match(await site.QueryAsync(db => db.CaughtMails.Select(m => m.Text).SingleAsync()), @"PasswordReset\?t=(\S+)").Groups[1].Value;
        Assert.NotEqual("", secret);

        foreach (var page in new[] { "/admin/mails", "/admin/mails?format=csv" })
        {
            var shown = await administrator.GetStringAsync(page);
            Assert.Contains("zhang@example.cn", shown, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, shown, StringComparison.Ordinal);
        }
    }

    private static async Task<MimeMessage> OneAsync(Site site, LocalPost post)
    {
        MimeMessage? mail = null;
        await UntilAsync(site, () => Task.FromResult(post.Arrived.TryDequeue(out mail)));
        return mail!;
    }

    private static async Task UntilAsync(Site site, Func<Task<bool>> there)
    {
        for (var i = 0; i < 100 && !await there(); i++)
        {
            await CarryAsync(site);
            await Task.Delay(100);
        }
    }

    /// <summary>Carries what is due, and waits for what the product's own hands have taken meanwhile.</summary>
    private static async Task CarryAsync(Site site)
    {
        do
        {
            await site.App.Services.GetRequiredService<Courier>().CarryDueAsync(default);
        }
        while (await site.QueryAsync(db => db.Deliveries.AnyAsync(d => d.DoneAt == null && d.FailedAt == null && d.DueAt <= site.Clock.Now)));
    }

    private static string LinkIn(string? text) => Link().Match(text!).Value;

    private static Task<HttpResponseMessage> OpenAsync(HttpClient browser, string link, string password, params (string, string)[] more)
    {
        var address = new Uri(link).PathAndQuery;
        return Site.PostFormAsync(browser, address, address, [("Input.Password", password), ("Input.Repeated", password), .. more]);
    }

    [GeneratedRegex(@"https://\S+")]
    private static partial Regex Link();
}
