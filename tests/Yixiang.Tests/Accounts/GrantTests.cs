using System.Net;
using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;

namespace Yixiang.Tests.Accounts;

public class GrantTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_role_proposed_by_one_is_granted_by_a_second_person_only(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (maker, checker) = (site.As(await site.GivenActorAsync(Role.BureauOfficer)), site.As(await site.GivenActorAsync(Role.BureauOfficer)));
        await Site.PostFormAsync(maker, "/admin/grants", "/admin/grants?handler=Propose", ("Input.DisplayName", "王县科"), ("Input.Email", "wang@example.cn"), ("Input.Role", "CountyOfficer"), ("Input.AreaCode", "140703"));
        var grant = await site.QueryAsync(db => db.Grants.SingleAsync(g => g.Role == Role.CountyOfficer));
        Assert.Equal(GrantState.Proposed, grant.State);

        await MoveAsync(maker, grant.Id, "approve");
        Assert.Equal(GrantState.Proposed, await StateAsync(site, grant.Id));
        await MoveAsync(checker, grant.Id, "approve");

        Assert.Equal(GrantState.Granted, await StateAsync(site, grant.Id));
        Assert.Equal(["propose", "approve"], await site.JournalOfAsync("grant", grant.Reference));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_separated_administrator_can_hold_no_other_role_says_the_domain(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenPersonAsync("wang@example.cn", People.In(Role.BureauOfficer));
        var security = site.As(await site.GivenActorAsync(Role.SecurityAdministrator));

        var answer = await Site.PostFormAsync(security, "/admin/grants", "/admin/grants?handler=Propose", ("Input.DisplayName", "王"), ("Input.Email", "wang@example.cn"), ("Input.Role", "Auditor"));

        Assert.Contains("不能与“市科技局”由同一账号担任", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(await site.QueryAsync(db => db.Grants.AnyAsync(g => g.Role == Role.Auditor)));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_separated_administrator_can_hold_no_other_role_says_the_database_itself(string database)
    {
        await using var site = await Site.StartAsync(database);
        var account = await site.GivenPersonAsync("wang@example.cn", People.In(Role.BureauOfficer));

        foreach (var role in Roles.Separated)
        {
            var refused = await Assert.ThrowsAnyAsync<Exception>(() => site.QueryAsync(async db =>
            {
                db.Grants.Add(Grant.ByOperator(account.Id, role, site.Clock.Now));
                db.Record(JournalEntry.Of("grant", "test", "set-up", new(Actor.Product, site.Clock.Now)));
                return await db.SaveChangesAsync();
            }));
            Assert.Contains("separated administrator", refused.InnerException?.Message ?? refused.Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAnyAsync<Exception>(() => site.QueryAsync(db => db.Database.ExecuteSqlRawAsync(
            "INSERT INTO grants (account_id, role, proposed_at, state, version) SELECT account_id, 'Auditor', proposed_at, 'Granted', version FROM grants")));
        await site.QueryAsync(db => db.Database.ExecuteSqlRawAsync("INSERT INTO grants (account_id, role, proposed_at, state, version) SELECT account_id, 'Auditor', proposed_at, 'Proposed', version FROM grants"));
        await Assert.ThrowsAnyAsync<Exception>(() => site.QueryAsync(db => db.Database.ExecuteSqlRawAsync("UPDATE grants SET state = 'Granted' WHERE role = 'Auditor'")));
        Assert.Equal(1, await site.QueryAsync(db => db.Grants.CountAsync(g => g.State == GrantState.Granted)));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Two_clashing_roles_given_at_the_same_moment_do_not_both_stand(string database)
    {
        await using var site = await Site.StartAsync(database);
        var account = await site.GivenPersonAsync("wang@example.cn");

        var results = await Task.WhenAll(new[] { Role.Auditor, Role.SystemAdministrator, Role.BureauOfficer, Role.SecurityAdministrator }.Select(async role =>
        {
            try
            {
                await site.QueryAsync(async db =>
                {
                    db.Grants.Add(Grant.ByOperator(account.Id, role, site.Clock.Now));
                    db.Record(JournalEntry.Of("grant", "race", "set-up", new(Actor.Product, site.Clock.Now)));
                    return await db.SaveChangesAsync();
                });
                return true;
            }
            catch (DbUpdateException)
            {
                return false;
            }
        }));

        Assert.Equal(1, results.Count(r => r));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Taking_a_list_of_persons_or_mails_away_leaves_a_line_in_the_journal(string database)
    {
        await using var site = await Site.StartAsync(database);
        var system = await site.GivenActorAsync(Role.SystemAdministrator);
        var unit = await site.GivenActorAsync(Role.UnitAdministrator, (await site.GivenOrganisationAsync()).Id);
        using var administrator = site.As(system);
        using var member = site.As(unit);

        foreach (var page in new[] { "/admin/accounts", "/admin/grants", "/admin/mails" })
        {
            await administrator.GetStringAsync(page);
            await administrator.GetByteArrayAsync($"{page}?format=csv");
        }

        await member.GetByteArrayAsync("/unit/members?format=xlsx");

        var lines = await site.QueryAsync(db => db.Journal.Where(e => e.What == "export").OrderBy(e => e.Id).Select(e => $"{e.AccountId} {e.Reference} {e.After}").ToListAsync());
        Assert.Equal(
            [$"{system.AccountId} account.accounts Csv", $"{system.AccountId} account.grants Csv", $"{system.AccountId} mail.caught Csv", $"{unit.AccountId} account.members Xlsx"], lines);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_unit_sees_and_moves_its_own_people_only(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (mine, other) = (await site.GivenOrganisationAsync(), await site.GivenOrganisationAsync("别的单位"));
        await site.GivenPersonAsync("stranger@example.cn", People.In(Role.Technician, other.Id));
        var grant = await site.QueryAsync(db => db.Grants.SingleAsync());
        var admin = site.As(await site.GivenActorAsync(Role.UnitAdministrator, mine.Id));

        Assert.DoesNotContain("stranger@example.cn", await admin.GetStringAsync("/unit/members"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await Site.PostFormAsync(admin, "/unit/members", "/unit/members?handler=Move", ("id", $"{grant.Id}"), ("move", "revoke"))).StatusCode);
        var officer = await Site.PostFormAsync(admin, "/unit/members", "/unit/members?handler=Invite", ("Input.DisplayName", "我"), ("Input.Email", "me@example.cn"), ("Input.Role", "BureauOfficer"));
        Assert.Contains("您不能授予", await officer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(await site.QueryAsync(db => db.Accounts.AnyAsync(a => a.Email == "me@example.cn")));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_system_administrator_locks_resets_and_closes_accounts(string database)
    {
        await using var site = await Site.StartAsync(database);
        var account = await site.GivenPersonAsync("officer@example.cn", People.In(Role.BureauOfficer));
        var browser = site.Visitor();
        await browser.SignInAsync("officer@example.cn");
        await site.EnrolAsync(browser);
        var admin = site.As(await site.GivenActorAsync(Role.SystemAdministrator));
        var card = $"/admin/accounts/{account.Id}";

        Assert.Contains("officer@example.cn", await admin.GetStringAsync("/admin/accounts?q=officer@example"), StringComparison.Ordinal);
        await Site.PostFormAsync(admin, card, $"{card}?handler=ResetFactor");
        Assert.StartsWith("/sign-in/enrol", (await browser.SignInAsync("officer@example.cn")).Headers.Location?.OriginalString, StringComparison.Ordinal);
        await Site.PostFormAsync(admin, card, $"{card}?handler=Lock");
        Assert.Contains("锁定", await (await browser.SignInAsync("officer@example.cn")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await Site.PostFormAsync(admin, card, $"{card}?handler=Unlock");
        Assert.Equal(HttpStatusCode.Redirect, (await browser.SignInAsync("officer@example.cn")).StatusCode);
        await Site.PostFormAsync(admin, card, $"{card}?handler=Close");
        Assert.Equal(HttpStatusCode.OK, (await browser.SignInAsync("officer@example.cn")).StatusCode);

        var closed = await site.QueryAsync(db => db.Accounts.SingleAsync(a => a.Id == account.Id));
        Assert.Equal((null, null, $"#{account.Id}"), (closed.Email, closed.PasswordHash, closed.DisplayName));
        Assert.Equal(GrantState.Revoked, await site.QueryAsync(db => db.Grants.Where(g => g.AccountId == account.Id).Select(g => g.State).SingleAsync()));
        Assert.Equal(HttpStatusCode.Forbidden, (await site.As(await site.GivenActorAsync(Role.Auditor)).GetAsync("/admin/accounts")).StatusCode);
    }

    [Fact]
    public async Task The_system_administrator_sees_no_business_data()
    {
        await using var site = await Site.StartAsync("sqlite");
        await site.GivenFilingAsync(await site.GivenOrganisationAsync(), moves: "submit");
        var admin = site.As(await site.GivenActorAsync(Role.SystemAdministrator));

        foreach (var page in (string[])["/desk", "/desk/organisations", "/unit/members", "/unit/filings"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await admin.GetAsync(page)).StatusCode);
        }
    }

    private static Task<GrantState> StateAsync(Site site, long id) => site.QueryAsync(db => db.Grants.Where(g => g.Id == id).Select(g => g.State).SingleAsync());

    private static Task<HttpResponseMessage> MoveAsync(HttpClient browser, long id, string move) =>
        Site.PostFormAsync(browser, "/admin/grants", "/admin/grants?handler=Move", ("id", $"{id}"), ("move", move));
}
