using System.Text;
using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Tests.Sheets;

namespace Yixiang.Tests.Filings.Imports;

/// <summary>Sheets in which a value is not where, or not what, it seems: nothing is guessed in silence, nothing is lost in silence.</summary>
public sealed class OddSheetTests
{
    private static readonly object?[] Head = ["资产编号", "仪器名称", "型号", "原值(元)", "验收日期"];

    private static object?[] Row(object? number, object? model = null, object? value = null, object? day = null) => [number, "扫描电镜", model ?? $"M{number}", value ?? 1250000, day ?? "2016-03-05"];

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_unit_that_a_line_above_the_table_names_is_taken_and_a_guessed_one_is_said(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        object?[] head = ["资产编号", "仪器名称", "型号", "价格", "验收日期"];

        await site.ImportAsync(unit, Book([["一览表"], ["填报单位：元氏仪器所", null, null, "金额单位：元"], head, Row("A1", value: 4800), Row("A2", value: 3500)]), "元.xlsx");
        await site.ImportAsync(unit, Book([["一览表", null, null, "单位：万元"], head, Row("B1", value: 5200.5), Row("B2", value: 6300)]), "万元.xlsx");
        var guessed = await site.ImportAsync(unit, Book([head, Row("C1", value: 136), Row("C2", value: 27.5)]), "无.xlsx");

        Assert.Equal([("A1", "4800.00"), ("A2", "3500.00"), ("B1", "52005000.00"), ("B2", "63000000.00"), ("C1", "1360000.00"), ("C2", "275000.00")], await ValuesAsync(site));
        Assert.All(await site.RowsAsync(guessed), r => Assert.Contains(r.ReadMessages(), m => m is { Code: "sheet.money-unit-guessed", Field: "originalValue", Kind: MessageKind.Remark }));
    }

