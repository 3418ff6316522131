using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Voices;

namespace Yixiang.Tests.Rules;

/// <summary>A page asks the database as often for sixty rows as for five.</summary>
public class QueryCounts
{
    private const int Few = 5;
    private const int Many = 60;

    /// <summary>The main pages, and who opens them. <c>{batch}</c> is the newest batch, <c>{organisation}</c> the unit: pages whose rows grow with the city.</summary>
    private static readonly (string Address, Role Role)[] Pages =
    [
        ("/", Role.Visitor),
        ("/instruments", Role.Visitor),
        ("/instruments?q=电镜&sort=value", Role.Visitor),
        ("/instruments/JZ-000001", Role.Visitor),
        ("/compare?i=JZ-000001,JZ-000002,JZ-000003", Role.Visitor),
        ("/classes", Role.Visitor),
        ("/classes/010102", Role.Visitor),
        ("/areas", Role.Visitor),
        ("/areas/140702", Role.Visitor),
        ("/statistics", Role.Visitor),
        ("/statistics?asOf=2026-03-20", Role.Visitor),
        ("/organisations", Role.Visitor),
        ("/batches", Role.Visitor),
        ("/organisations/{organisation}", Role.Visitor),
        ("/batches/{batch}", Role.Visitor),
        ("/annex", Role.Visitor),
        ("/unit", Role.UnitAdministrator),
        ("/unit/filings", Role.UnitAdministrator),
        ("/unit/filings/new", Role.UnitAdministrator),
        ("/unit/imports", Role.UnitAdministrator),
        ("/unit/organisation", Role.UnitAdministrator),
        ("/unit/organisation/documents", Role.UnitAdministrator),
        ("/unit/members", Role.UnitAdministrator),
        ("/desk", Role.BureauOfficer),
        ("/desk/filings", Role.BureauOfficer),
        ("/desk/overdue", Role.BureauOfficer),
        ("/desk/reports", Role.BureauOfficer),
        ("/desk/province", Role.BureauOfficer),
        ("/desk/province/candidates", Role.BureauOfficer),
        ("/unit/province", Role.UnitAdministrator),
        ("/unit/reports", Role.UnitAdministrator),
        ("/desk/needs", Role.BureauOfficer),
        ("/unit/needs", Role.UnitAdministrator),
        ("/favourites?i=JZ-000001,JZ-000002", Role.Visitor),
        ("/desk/batches", Role.BureauOfficer),
        ("/desk/batches/{batch}", Role.BureauOfficer),
        ("/desk/organisations", Role.BureauOfficer),
        ("/desk/imports", Role.BureauOfficer),
        ("/audit", Role.Auditor),
        ("/admin/accounts", Role.SystemAdministrator),
        ("/admin/grants", Role.SecurityAdministrator),
        ("/api/v1/instruments?size=50", Role.Visitor),
        ("/api/v1/organisations?size=50", Role.Visitor),
        ("/api/v1/organisations/{organisation}/documents", Role.Visitor),
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
        var few = await CountAsync(site, people, unit, newest: 1);
        await SeedAsync(site, unit, Few + 1, Many);
        var many = await CountAsync(site, people, unit, newest: Few + 1);

        Assert.Contains(few.Values, count => count > 0);
        Rule.Holds(from page in Pages
                   where many[page.Address] > few[page.Address]
                   select $"{page.Address}: {few[page.Address]} queries with {Few} rows, {many[page.Address]} with {Many}");
    }

