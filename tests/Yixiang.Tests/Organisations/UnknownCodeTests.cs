using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Tests.Filings;
using Yixiang.Tests.Filings.Imports;
using Yixiang.Tests.Ledger;

namespace Yixiang.Tests.Organisations;

/// <summary>An organisation that a list names without its credit code.</summary>
public class UnknownCodeTests
{
    private const string Name = "没有代码的研究所";
    private static readonly byte[] List = Encoding.UTF8.GetBytes($"管理单位,仪器名称,型号,原值（万元）,所在县区\n{Name},光谱仪,G1,30,祁县\n");

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task It_is_public_without_a_code_and_its_address_stays_when_the_code_becomes_known(string database)
    {
        await using var site = await Site.StartAsync(database);
        var named = await GivenListedAsync(site);
        await site.GivenBatchOfWaitingAsync();
        await site.CatchUpAsync();
        var visitor = site.Visitor();
        Assert.Null(named.Uscc);
        Assert.Matches(@"^O-\d{6}$", named.Reference);

        var item = (await visitor.GetFromJsonAsync<JsonObject>("/api/v1/instruments"))!["items"]![0]!["organisation"]!.AsObject();
        Assert.Equal((named.Reference, Name, true, null), ((string?)item["reference"], (string?)item["name"], item.ContainsKey("uscc"), (string?)item["uscc"]));
        foreach (var address in new[] { "/organisations", "/instruments", $"/organisations/{named.Reference}", $"/instruments?organisation={named.Reference}", "/api/v1/organisations", $"/api/v1/organisations/{named.Reference}", "/instruments.csv" })
        {
            Assert.DoesNotContain("UNKNOWN", await visitor.GetStringAsync(address), StringComparison.Ordinal);
        }

        var code = World.NextUscc();
        var form = await PageForm.OpenAsync(site.As(await site.GivenActorAsync(Role.UnitAdministrator, named.Id)), "/unit/organisation", "#identify");
        form["Code"] = code;
        Assert.Equal(HttpStatusCode.Redirect, (await form.PressAsync()).StatusCode);
        await site.CatchUpAsync();

        Assert.Contains(code, await visitor.GetStringAsync($"/organisations/{named.Reference}"), StringComparison.Ordinal);
        var (page, api) = (await visitor.GetAsync($"/organisations/{code}"), await visitor.GetAsync($"/api/v1/organisations/{code}"));
        Assert.Equal((HttpStatusCode.MovedPermanently, $"/organisations/{named.Reference}"), (page.StatusCode, page.Headers.Location?.OriginalString));
        Assert.Equal((HttpStatusCode.MovedPermanently, $"/api/v1/organisations/{named.Reference}"), (api.StatusCode, api.Headers.Location?.OriginalString));
        Assert.Equal($"/en/organisations/{named.Reference}", (await visitor.GetAsync($"/en/organisations/{code}")).Headers.Location?.OriginalString);
        Assert.Equal(code, (string?)(await visitor.GetFromJsonAsync<JsonObject>("/api/v1/instruments"))!["items"]![0]!["organisation"]!["uscc"]);
        Assert.Equal(1, (int)(await visitor.GetFromJsonAsync<JsonObject>($"/api/v1/instruments?organisation={code}"))!["total"]!);
        Assert.Equal(1, (int)(await visitor.GetFromJsonAsync<JsonObject>($"/api/v1/instruments?organisation={named.Reference}&asOf=2026-03-20"))!["total"]!);
        Assert.Equal(["name", "identify"], await site.QueryAsync(db => db.Journal.Where(e => e.Reference == named.Reference).OrderBy(e => e.Id).Select(e => e.What).ToListAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_wrong_or_foreign_code_is_refused_in_words_and_a_known_one_is_not_overwritten(string database)
    {
        await using var site = await Site.StartAsync(database);
        var named = await GivenListedAsync(site);
        var other = await site.GivenOrganisationAsync("别的单位");
        var unit = site.As(await site.GivenActorAsync(Role.UnitAdministrator, named.Id));
        async Task<string> Refused(string code)
        {
            var form = await PageForm.OpenAsync(unit, "/unit/organisation", "#identify");
            form["Code"] = code;
            var answer = await form.PressAsync();
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            return (await PageForm.ReadAsync(answer)).Body!.TextContent;
        }

        var good = World.NextUscc();
        var wrong = good[..^1] + (good[^1] == '0' ? '1' : '0');
        Assert.Contains("校验码不符", await Refused(wrong), StringComparison.Ordinal);
        Assert.Contains("应为 18 位", await Refused("123"), StringComparison.Ordinal);
        Assert.Contains("已属于另一单位 别的单位", await Refused(other.Uscc!), StringComparison.Ordinal);
        Assert.Null(await CodeAsync(site, named));

        var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        var late = await PageForm.OpenAsync(unit, "/unit/organisation", "#identify");
        var desk = await PageForm.OpenAsync(officer, $"/desk/organisations/{named.Reference}", "main form[action*='Identify']");
        desk["Code"] = good.ToLowerInvariant();
        Assert.Equal(HttpStatusCode.Redirect, (await desk.PressAsync()).StatusCode);
        Assert.Equal(good, await CodeAsync(site, named));
        late["Code"] = World.NextUscc();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await late.PressAsync()).StatusCode);
        Assert.Equal(good, await CodeAsync(site, named));
        Assert.Equal($"/desk/organisations/{named.Reference}", (await officer.GetAsync($"/desk/organisations/{good}")).Headers.Location?.OriginalString);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_later_list_that_names_the_code_means_the_same_organisation(string database)
    {
        await using var site = await Site.StartAsync(database);
        var named = await GivenListedAsync(site);
        var code = World.NextUscc();
        var list = Encoding.UTF8.GetBytes($"管理单位,统一社会信用代码,仪器名称,型号,原值（万元）\n{Name},{code},质谱仪,Q1,27.5\n{Name},{code},色谱仪,S1,40\n");

        var import = await site.ImportAsync(null, list, "第二批.csv");

        Assert.Equal(new ImportCounts { Rows = 2, Accepted = 2 }, import.Counts);
        Assert.Equal(named.Id, await site.QueryAsync(db => db.Organisations.Where(o => o.Uscc == code).Select(o => o.Id).SingleAsync()));
        Assert.Equal(3, await site.QueryAsync(db => db.Instruments.CountAsync(i => i.OrganisationId == named.Id)));
        Assert.Equal(["name", "identify"], await site.QueryAsync(db => db.Journal.Where(e => e.Reference == named.Reference).OrderBy(e => e.Id).Select(e => e.What).ToListAsync()));
        Assert.Equal("import.organisation-identified", (await site.RowsAsync(import))[0].ReadMessages()[0].Code);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Two_organisations_without_a_code_stand_beside_each_other_and_one_code_is_given_once(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.ImportAsync(null, Encoding.UTF8.GetBytes("管理单位,仪器名称,型号,原值（万元）\n甲研究所,光谱仪,G1,30\n乙研究所,质谱仪,Q1,30\n"), "清单.csv");
        var code = World.NextUscc();

        Assert.Equal(2, await site.QueryAsync(db => db.Organisations.CountAsync(o => o.Uscc == null)));
        await Assert.ThrowsAsync<DbUpdateException>(() => site.QueryAsync(async db =>
        {
            foreach (var organisation in await db.Organisations.ToListAsync())
            {
                organisation.Identify(Uscc.Parse(code));
            }

            db.Record(JournalEntry.Of("organisation", "O-000001", "identify", new(Actor.Product, site.Clock.Now)));
            return await db.SaveChangesAsync();
        }));
    }

    private static async Task<Organisation> GivenListedAsync(Site site)
    {
        await site.ImportAsync(null, List, "清单.csv");
        return await site.QueryAsync(db => db.Organisations.AsNoTracking().SingleAsync(o => o.Name == Name));
    }

    private static Task<string?> CodeAsync(Site site, Organisation organisation) =>
        site.QueryAsync(db => db.Organisations.Where(o => o.Id == organisation.Id).Select(o => o.Uscc).SingleAsync());
}
