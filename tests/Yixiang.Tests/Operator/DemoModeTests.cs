using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Kernel;
using Yixiang.Operator;

namespace Yixiang.Tests.Operator;

[Collection(nameof(DemoCityTests))]
public sealed class DemoModeTests(LoadedDemo demo)
{
    [Fact]
    public async Task Where_no_demo_is_shown_nothing_of_it_can_be_reached()
    {
        await using var site = await Site.StartAsync("sqlite");
        using var visitor = site.Visitor();
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/demo")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/en/demo")).StatusCode);
        foreach (var handler in new[] { "Enter", "Move" })
        {
            using var answer = await Site.PostFormAsync(visitor, "/sign-in", $"/demo?handler={handler}", ("person", "officer1@example.cn"), ("days", "30"));
            using var nowhere = await Site.PostFormAsync(visitor, "/sign-in", $"/nowhere?handler={handler}", ("person", "officer1@example.cn"), ("days", "30"));
            Assert.Equal(nowhere.StatusCode, answer.StatusCode);
        }

        Assert.DoesNotContain(site.App.Services.GetRequiredService<EndpointDataSource>().Endpoints, e => e.DisplayName?.Contains("Demo/", StringComparison.Ordinal) == true);
        Assert.Null(site.App.Services.GetService<DemoClock>());
        Assert.DoesNotContain("demo-bar", await visitor.GetStringAsync("/"));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Every_page_says_that_it_is_a_demo(string database)
    {
        var site = await demo.OnAsync(database);
        using var visitor = site.Visitor();
        foreach (var page in new[] { "/", "/instruments", "/sign-in", "/demo", "/en/instruments" })
        {
            Assert.Contains("demo-bar", await visitor.GetStringAsync(page));
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task One_press_signs_in_as_each_role(string database)
    {
        var site = await demo.OnAsync(database);
        foreach (var (face, page) in DemoFace.All.Select(f => (f, PageOf(f.Role))))
        {
            using var browser = site.Visitor(follow: true);
            using var answer = await Site.PostFormAsync(browser, "/demo", "/demo?handler=Enter", ("person", face.UserName), ("back", "/"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(page)).StatusCode);
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_forged_form_signs_nobody_in(string database)
    {
        var site = await demo.OnAsync(database);
        using var browser = site.Visitor();
        using var form = new FormUrlEncodedContent([new("person", "officer1@example.cn")]);
        using var answer = await browser.PostAsync("/demo?handler=Enter", form);
        Assert.NotEqual(HttpStatusCode.OK, (await browser.GetAsync("/desk")).StatusCode);
        Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(c => c.StartsWith("yixiang=", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_clock_moves_forward_only_and_stays_moved_after_a_restart(string database)
    {
        var site = await demo.OnAsync(database);
        var clock = site.App.Services.GetRequiredService<DemoClock>();
        var before = clock.DaysAhead;
        using var browser = site.Visitor(follow: true);
        using var moved = await Site.PostFormAsync(browser, "/demo", "/demo?handler=Move", ("days", "7"), ("back", "/demo"));
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
        Assert.Equal(before + 7, clock.DaysAhead);

        var restarted = new DemoClock(site.Clock);
        await site.QueryAsync(async db => { await restarted.RecallAsync(db, TestContext.Current.CancellationToken); return 0; });
        Assert.Equal(site.Clock.Now.AddDays(before + 7), restarted.GetUtcNow());
        foreach (var days in new[] { "0", "-1", "100000" })
        {
            using var refused = await Site.PostFormAsync(browser, "/demo", "/demo?handler=Move", ("days", days));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        Assert.Equal(before + 7, clock.DaysAhead);
        Assert.True(await site.QueryAsync(db => db.Journal.AnyAsync(e => e.Subject == "demo" && e.What == "move-on")));
    }

    private static string PageOf(Role role) => role switch
    {
        Role.BureauOfficer or Role.CountyOfficer => "/desk",
        Role.UnitAdministrator => "/unit",
        _ => "/",
    };
}