    [Theory]
    [InlineData("原值（美元）", 125000, null)]
    [InlineData("价值(USD)", 125000, null)]
    [InlineData("原值（百万元）", 1.25, null)]
    [InlineData("原值（千元）", 1250, "1250000.00")]
    [InlineData("购置价格（元）", 1250000, "1250000.00")]
    public async Task Money_in_a_unit_that_is_no_yuan_is_converted_or_refused_but_never_taken_for_yuan(string heading, double figure, string? yuan)
    {
        await using var site = await Site.StartAsync("sqlite");
        var unit = await site.GivenOrganisationAsync();

        var list = Book([["资产编号", "仪器名称", "型号", heading, "验收日期"], Row("A1", value: figure), Row("A2", value: "12.5万元")]);
        var import = await site.ImportAsync(unit, list, "清单.xlsx");

        var row = (await site.RowsAsync(import))[0];
        Assert.Equal(yuan is null ? ["sheet.money-unit"] : [], row.ReadMessages().Where(m => m.Kind == MessageKind.Problem).Select(m => m.Code));
        Assert.Equal(yuan is null ? [("A2", "125000.00")] : [("A1", yuan), ("A2", "125000.00")], await ValuesAsync(site));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_cell_merged_over_rows_and_a_ditto_mark_speak_for_each_row_but_never_for_its_number_or_value(string database)
    {
        await using var site = await Site.StartAsync(database);
        var list = new XlsxFixture().Sheet("S",
            ["单位名称", .. Head],
            ["山西农业大学", .. Row("A1", "M1")], [null, .. Row("A2", "M2")], [null, "A3", "质谱仪", "Q1", null, "同上"],
            ["晋中学院", .. Row("B1", "M1")], ["〃", .. Row("同上", "M2")], ["同上", .. Row("B3", "M3")]).Merge("A2:A4", "E3:E4").Build().ToArray();

        var import = await site.ImportAsync(null, list, "清单.xlsx");

        var rows = await site.RowsAsync(import);
        Assert.Equal([RowOutcome.Accepted, RowOutcome.Accepted, RowOutcome.Corrected, RowOutcome.Accepted, RowOutcome.Rejected, RowOutcome.Corrected], rows.Select(r => r.Outcome));
        Assert.Contains(rows[4].ReadMessages(), m => m is { Code: "sheet.ditto", Kind: MessageKind.Problem, Field: "ownNumber" });
        Assert.Contains(rows[2].ReadMessages(), m => m.Code == "sheet.merged-alone");
        var names = await site.QueryAsync(db => db.Set<Yixiang.Organisations.Organisation>().ToDictionaryAsync(o => o.Id, o => o.Name));
        var filings = await site.QueryAsync(db => db.Filings.OrderBy(f => f.OwnNumber).ToListAsync());
        Assert.Equal([("A1", "山西农业大学"), ("A2", "山西农业大学"), ("A3", "山西农业大学"), ("B1", "晋中学院"), ("B3", "晋中学院")], filings.Select(f => (f.OwnNumber, names[f.OrganisationId])));
        Assert.Equal(("", "2016-03-05"), (filings[2].Particulars()[Fields.OriginalValue], filings[2].Particulars()[Fields.AcceptedOn]));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_grade_of_secrecy_merged_over_rows_or_repeated_by_ditto_refuses_every_one_of_them(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var list = new XlsxFixture().Sheet("S", [.. Head, "密级"], [.. Row("A1"), "机密"], Row("A2"), [.. Row("A3"), "同上"], [.. Row("A4"), "公开"]).Merge("F2:F3").Build().ToArray();

        await site.ImportAsync(unit, list, "清单.xlsx");

        Assert.Equal(["A4"], (await ValuesAsync(site)).Select(v => v.Number));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Titles_notes_and_rows_numbered_in_advance_are_no_instruments_and_the_report_says_which_were_left_out(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var list = new XlsxFixture().Sheet("S",
            ["仪器名称", "型号", "原值(元)", "验收日期", "序号"],
            ["一、农学院"], ["扫描电镜", "EVO", 1250000, "2016-03-05", 1], ["生命科学学院"], ["质谱仪", "Q1", 990000, "2016-03-05", 2],
            [null, null, null, null, 3], [null, null, null, null, new XlsxFixture.Formula("E6+1", 4)],
            ["本表数据截至2024年底，以财务账为准"], ["晋中学院（盖章）", null, null, "2024年3月1日"], ["以上共计2台"]).Merge("A4:E4").Build().ToArray();

        var import = await site.ImportAsync(unit, list, "清单.xlsx");

        Assert.Equal(new ImportCounts { Rows = 2, Accepted = 2 }, import.Counts);
        Assert.Equal([2, 4, 8, 9, 10], import.ReadNotes().Select(n => n.Row));
        Assert.Equal(["扫描电镜", "质谱仪"], await site.QueryAsync(db => db.Filings.OrderBy(f => f.Id).Select(f => f.Name).ToListAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_heading_that_names_two_things_is_taken_for_neither_and_that_is_said(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();

        var import = await site.ImportAsync(unit, Book([[.. Head, "所在单位/联系人"], [.. Row("A1"), "晋山理工学院/张三"]]), "两样.xlsx");

        var note = Assert.Single(import.ReadNotes(), n => n.Code == "heading-of-two");
        Assert.Contains("把管理单位名称、联系人写在一格里", note.Sentence, StringComparison.Ordinal);
        Assert.Equal(1, import.Counts.Accepted);
        Assert.DoesNotContain("张三", await site.QueryAsync(db => db.Filings.Select(f => f.Content).SingleAsync()), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_second_table_below_the_first_is_refused_row_by_row_and_one_beside_it_is_named(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();

        var below = await site.ImportAsync(unit, Book([Head, Row("A1"), ["仪器名称", "型号", "资产编号"], ["质谱仪", "Q1", "B1"], ["色谱仪", "Q2", "B2"]]), "上下.xlsx");
        var beside = await site.ImportAsync(unit, Book([[.. Head, null, .. Head], [.. Row("A2"), null, .. Row("B3")]]), "左右.xlsx");

        Assert.Equal(new ImportCounts { Rows = 3, Accepted = 1, Rejected = 2 }, below.Counts);
        Assert.All((await site.RowsAsync(below)).Skip(1), r => Assert.Contains(r.ReadMessages(), m => m is { Code: "import-other-table", Args: ["3"] }));
        Assert.Equal(["G", "H", "I", "J", "K"], beside.ReadNotes().Where(n => n.Code == "heading-twice").Select(n => n.Args[1]));
        Assert.Equal(["A1", "A2"], (await ValuesAsync(site)).Select(v => v.Number));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Lists_on_other_sheets_are_named_and_a_form_about_one_instrument_makes_no_instruments_of_its_headings(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();

        var years = await site.ImportAsync(unit, new XlsxFixture().Sheet("2022", Head, Row("A1")).Sheet("2023", Head, Row("A2")).Sheet("说明", ["请如实填写"]).Build().ToArray(), "清单.xlsx");
        var form = await site.CheckAsync(unit, Book([["登记表"], ["资产编号", "A3", "仪器名称", "扫描电镜"], ["型号", "EVO", "原值(元)", 1250000], ["验收日期", "2016-03-05", "生产厂家", "蔡司"]]), "登记表.xlsx");

        Assert.Equal(["2023"], years.ReadNotes().Where(n => n.Code == "other-sheet").Select(n => n.Args[0]));
        Assert.Equal(form.Counts.Rows, form.Counts.Rejected);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task What_Excel_did_to_numbers_and_models_is_undone_or_refused(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var list = new XlsxFixture().Sheet("S", [.. Head, "数量"],
            [.. Row(new XlsxFixture.Padded(123), "M1"), 3], Row("1.23457E+11", "M2"), Row(new XlsxFixture.DateSerial(42434), "M3"), Row("A4", new XlsxFixture.DateSerial(42434)), Row("'0042", "M5_x000D_"), Row("A6", "M6")).Hide(7).Build().ToArray();

        var import = await site.ImportAsync(unit, list, "清单.xlsx");
        await site.ImportAsync(unit, Encoding.UTF8.GetBytes("资产编号|仪器名称|型号|原值(元)\n=\"00124\"|扫描电镜|M7|1250000\n"), "清单.csv");

        var rows = await site.RowsAsync(import);
        Assert.Equal(["sheet.digits-lost", "sheet.date-for-text", "sheet.date-for-text"], rows.Where(r => r.Outcome == RowOutcome.Rejected).Select(r => r.ReadMessages()[0].Code));
        Assert.Contains(rows[0].ReadMessages(), m => m is { Code: "import.quantity", Args: ["3"] });
        Assert.Equal("sheet.hidden-row", rows[5].ReadMessages().Single(m => m.Field == "").Code);
        Assert.Equal(["00000123", "00124", "0042", "A6"], (await ValuesAsync(site)).Select(v => v.Number));
        Assert.Equal("M5", await site.QueryAsync(db => db.Filings.Where(f => f.OwnNumber == "0042").Select(f => f.Model).SingleAsync()));
    }

    [Fact]
    public async Task A_unit_of_measure_is_no_organisation()
    {
        await using var site = await Site.StartAsync("sqlite");
        var before = await site.QueryAsync(db => db.Set<Yixiang.Organisations.Organisation>().CountAsync());

        var import = await site.ImportAsync(null, Book([[.. Head, "单位"], [.. Row("A1"), "台"], [.. Row("A2"), "晋中学院"]]), "清单.xlsx");

        Assert.Contains((await site.RowsAsync(import))[0].ReadMessages(), m => m.Code == "import-organisation-missing");
        Assert.Equal(before + 1, await site.QueryAsync(db => db.Set<Yixiang.Organisations.Organisation>().CountAsync()));
    }

    [Fact]
    public async Task Two_things_under_one_number_are_told_from_one_thing_twice()
    {
        await using var site = await Site.StartAsync("sqlite");
        var unit = await site.GivenOrganisationAsync();

        var import = await site.ImportAsync(unit, Book([Head, Row("A1"), Row("A1"), Row("A1", value: 990000), Row("A2")]), "清单.xlsx");

        var rows = await site.RowsAsync(import);
        Assert.Equal(["import-duplicate-row", "import-duplicate-number"], rows.Where(r => r.Outcome == RowOutcome.Duplicate).Select(r => r.ReadMessages().Single().Code));
        Assert.Equal([("A1", "1250000.00"), ("A2", "1250000.00")], await ValuesAsync(site));
    }

    [Theory]
    [InlineData("太谷县", "140703")]
    [InlineData("榆社区", "140721")]
    [InlineData("农高区", "140792")]
    [InlineData("小店区", null)]
    public async Task An_area_is_known_by_its_former_or_short_name_where_only_one_can_be_meant(string said, string? code)
    {
        await using var site = await Site.StartAsync("sqlite");
        var unit = await site.GivenOrganisationAsync();

        var import = await site.ImportAsync(unit, Book([[.. Head, "所在区县"], [.. Row("A1"), said], [.. Row("A2"), "榆次区"]]), "清单.xlsx");

        Assert.Equal(code is null ? RowOutcome.Rejected : RowOutcome.Corrected, (await site.RowsAsync(import))[0].Outcome);
        Assert.Equal(code is null ? ["140702"] : [code, "140702"], await site.QueryAsync(async db => (await db.Filings.OrderBy(f => f.OwnNumber).ToListAsync()).Select(f => f.Particulars()[Fields.Area])));
    }

    [Fact]
    public async Task A_quotation_mark_left_open_and_a_line_with_too_many_values_are_named_where_they_are()
    {
        await using var site = await Site.StartAsync("sqlite");
        var unit = await site.GivenOrganisationAsync();
        const string Csv = "资产编号,仪器名称,型号,原值(元)\n";

        var refused = await Assert.ThrowsAsync<Yixiang.Kernel.RefusedException>(() => site.ImportAsync(unit, Encoding.UTF8.GetBytes(Csv + "A1,电镜,E1,1000000\nA2,\"质谱仪,Q1,1250000\nA3,色谱仪,Q2,1250000\nA4,光谱仪,Q3,1250000\n"), "引号.csv"));
        var import = await site.ImportAsync(unit, Encoding.UTF8.GetBytes(Csv + "A1,电镜,E1,1,250,000\nA2,质谱仪,Q1,990000\n"), "逗号.csv");

        Assert.Equal(("sheet.open-quote", "3"), (refused.Refusal.Code, refused.Refusal.Args[0]?.ToString()));
        Assert.Equal("sheet.line-too-long", (await site.RowsAsync(import))[0].ReadMessages()[0].Code);
        Assert.Equal([("A2", "990000.00")], await ValuesAsync(site));
    }

    private static byte[] Book(object?[][] rows) => new XlsxFixture().Sheet("S", rows).Build().ToArray();

    private static Task<List<(string Number, string Yuan)>> ValuesAsync(Site site) => site.QueryAsync(async db =>
        (await db.Filings.OrderBy(f => f.OwnNumber).ToListAsync()).Select(f => (f.OwnNumber, f.Particulars()[Fields.OriginalValue])).OrderBy(v => v.OwnNumber, StringComparer.Ordinal).ToList());
}
