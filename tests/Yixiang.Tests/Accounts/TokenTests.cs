using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Filings;
using Yixiang.Kernel;

namespace Yixiang.Tests.Accounts;

public partial class TokenTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_token_opens_what_its_scopes_say_and_every_use_is_in_the_journal(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var filing = await site.GivenFilingAsync(unit);
        var admin = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        var (reader, prefix) = await MakeAsync(site, admin, "filings:read");
        var address = $"/api/v1/filings/{filing.Reference}";

        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(address)).StatusCode);
        var refused = await reader.PostAsJsonAsync($"{address}/submit", new { });
        Assert.Equal((HttpStatusCode.Forbidden, "token-scope"), (refused.StatusCode, (string?)(await refused.Content.ReadFromJsonAsync<JsonObject>())!["code"]));
        var (writer, _) = await MakeAsync(site, admin, "filings:write");
        Assert.Equal(HttpStatusCode.Forbidden, (await writer.GetAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await writer.PostAsJsonAsync($"{address}/submit", new { })).StatusCode);

        Assert.Equal(["make", "use", "use", "use"], await site.JournalOfAsync("token", prefix));
        var submitted = await site.QueryAsync(db => db.Journal.SingleAsync(e => e.Reference == filing.Reference && e.What == "submit"));
        Assert.Equal((await site.QueryAsync(db => db.ApiTokens.Where(t => t.Scopes == "filings:write").Select(t => t.Id).SingleAsync()), (long?)unit.Id), (submitted.TokenId!.Value, submitted.OrganisationId));
        Assert.Equal(FilingState.Submitted, await site.QueryAsync(db => db.Filings.Select(f => f.State).SingleAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_token_ends_by_time_by_hand_and_with_the_role_of_its_maker(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var address = $"/api/v1/filings/{(await site.GivenFilingAsync(unit)).Reference}";
        var actor = await site.GivenActorAsync(Role.UnitAdministrator, unit.Id);
        var admin = site.As(actor);
        var (revoked, prefix) = await MakeAsync(site, admin, "filings:read");
        var (orphan, _) = await MakeAsync(site, admin, "filings:read");

        var id = await site.QueryAsync(db => db.ApiTokens.Where(t => t.Prefix == prefix).Select(t => t.Id).SingleAsync());
        await Site.PostFormAsync(admin, "/account/tokens", "/account/tokens?handler=Revoke", ("id", $"{id}"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await revoked.GetAsync(address)).StatusCode);
        Assert.Equal(["make", "revoke", "refuse"], await site.JournalOfAsync("token", prefix));

        Assert.Equal(HttpStatusCode.OK, (await orphan.GetAsync(address)).StatusCode);
        var now = site.Clock.Now;
        site.Clock.Now += TimeSpan.FromDays(91);
        Assert.Equal(HttpStatusCode.Unauthorized, (await orphan.GetAsync(address)).StatusCode);
        site.Clock.Now = now;
        var grant = await site.QueryAsync(db => db.Grants.Where(g => g.AccountId == actor.AccountId).Select(g => g.Id).SingleAsync());
        await Site.PostFormAsync(site.As(await site.GivenActorAsync(Role.BureauOfficer)), "/admin/grants", "/admin/grants?handler=Move", ("id", $"{grant}"), ("move", "revoke"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await orphan.GetAsync(address)).StatusCode);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_database_holds_no_secret_and_a_token_opens_no_page(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var (browser, _) = await MakeAsync(site, site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id)), "filings:read");
        var secret = browser.DefaultRequestHeaders.Authorization!.Parameter!;

        var row = await site.QueryAsync(db => db.ApiTokens.SingleAsync());
        Assert.DoesNotContain(secret, $"{row.Digest} {row.Prefix} {row.Name}", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/unit/members")).StatusCode);
        browser.DefaultRequestHeaders.Authorization = new("Bearer", secret[..^1] + (secret[^1] == 'a' ? 'b' : 'a'));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/v1/filings/F2026-000001")).StatusCode);
        Assert.Equal(["refuse"], await site.JournalOfAsync("token", "unknown"));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_change_by_cookie_from_another_site_is_refused(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var filing = await site.GivenFilingAsync(unit);
        var admin = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));

        async Task<HttpStatusCode> SubmitAsync(string header, string value)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/filings/{filing.Reference}/submit") { Content = JsonContent.Create(new { }) };
            request.Headers.Add(header, value);
            return (await admin.SendAsync(request)).StatusCode;
        }

        Assert.Equal(HttpStatusCode.Forbidden, await SubmitAsync("Sec-Fetch-Site", "cross-site"));
        Assert.Equal(HttpStatusCode.Forbidden, await SubmitAsync("Sec-Fetch-Site", "same-site"));
        Assert.Equal(HttpStatusCode.Forbidden, await SubmitAsync("Origin", "https://evil.example"));
        Assert.Equal(FilingState.Draft, await site.QueryAsync(db => db.Filings.Select(f => f.State).SingleAsync()));
        Assert.Equal(HttpStatusCode.OK, await SubmitAsync("Origin", "https://localhost"));
    }

    private static async Task<(HttpClient Client, string Prefix)> MakeAsync(Site site, HttpClient admin, string scope)
    {
        var answer = await Site.PostFormAsync(admin, "/account/tokens", "/account/tokens?handler=Make", ("Input.Name", "资产系统"), ("Input.Scopes", scope), ("Input.Days", "90"));
        var secret = Secret().Match(await answer.Content.ReadAsStringAsync()).Value;
        var client = site.Visitor();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return (client, secret[..11]);
    }

    [GeneratedRegex("yx_[0-9a-f]{64}")]
    private static partial Regex Secret();
}
