using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Kernel;

namespace Yixiang.Tests.Operator;

public class AuditTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_auditor_finds_what_happened_to_a_filing(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var filing = await site.GivenFilingAsync(unit, World.Microscope("ONE"), "submit", "accept");
        var other = await site.GivenFilingAsync(unit, World.Microscope("TWO"), "submit");
        using var auditor = site.As(await site.GivenActorAsync(Role.Auditor));

        var page = await auditor.GetStringAsync($"/en/audit?reference={filing.Reference}");

        Assert.Contains(filing.Reference, page, StringComparison.Ordinal);
        Assert.Contains("submitted → accepted", page, StringComparison.Ordinal);
        Assert.DoesNotContain(other.Reference, page, StringComparison.Ordinal);
        var answer = (await auditor.GetFromJsonAsync<JsonNode>($"/api/v1/journal?reference={filing.Reference}&what=accept&from=2026-03-20&to=2026-03-20"))!;
        Assert.Equal((1, "Accepted"), ((int)answer["total"]!, (string?)answer["items"]![0]!["after"]));
        Assert.Equal(0, (int)(await auditor.GetFromJsonAsync<JsonNode>($"/api/v1/journal?reference={filing.Reference}&from=2026-03-21"))!["total"]!);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_second_page_shows_the_older_entries(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.QueryAsync(async db =>
        {
            for (var i = 1; i <= 25; i++)
            {
                db.Record(JournalEntry.Of("test", $"entry-{i:00}", "write", new(Actor.Product, site.Clock.Now)));
                await db.SaveChangesAsync();
            }

            return true;
        });
        using var auditor = site.As(await site.GivenActorAsync(Role.Auditor));

        var (first, second) = (await auditor.GetStringAsync("/audit?subject=test"), await auditor.GetStringAsync("/audit?subject=test&page=2"));

        Assert.Contains("entry-25", first, StringComparison.Ordinal);
        Assert.DoesNotContain("entry-01", first, StringComparison.Ordinal);
        Assert.Contains("entry-01", second, StringComparison.Ordinal);
        Assert.DoesNotContain("entry-25", second, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Verifying_and_exporting_leave_a_line_and_the_verdict_is_shown(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenOrganisationAsync();
        using var auditor = site.As(await site.GivenActorAsync(Role.Auditor), follow: true);

        using var verified = await Site.PostFormAsync(site.As(await site.GivenActorAsync(Role.Auditor)), "/en/audit", "/en/audit?handler=Verify");
        Assert.Equal(HttpStatusCode.Redirect, verified.StatusCode);
        Assert.True((bool)(await auditor.GetFromJsonAsync<JsonNode>("/api/v1/journal/verdict"))!["holds"]!);
        using var sheet = await auditor.GetAsync("/audit?handler=Export&format=Csv&subject=organisation");

        Assert.Equal("text/csv", sheet.Content.Headers.ContentType!.MediaType);
        Assert.Equal(2, (await sheet.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(["verify", "verify", "export"], await site.QueryAsync(db => db.Journal.Where(e => e.Subject == "journal").OrderBy(e => e.Id).Select(e => e.What).ToListAsync()));
    }

    [Theory]
    [InlineData(Role.BureauOfficer)]
    [InlineData(Role.SystemAdministrator)]
    [InlineData(Role.UnitAdministrator)]
    public async Task The_journal_is_for_auditors_alone(Role role)
    {
        await using var site = await Site.StartAsync("sqlite");
        using var somebody = site.As(await site.GivenActorAsync(role));

        Assert.Equal(HttpStatusCode.Forbidden, (await somebody.GetAsync("/api/v1/journal")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await somebody.GetAsync("/audit")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.Visitor().GetAsync("/api/v1/journal")).StatusCode);
    }

    [Fact]
    public async Task Nobody_can_change_the_journal_over_the_API()
    {
        await using var site = await Site.StartAsync("sqlite");
        using var auditor = site.As(await site.GivenActorAsync(Role.Auditor));

        foreach (var method in (HttpMethod[])[HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch])
        {
            using var request = new HttpRequestMessage(method, "/api/v1/journal") { Content = JsonContent.Create(new { }) };
            Assert.Equal(HttpStatusCode.MethodNotAllowed, (await auditor.SendAsync(request)).StatusCode);
        }
    }
}
