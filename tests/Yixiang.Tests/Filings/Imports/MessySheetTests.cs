using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Tests.Sheets;

namespace Yixiang.Tests.Filings.Imports;

/// <summary>A technician's own sheet, with everything that is wrong with such sheets (HANDBOOK 5).</summary>
public sealed class MessySheetTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Dates_money_codes_blanks_totals_and_hidden_sheets_are_read_as_they_are_meant(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var book = new XlsxFixture()
            .Sheet("设备台账", ["晋中某单位大型仪器设备台账（2024）"], [],
                ["序号", "设备编号", "设备名称 ", "型号", "价值", "购置日期", "国别", "分类", "经费来源", "所在区县", "备注"],
                [1, "A19000061", "高速红外跟踪系统 ", "Ｘ１００", "11.6万", 20160330, "日本", "扫描电镜", "地方财政资金", "榆次", "无"],
                [2, "1008835Q", "Ｂｉａｃｏｒｅ™X100 Plus", "X100 ", "136万", "2013.3", "美国", "010102", "1，2", "太谷区", ""],
                [3, "F2004048", "质谱仪", "Q1", 270000, "2016-10", "中国", "010102", "地方财政资金、单位自有资金", "140702", null],
                [4, "F2004049", "光谱仪", "G1", 300000, new XlsxFixture.DateSerial(43581), "德国", "010102", "其他资金", "祁县", null],
                ["合计", null, null, null, 2046000])
            .Hidden("旧", ["设备名称", "型号"], ["旧仪器", "O1"])
            .Build().ToArray();

        var import = await site.CheckAsync(unit, book, "台账.xlsx");

        var rows = await site.RowsAsync(import);
        Assert.True(import.Counts is { Rows: 4, Applicable: 4 }, string.Join("\n", rows.Select(r => $"{r.RowNumber} {r.Outcome} {r.Messages}")));
        Assert.Equal(["hidden-sheet", "total"], import.ReadNotes().Select(n => n.Code).Order());
        await site.MoveAsync(import, Import.Lifecycle.Apply);
        var drafts = await site.QueryAsync(db => db.Filings.AsNoTracking().OrderBy(f => f.Id).ToListAsync());
        Assert.Equal(["116000.00", "1360000.00", "270000.00", "300000.00"], drafts.Select(f => f.Particulars()[Fields.OriginalValue]));
        Assert.Equal(["2016-03-30", "2013-03-01", "2016-10-01", "2019-04-26"], drafts.Select(f => f.Particulars()[Fields.BookedOn]));
        Assert.Equal(["140702", "140703", "140702", "140727"], drafts.Select(f => f.Particulars()[Fields.Area]));
        Assert.Equal(["X100", "X100", "Q1", "G1"], drafts.Select(f => f.Model));
        Assert.Equal("高速红外跟踪系统", drafts[0].Name);
        Assert.Contains(rows[0].ReadMessages(), m => m.Field == Fields.OriginalValue.Key && m.Args.Any(a => a.Contains("11.6万", StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task What_is_duplicate_or_alike_leads_to_what_it_is_like(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var open = await site.GivenFilingAsync(unit, World.Microscope("A1"), "submit");
        using var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        const string Same = "场发射扫描电子显微镜,SU8010,日立高新,2026-03-01,2350000\n";
        var import = await site.CheckAsync(unit, System.Text.Encoding.UTF8.GetBytes("所在单位仪器编号,仪器设备名称,规格型号,制造商,验收日期,原值(元)\nN1," + Same + "N1," + Same), "清单.csv");

        var page = await PageForm.ReadAsync(await own.GetAsync($"/unit/imports/{import.Reference}"));

        Assert.Equal($"/unit/filings/{open.Reference}", page.QuerySelector("#row-2 td:last-child a")?.GetAttribute("href"));
        Assert.Equal("#row-2", page.QuerySelector("#row-3 td:last-child a")?.GetAttribute("href"));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_import_that_was_stopped_says_where_and_goes_on_from_there(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        using var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        var import = await site.CheckAsync(unit, System.Text.Encoding.UTF8.GetBytes("所在单位仪器编号,仪器设备名称,规格型号\nN1,电镜,X1\nN2,质谱仪,Q1\n"), "清单.csv");
        await site.UseAsync(async s =>
        {
            var db = s.GetRequiredService<Db>();
            var fresh = await db.Imports.SingleAsync();
            var actor = await site.GivenActorAsync(Role.UnitAdministrator, unit.Id);
            await using var together = await db.Database.BeginTransactionAsync();
            await db.MoveAsync(Import.Lifecycle.Apply, fresh, new Nothing(), actor, site.Clock.Now);
            await db.MoveAsync(Import.Lifecycle.Cancel, fresh, new Nothing(), actor, site.Clock.Now);
            await together.CommitAsync();
            return 0;
        });

        var page = await PageForm.ReadAsync(await own.GetAsync($"/unit/imports/{import.Reference}"));
        Assert.Contains("导入在第 0 行停下（共到第 3 行）", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("button[value=resume]"));
        var done = await site.MoveAsync(import, Import.Lifecycle.Resume);
        Assert.Equal((ImportState.Applied, 2), (done.State, await site.QueryAsync(db => db.Filings.CountAsync())));
    }
}
