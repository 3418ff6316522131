using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Tests.Filings;

public class TwoOfficersTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Of_officers_who_decide_at_the_same_moment_exactly_one_wins_and_the_others_are_refused(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var officers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i => site.As(await site.GivenActorAsync(Role.BureauOfficer, name: $"officer {i}"))));
        foreach (var round in Enumerable.Range(0, 8))
        {
            var filing = await site.GivenFilingAsync(unit, World.Microscope($"R{round}"), "submit");
            var answers = await Task.WhenAll(officers.Select((officer, i) => i % 2 == 0
                ? officer.PostAsJsonAsync($"/api/v1/filings/{filing.Reference}/accept", new { })
                : officer.PostAsJsonAsync($"/api/v1/filings/{filing.Reference}/return", new { text = "请核对" })));

            Assert.Equal(1, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
            Assert.All(answers.Where(a => a.StatusCode != HttpStatusCode.OK), a => Assert.Equal(HttpStatusCode.Conflict, a.StatusCode));
            var accepted = await site.StateAsync(filing) == FilingState.Accepted;
            Assert.Equal(1, await site.QueryAsync(db => db.Journal.CountAsync(e => e.Reference == filing.Reference && (e.What == "accept" || e.What == "return"))));
            Assert.Equal(accepted ? 1 : 0, await site.QueryAsync(db => db.Instruments.CountAsync(i => i.OwnNumber == filing.OwnNumber)));
            Assert.Equal(accepted ? 0 : 1, await site.QueryAsync(db => db.ReturnReasons.CountAsync(r => r.FilingId == filing.Id)));
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_second_officer_is_told_who_was_first_and_what_was_done(string database)
    {
        await using var site = await Site.StartAsync(database);
        var filing = await site.GivenFilingAsync(await site.GivenOrganisationAsync(), null, "submit");
        var first = await site.GivenActorAsync(Role.BureauOfficer, name: "王演示");
        var second = site.As(await site.GivenActorAsync(Role.BureauOfficer, name: "李演示"));
        var page = $"/desk/filings/{filing.Reference}";
        await second.GetAsync(page);
        await site.MoveAsync(filing, "return", first);

        var answer = await Site.PostFormAsync(second, page, page + "?handler=Move", ("move", "accept"), ("seen", $"{filing.Version}"));
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("王演示", html);
        Assert.Contains("退回修改", html);
        Assert.Contains("您的操作没有生效", html);
        Assert.Equal(FilingState.Returned, await site.StateAsync(filing));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Where_a_city_asks_for_two_the_one_who_checked_cannot_accept(string database)
    {
        await using var site = await Site.StartAsync(database, await Packs.WithReviewAsync(countyFirst: true, secondOfficer: true));
        var unit = await site.GivenOrganisationAsync(area: "140702");
        var filing = await site.GivenFilingAsync(unit, null, "submit");
        var county = site.As(await site.GivenActorAsync(Role.CountyOfficer, area: "140702"));
        var (one, two) = (site.As(await site.GivenActorAsync(Role.BureauOfficer)), site.As(await site.GivenActorAsync(Role.BureauOfficer)));
        var address = $"/api/v1/filings/{filing.Reference}";
        async Task<string> Move(HttpClient who, string move)
        {
            var answer = await who.PostAsJsonAsync($"{address}/{move}", new { });
            return answer.StatusCode == HttpStatusCode.OK ? "ok" : (string)(await answer.Content.ReadFromJsonAsync<System.Text.Json.Nodes.JsonObject>())!["code"]!;
        }

        Assert.Equal("filing-awaits-county", await Move(one, "check"));
        Assert.Equal("filing-awaits-county", await Move(one, "accept"));
        Assert.Equal("ok", await Move(county, "endorse"));
        Assert.Equal("filing-awaits-check", await Move(one, "accept"));
        Assert.Equal("ok", await Move(one, "check"));
        Assert.Equal("filing-second-officer", await Move(one, "accept"));
        Assert.Equal("ok", await Move(two, "accept"));
        Assert.Contains("县级审核通过", await county.GetStringAsync($"/desk/filings/{filing.Reference}"));
    }
}
