using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Tests.Sheets;

namespace Yixiang.Tests.Filings.Imports;

/// <summary>From a spreadsheet to filings.</summary>
public sealed class ImportTests
{
    private const string Header = "所在单位仪器编号,仪器设备名称,规格型号,原值(万元),验收日期,主要购置经费来源\n";

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_national_form_filled_by_a_unit_becomes_drafts(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var form = FilledXls.From(Fixtures.Template("equipment.xls"), 2,
            [null, "A19000061", "扫描电子显微镜", "SEM", null, null, "分析中心", "010102", "购置", "否", 136.5, "日本", "JEOL", 20160330, "通用", "JSM-7800F ", "1 nm", "观察", "物理学，化学", "地方财政资金"],
            [null, "A19000062", "高速红外跟踪系统 ", null, null, null, null, null, "购置", "否", "11.6万", "美国", "FEI", "2013.3", "通用", "X100"],
            [null, "A19000063", "质谱仪", null, null, null, null, null, null, null, -5]);

        var import = await site.ImportAsync(unit, form, "equipment.xls");

        Assert.Equal(ImportState.Applied, import.State);
        Assert.Equal(new ImportCounts { Rows = 3, Corrected = 2, Rejected = 1 }, import.Counts);
        var drafts = await site.QueryAsync(db => db.Filings.OrderBy(f => f.OwnNumber).ToListAsync());
        Assert.Equal(["A19000061", "A19000062"], drafts.Select(f => f.OwnNumber));
        Assert.All(drafts, f => Assert.Equal((FilingState.Draft, FilingKind.Initial, unit.Id, import.Id), (f.State, f.Kind, f.OrganisationId, f.ImportId!.Value)));
        var said = drafts[0].Particulars();
        Assert.Equal(("1365000.00", "2016-03-30", "JSM-7800F", "no", "2"), (said[Fields.OriginalValue], said[Fields.BookedOn], said[Fields.Model], said[Fields.CustomsSupervised], said[Fields.Funds]));
        Assert.Equal(("116000.00", "2013-03-01", "高速红外跟踪系统"), (drafts[1].Particulars()[Fields.OriginalValue], drafts[1].Particulars()[Fields.BookedOn], drafts[1].Name));
        var rejected = (await site.RowsAsync(import)).Single(r => r.Outcome == RowOutcome.Rejected);
        Assert.Equal((5, "originalValue", "sheet.money-negative"), (rejected.RowNumber, rejected.ReadMessages().Single().Field, rejected.ReadMessages().Single().Code));
        Assert.Equal(2, await site.QueryAsync(db => db.Journal.CountAsync(e => e.Subject == "filing" && e.What == "begin")));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_same_file_again_changes_nothing(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var csv = Encoding.UTF8.GetBytes(Header + "A1,电镜,X1,136,2020-01-02,地方财政资金\nA2,质谱仪,X2,27.5,2020-01-02,\n");
        await site.ImportAsync(unit, csv, "清单.csv");
        var before = await site.QueryAsync(db => db.Filings.Select(f => new { f.Reference, f.Content, f.Version }).OrderBy(f => f.Reference).ToListAsync());

        var again = await site.CheckAsync(unit, csv, "清单.csv");

        Assert.Equal(new ImportCounts { Rows = 2, Unchanged = 2 }, again.Counts);
        Assert.Equal(before, await site.QueryAsync(db => db.Filings.Select(f => new { f.Reference, f.Content, f.Version }).OrderBy(f => f.Reference).ToListAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_dry_run_writes_no_filing(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();

        var import = await site.CheckAsync(unit, Encoding.UTF8.GetBytes(Header + "A1,电镜,X1,136,2020-01-02,\n"), "清单.csv");

        Assert.Equal((ImportState.Checked, 1), (import.State, import.Counts.Accepted));
        Assert.Equal(0, await site.QueryAsync(db => db.Filings.CountAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_same_number_twice_is_taken_once_and_similar_rows_are_remarked(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();

        var import = await site.ImportAsync(unit, Encoding.UTF8.GetBytes(Header + "A1,电镜,X1,136,2020-01-02,\nA1,电镜,X1,136,2020-01-02,\nA2,电镜,X1,136,2020-01-02,\n"), "清单.csv");

        Assert.Equal(new ImportCounts { Rows = 3, Accepted = 2, Duplicates = 1 }, import.Counts);
        var rows = await site.RowsAsync(import);
        Assert.Equal((RowOutcome.Duplicate, "import-duplicate-row", "2"), (rows[1].Outcome, rows[1].ReadMessages()[0].Code, rows[1].ReadMessages()[0].Args[0]));
        Assert.Equal("import.similar-row", rows[2].ReadMessages()[0].Code);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_row_that_differs_from_the_ledger_becomes_a_change_and_a_draft_is_updated(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenFilingAsync(unit, World.Microscope("A1"), "submit", "accept");
        await site.GivenFilingAsync(unit, World.Microscope("A2"));
        await site.GivenFilingAsync(unit, World.Microscope("A3"), "submit");

        var import = await site.ImportAsync(unit, Encoding.UTF8.GetBytes("所在单位仪器编号,仪器设备名称,规格型号\nA1,场发射扫描电子显微镜,SU9000\nA2,场发射扫描电子显微镜,SU9000\nA3,场发射扫描电子显微镜,SU9000\n"), "清单.csv");

        Assert.Equal(new ImportCounts { Rows = 3, Accepted = 2, Rejected = 1 }, import.Counts);
        var change = await site.QueryAsync(db => db.Filings.SingleAsync(f => f.Kind == FilingKind.Change));
        Assert.Equal(("SU9000", FilingState.Draft, "2350000.00"), (change.Model, change.State, change.Particulars()[Fields.OriginalValue]));
        Assert.Equal("SU9000", await site.QueryAsync(db => db.Filings.Where(f => f.OwnNumber == "A2").Select(f => f.Model).SingleAsync()));
        Assert.Equal("import-in-review", (await site.RowsAsync(import))[2].ReadMessages()[0].Code);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_bureaus_list_goes_onto_the_ledger_and_creates_organisations_it_names(string database)
    {
        await using var site = await Site.StartAsync(database);
        var known = await site.GivenOrganisationAsync("山西农业大学");
        var csv = Encoding.UTF8.GetBytes($"晋中市开放共享清单\n序号,管理单位,统一社会信用代码,仪器名称,型号,原值（万元）,所在县区\n1,山西农业大学,,电镜,X1,136,太谷区\n2,晋中市某某研究所,{World.NextUscc()},质谱仪,Q1,27.5,晋中市榆次区\n3,没有代码的公司,,光谱仪,G1,30,祁县\n合计,,,,,193.5,\n");

        var import = await site.ImportAsync(null, csv, "清单.csv");

        Assert.Equal((ImportState.Applied, 3, 3), (import.State, import.Counts.Rows, import.Counts.Applicable));
        var instruments = await site.QueryAsync(db => db.Instruments.Include(i => i.Versions).OrderBy(i => i.Id).ToListAsync());
        Assert.Equal(["电镜", "质谱仪", "光谱仪"], instruments.Select(i => i.Versions.Single().Name));
        Assert.Equal(known.Id, instruments[0].OrganisationId);
        var named = await site.QueryAsync(db => db.Organisations.Where(o => o.State == OrganisationState.Unverified).OrderBy(o => o.Id).ToListAsync());
        Assert.Equal([("晋中市某某研究所", "140702"), ("没有代码的公司", "140727")], named.Select(o => (o.Name, o.AreaCode)));
        Assert.All(await site.QueryAsync(db => db.Filings.ToListAsync()), f => Assert.Equal((FilingState.Accepted, "市科函〔2023〕5号"), (f.State, f.Ground)));
        Assert.Equal(3, await site.QueryAsync(db => db.Filings.CountAsync(f => f.InstrumentId != null)));
        Assert.Equal("total", import.ReadNotes().Single().Code);

        var again = await site.CheckAsync(null, csv, "清单.csv");
        Assert.Equal(new ImportCounts { Rows = 3, Unchanged = 3 }, again.Counts);
    }
}

internal static class Importing
{
    public static async Task<Import> ImportAsync(this Site site, Organisation? unit, byte[] content, string name)
    {
        var import = await site.CheckAsync(unit, content, name);
        return await site.MoveAsync(import, Import.Lifecycle.Apply);
    }

    public static async Task<Import> CheckAsync(this Site site, Organisation? unit, byte[] content, string name, string? owner = null)
    {
        var import = await site.UseAsync(async s => await s.GetRequiredService<ImportDesk>().BeginAsync(
            new MemoryStream(content), name, unit?.Id, unit is null ? new("市科函〔2023〕5号") : null, await s.GetRequiredService<ImportDesk>().OwnerAsync(owner), await site.ImporterAsync(unit?.Id)));
        return await site.MoveAsync(import, Import.Lifecycle.Check);
    }

    /// <summary>Makes a move and lets the background work do what it owes.</summary>
    public static async Task<Import> MoveAsync(this Site site, Import import, Lifecycle<Import, ImportState>.Move move)
    {
        await site.UseAsync(async s =>
        {
            var db = s.GetRequiredService<Db>();
            var fresh = await db.Imports.SingleAsync(i => i.Reference == import.Reference);
            await db.MoveAsync(move, fresh, new Nothing(), await site.ImporterAsync(fresh.OrganisationId), site.Clock.Now);
            return 0;
        });
        return await site.EndOfPassAsync(import.Reference);
    }

    /// <summary>The product's own couriers may be at it already: waits until the pass is over.</summary>
    public static async Task<Import> EndOfPassAsync(this Site site, string reference)
    {
        for (var tries = 0; ; tries++)
        {
            await site.CarryAsync();
            var import = await site.QueryAsync(db => db.Imports.AsNoTracking().Include(i => i.File).SingleAsync(i => i.Reference == reference));
            if (import.State is not (ImportState.Checking or ImportState.Applying))
            {
                return import;
            }

            Assert.True(tries < 200, $"{reference} is still {import.State}: {string.Join("; ", await site.QueryAsync(db => db.Deliveries.Where(d => d.Error != null).Select(d => d.Error).ToListAsync()))}");
            await Task.Delay(50);
        }
    }

    /// <summary>Puts a mapping over the API, as it was read a moment before.</summary>
    public static async Task<HttpResponseMessage> PutMappingAsync(this HttpClient client, string address, object? body, string? ifMatch = null)
    {
        ifMatch ??= (await client.GetAsync(address)).Headers.ETag!.Tag;
        using var request = new HttpRequestMessage(HttpMethod.Put, address + "/mapping") { Content = System.Net.Http.Json.JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await client.SendAsync(request);
    }

    public static Task<int> CarryAsync(this Site site) => site.App.Services.GetRequiredService<Courier>().CarryDueAsync(CancellationToken.None);

    public static Task<List<ImportRow>> RowsAsync(this Site site, Import import) =>
        site.QueryAsync(db => db.ImportRows.AsNoTracking().Where(r => r.ImportId == import.Id).OrderBy(r => r.RowNumber).ToListAsync());

    private static Task<Actor> ImporterAsync(this Site site, long? unit) =>
        unit is null ? site.GivenActorAsync(Role.BureauOfficer) : site.GivenActorAsync(Role.UnitAdministrator, unit);
}