    /// <summary>Of every kind a few more: accepted and published of this unit and of others, waiting, drafts, organisations, members, documents, imports.</summary>
    private static async Task SeedAsync(Site site, Organisation unit, int from, int to)
    {
        var published = new List<long>();
        for (var n = from; n <= to; n++)
        {
            published.Add((await site.GivenFilingAsync(unit, World.Microscope($"P-{n}"), "submit", "accept")).InstrumentId!.Value);
            await site.GivenFilingAsync(unit, World.Microscope($"W-{n}", "2026-01-05"), "submit");
            await site.GivenFilingAsync(unit, World.Microscope($"D-{n}", "2026-01-05"));
            var other = await site.GivenOrganisationAsync($"第 {n} 检测中心");
            published.Add((await site.GivenFilingAsync(other, World.Microscope($"Q-{n}"), "submit", "accept")).InstrumentId!.Value);
            site.CookieOf(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
            await SeedPapersAsync(site, unit, n);
        }

        await site.GivenBatchAsync(from, published);
        await SeedReportsAsync(site, unit, from, to);
    }

    private static async Task SeedReportsAsync(Site site, Organisation unit, int from, int to)
    {
        var officer = await site.GivenActorAsync(Role.BureauOfficer);
        await site.UseAsync(async services =>
        {
            var (reports, needs) = (services.GetRequiredService<Reports>(), services.GetRequiredService<Needs>());
            for (var n = from; n <= to; n++)
            {
                var (report, _) = await reports.ReceiveAsync((await reports.OrganisationAsync(unit.Reference, default))!, new("other", $"问题 {n}，请处理", null, false), default);
                await reports.MakeAsync(ProblemReport.Lifecycle.Forward, report, new Forwarding(null), officer, default);
                var posted = await needs.ReceiveAsync(new($"需求 {n}", null, null, null, null, null, "reader@example.cn", true), default);
                var need = (await needs.FindAsync(posted.Need.Reference, officer, default))!;
                await needs.MakeAsync(Need.Lifecycle.Match, need, new NeedInstrument("JZ-000001"), officer, default);
                await needs.MakeAsync(Need.Lifecycle.Forward, need, new Nothing(), officer, default);
            }

            return 0;
        });
    }

    private static async Task SeedPapersAsync(Site site, Organisation unit, int n)
    {
        var (administrator, officer) = (await site.GivenActorAsync(Role.UnitAdministrator, unit.Id), await site.GivenActorAsync(Role.BureauOfficer));
        await site.UseAsync(async services =>
        {
            var (documents, imports) = (services.GetRequiredService<Documents>(), services.GetRequiredService<ImportDesk>());
            await documents.AddAsync(unit.Id, new("other", $"文件 {n}", new(2026, 1, 1), null, true, null), "文件.pdf", new MemoryStream(Encoding.UTF8.GetBytes($"%PDF-1.7 {n}")), administrator, default);
            foreach (var (owner, ground, actor) in new[] { ((long?)unit.Id, (ImportGround?)null, administrator), (null, new ImportGround("市科函〔2023〕5号"), officer) })
            {
                await imports.BeginAsync(new MemoryStream(Encoding.UTF8.GetBytes($"仪器名称,型号\n电镜,X{n}\n")), "清单.csv", owner, ground, actor);
            }

            return 0;
        });
    }

    /// <summary>Each page twice: what is looked up once and kept does not count, nor what an output cache would answer.</summary>
    private static async Task<Dictionary<string, int>> CountAsync(Site site, Dictionary<Role, HttpClient> people, Organisation unit, int newest)
    {
        var counts = new Dictionary<string, int>();
        foreach (var (address, role) in Pages)
        {
            foreach (var once in new[] { "warm", "measured" })
            {
                site.Queries.Forget();
                // The API keeps no pages, and refuses a parameter it does not know.
                var mark = address.StartsWith("/api", StringComparison.Ordinal) ? "" : $"{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{once}={Guid.NewGuid():N}";
                using var answer = await people[role].GetAsync(address.Replace("{batch}", $"{newest}", StringComparison.Ordinal).Replace("{organisation}", unit.Reference, StringComparison.Ordinal) + mark);
                Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{address} answers {(int)answer.StatusCode} to {role}");
            }

            counts[address] = site.Queries.Seen.Count;
        }

        return counts;
    }
}
