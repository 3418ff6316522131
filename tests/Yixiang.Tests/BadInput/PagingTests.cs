using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Yixiang.Kernel;
using Yixiang.Tests.Ledger;

namespace Yixiang.Tests.BadInput;

/// <summary>Page numbers beyond the end, as they come from an old bookmark or a list that others have worked off meanwhile.</summary>
public sealed class PagingTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task People_get_the_last_page_and_scripts_an_empty_one(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenBatchAsync(unit, [.. Enumerable.Range(1, 21).Select(i => World.Microscope($"P-{i:00}"))]);
        await site.CatchUpAsync();
        var visitor = site.Visitor();
        var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));

        foreach (var (client, page) in new[] { (visitor, "/instruments?page=99"), (visitor, "/instruments?page=99&asOf=2026-03-20"), (officer, "/desk/filings?page=99") })
        {
            Assert.Contains("第 21–21 条，共 21 条", await client.GetStringAsync(page), StringComparison.Ordinal);
        }

        foreach (var page in new[] { "/batches?page=99", "/organisations?page=99", "/desk/organisations?page=99", "/batches?page=0", "/batches?page=-1", "/batches?page=x" })
        {
            Assert.Contains("第 1–1 条，共 1 条", await officer.GetStringAsync(page), StringComparison.Ordinal);
        }

        foreach (var address in new[] { "/api/v1/instruments", "/api/v1/batches", "/api/v1/organisations", "/api/v1/filings", "/api/v1/desk/batches", "/api/v1/imports" })
        {
            var beyond = (await officer.GetFromJsonAsync<JsonObject>($"{address}?page=99"))!;
            Assert.Equal((99, 0), ((int)beyond["page"]!, beyond["items"]!.AsArray().Count));
            Assert.Equal(HttpStatusCode.BadRequest, (await officer.GetAsync($"{address}?page=0")).StatusCode);
            Assert.Equal(HttpStatusCode.BadRequest, (await officer.GetAsync($"{address}?size=100000")).StatusCode);
        }
    }
}
