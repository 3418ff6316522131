using System.Net;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Tests.Rules;

/// <summary>A page asks the database as often for sixty rows as for five.</summary>
public class QueryCounts
{
    private const int Few = 5;
    private const int Many = 60;

    /// <summary>The main pages, and who opens them.</summary>
    private static readonly (string Address, Role Role)[] Pages =
    [
        ("/", Role.Visitor),
        ("/instruments", Role.Visitor),
        ("/instruments?q=电镜&sort=value", Role.Visitor),
        ("/instruments/JZ-000001", Role.Visitor),
        ("/organisations", Role.Visitor),
        ("/batches", Role.Visitor),
        ("/batches/1", Role.Visitor),
        ("/annex", Role.Visitor),
        ("/unit", Role.UnitAdministrator),
        ("/unit/filings", Role.UnitAdministrator),
        ("/unit/filings/new", Role.UnitAdministrator),
        ("/unit/imports", Role.UnitAdministrator),
        ("/desk", Role.BureauOfficer),
        ("/desk/filings", Role.BureauOfficer),
        ("/desk/overdue", Role.BureauOfficer),
        ("/desk/batches", Role.BureauOfficer),
        ("/desk/batches/1", Role.BureauOfficer),
        ("/desk/organisations", Role.BureauOfficer),
        ("/desk/imports", Role.BureauOfficer),
        ("/audit", Role.Auditor),
        ("/admin/accounts", Role.SystemAdministrator),
        ("/admin/grants", Role.SecurityAdministrator),
        ("/api/v1/instruments?size=50", Role.Visitor),
    ];

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Main_pages_do_not_query_more_with_more_rows(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var people = new Dictionary<Role, HttpClient> { [Role.Visitor] = site.Visitor() };
        foreach (var role in Pages.Select(p => p.Role).Distinct().Where(r => r != Role.Visitor))
        {
            people[role] = site.As(await site.GivenActorAsync(role, role == Role.UnitAdministrator ? unit.Id : null));
        }

        await SeedAsync(site, unit, 1, Few);
        var few = await CountAsync(site, people);
        await SeedAsync(site, unit, Few + 1, Many);
        var many = await CountAsync(site, people);

        Assert.Contains(few.Values, count => count > 0);
        Rule.Holds(from page in Pages
                   where many[page.Address] > few[page.Address]
                   select $"{page.Address}: {few[page.Address]} queries with {Few} rows, {many[page.Address]} with {Many}");
    }

    /// <summary>Of every kind a few more: accepted and published, waiting, drafts, organisations.</summary>
    private static async Task SeedAsync(Site site, Organisation unit, int from, int to)
    {
        var published = new List<long>();
        for (var n = from; n <= to; n++)
        {
            published.Add((await site.GivenFilingAsync(unit, World.Microscope($"P-{n}"), "submit", "accept")).InstrumentId!.Value);
            await site.GivenFilingAsync(unit, World.Microscope($"W-{n}", "2026-01-05"), "submit");
            await site.GivenFilingAsync(unit, World.Microscope($"D-{n}", "2026-01-05"));
            await site.GivenOrganisationAsync($"第 {n} 检测中心");
        }

        await site.GivenBatchAsync(from, published);
    }

    /// <summary>Each page twice: what is looked up once and kept does not count, nor what an output cache would answer.</summary>
    private static async Task<Dictionary<string, int>> CountAsync(Site site, Dictionary<Role, HttpClient> people)
    {
        var counts = new Dictionary<string, int>();
        foreach (var (address, role) in Pages)
        {
            foreach (var once in new[] { "warm", "measured" })
            {
                site.Queries.Forget();
                // The API keeps no pages, and refuses a parameter it does not know.
                var mark = address.StartsWith("/api", StringComparison.Ordinal) ? "" : $"{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{once}={Guid.NewGuid():N}";
                using var answer = await people[role].GetAsync(address + mark);
                Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{address} answers {(int)answer.StatusCode} to {role}");
            }

            counts[address] = site.Queries.Seen.Count;
        }

        return counts;
    }
}
