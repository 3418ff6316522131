using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Tests.Sheets;

/// <summary>The six .xls forms of the national platform, read as they are.</summary>
public sealed class TemplateTests
{
    [Theory]
    [InlineData("equipment.xls", "大型科研仪器", 40, 1, 2)]
    [InlineData("device.xls", "核心仪器设备清单", 41, 1, 2)]
    [InlineData("center.xls", "科学仪器中心清单", 20, 1, 2)]
    [InlineData("specializationFile.xls", "资产明细", 9, 2, 2)]
    [InlineData("intensityFile.xls", "Sheet1", 7, 2, 2)]
    public void Every_national_template_is_read_with_its_headings(string name, string sheet, int columns, int firstRow, int lastRow)
    {
        using var file = SheetFile.Open(Fixtures.Template(name));
        var table = SheetTable.Find(file, Fixtures.Instruments);
        Assert.Equal((FileFormat.Xls, sheet, columns, firstRow, lastRow), (file.Format, table.Sheet.Name, table.Header.Columns.Count, table.Header.FirstRow, table.Header.LastRow));
    }

    [Fact]
    public void The_template_for_service_units_is_really_a_new_workbook_under_an_old_name()
    {
        using var file = SheetFile.Open(Fixtures.Template("unit.xls"));
        var table = SheetTable.Find(file, Fixtures.Instruments);
        Assert.Equal((FileFormat.Xlsx, 27, 1), (file.Format, table.Header.Columns.Count, table.Header.LastRow));
    }

    [Fact]
    public void The_merged_title_full_of_blanks_becomes_one_group_name()
    {
        using var file = SheetFile.Open(Fixtures.Template("equipment.xls"));
        var columns = SheetTable.Find(file, Fixtures.Instruments).Header.Columns;
        Assert.Equal("仪器基本信息", columns[2].Group);
        Assert.Equal(("联系人信息", "电话"), (columns[32].Group, columns[32].Label));
        Assert.Equal(("海关管理", "AN"), (columns[39].Group, columns[39].Letters));
    }

    [Fact]
    public void A_template_without_rows_is_refused_because_it_holds_no_data()
    {
        using var file = SheetFile.Open(Fixtures.Template("equipment.xls"));
        var table = SheetTable.Find(file, Fixtures.Instruments);
        Assert.Equal("sheet.no-data", Assert.Throws<RefusedException>(() => table.Samples()).Refusal.Code);
    }

    [Fact]
    public void A_filled_template_gives_its_rows_and_leaves_the_total_out()
    {
        var bytes = FilledXls.From(Fixtures.Template("equipment.xls"), 2,
            [null, "A19000061", "扫描电子显微镜", null, null, null, null, "010101", "购置", "否", 136.5, "日本", "JEOL", 20160330, "通用", "JSM-7800F "],
            [null, "A19000062", "高速红外跟踪系统 ", null, null, null, null, 10203, "购置", "否", "11.6万", "美国", "FEI", "2013.3"],
            ["合计", null, null, null, null, null, null, null, null, null, 148.1]);
        using var file = SheetFile.Open(new MemoryStream(bytes), "filled.xls");
        var table = SheetTable.Find(file, Fixtures.Instruments);
        using var rows = table.Rows();
        Assert.True(rows.Read());
        Assert.Equal((3, "A19000061", 136.5, "JSM-7800F "), (rows.RowNumber, rows[1].ToString(), rows[10].Number, rows[15].ToString()));
        Assert.True(rows.Read());
        Assert.False(rows.Read());
        Assert.Equal("total", Assert.Single(rows.Notes).Code);
    }

    [Fact]
    public void A_row_that_an_old_workbook_does_not_show_is_known_as_hidden()
    {
        var bytes = FilledXls.From(Fixtures.Template("equipment.xls"), 2, [null, "A1", "电镜", null, null, null, null, "010101"], [FilledXls.Hidden, "A2", "旧电镜", null, null, null, null, "010101"], [null, "A3", "质谱仪", null, null, null, null, "010200"]);
        using var file = SheetFile.Open(new MemoryStream(bytes), "filled.xls");
        using var rows = SheetTable.Find(file, Fixtures.Instruments).Rows();
        var hidden = new List<bool>();
        while (rows.Read())
        {
            hidden.Add(rows.IsHidden);
        }

        Assert.Equal([false, true, false], hidden);
    }

    [Fact]
    public void Headings_of_the_instrument_form_find_their_fields()
    {
        using var file = SheetFile.Open(Fixtures.Template("equipment.xls"));
        var guesses = Fixtures.Instruments.Guess(SheetTable.Find(file, Fixtures.Instruments).Header.Columns).ToDictionary(g => g.Field, g => g.Column);
        Assert.Equal(
            [("innerId", 1), ("name", 2), ("originalValue", 10), ("bookedOn", 13), ("model", 15), ("street", 29), ("contact", 31), ("customsName", 39)],
            new[] { "innerId", "name", "originalValue", "bookedOn", "model", "street", "contact", "customsName" }.Select(f => (f, guesses[f])));
    }
}
