using System.Text;
using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Tests.Sheets;

/// <summary>Tables as units really keep them.</summary>
public sealed class TableTests
{
    private const string Csv = "仪器设备名称,规格型号,原值(万元)\n扫描电镜,EVO-LS10,136\n\"质谱仪, 三重四极杆\",QTRAP 6500,11.6万\n";

    public static TheoryData<string> Encodings => ["utf-8", "gb18030", "gb2312", "utf-16", "utf-16BE"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Csv_is_read_in_every_encoding_that_occurs(string encoding)
    {
        _ = TextEncodings.Gb18030;
        using var file = SheetFile.Open(Fixtures.Bytes(Csv, Encoding.GetEncoding(encoding)), "清单.csv");
        Assert.Equal(["质谱仪, 三重四极杆", "QTRAP 6500", "11.6万"], Fixtures.Rows(file)[1]);
    }

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    public void Csv_is_read_with_other_delimiters(char delimiter)
    {
        using var file = SheetFile.Open(Fixtures.Utf8("仪器设备名称,规格型号,原值\n扫描电镜,EVO,136\n".Replace(',', delimiter)), "清单.csv");
        Assert.Equal(["扫描电镜", "EVO", "136"], Assert.Single(Fixtures.Rows(file)));
    }

    [Fact]
    public void The_name_does_not_matter_only_the_content_does()
    {
        using var csv = SheetFile.Open(Fixtures.Utf8(Csv), "清单.xls");
        using var book = SheetFile.Open(new XlsxFixture().Sheet("S", ["仪器设备名称", "型号"], ["a", "b"]).Build(), "清单.csv");
        Assert.Equal((FileFormat.Csv, FileFormat.Xlsx), (csv.Format, book.Format));
    }

    [Fact]
    public void Titles_above_are_skipped_and_two_heading_rows_joined()
    {
        using var file = SheetFile.Open(new XlsxFixture().Sheet("S",
            ["晋中市大型科研仪器开放共享清单"],
            ["单位：太谷区农科院"],
            ["序号", "仪器设备名称", "规格型号", "安放地址", null, null, "联系人信息", null],
            [null, null, null, "省", "市", "区县", "联系人", "电话"],
            [1, "扫描电镜", "EVO", "山西省", "晋中市", "太谷区", "王", "0354-3021234"]).Build(), "清单.xlsx");
        var table = SheetTable.Find(file, Fixtures.Instruments);
        Assert.Equal((3, 4), (table.Header.FirstRow, table.Header.LastRow));
        var guesses = Fixtures.Instruments.Guess(table.Header.Columns).Select(g => (g.Field, g.Column)).ToList();
        Assert.Equal([("name", 1), ("model", 2), ("province", 3), ("city", 4), ("county", 5), ("contact", 6), ("phone", 7)], guesses);
    }

    [Fact]
    public void Rows_that_are_no_data_are_left_out_and_named()
    {
        using var file = SheetFile.Open(new XlsxFixture().Sheet("S",
            ["仪器设备名称", "规格型号", "原值(元)", "电话"],
            [1, 2, 3, 4],
            ["扫描电镜", "EVO", 1000, null],
            [null, null, null, null],
            ["仪器设备名称", "规格型号", "原值(元)", "电话"],
            ["合计量测试仪", "HJ-1", 5000, null],
            [" 合　计 ", null, 6000, null],
            ["注：以上数据截至年底", null, null, null]).Build(), "清单.xlsx");
        var table = SheetTable.Find(file, Fixtures.Instruments);
        using var rows = table.Rows();
        var names = new List<string>();
        while (rows.Read())
        {
            names.Add(rows[0].ToString());
        }

        Assert.Equal(["扫描电镜", "合计量测试仪"], names);
        Assert.Equal(["explanation", "headings-again", "total", "remark"], rows.Notes.Select(n => n.Code));
        Assert.All(rows.Notes, n => Assert.NotEmpty(n.Sentence));
    }

    [Fact]
    public void Hidden_sheets_are_not_read_and_the_best_visible_one_is_taken()
    {
        using var file = SheetFile.Open(new XlsxFixture()
            .Sheet("封面", ["说明", "内容"], ["a", "b"])
            .Hidden("旧数据", ["仪器设备名称", "规格型号", "原值", "联系人"], ["旧", "旧", 1, "旧"])
            .Sheet("清单", ["仪器设备名称", "规格型号"], ["新", "新"]).Build(), "清单.xlsx");
        var table = SheetTable.Find(file, Fixtures.Instruments);
        Assert.Equal("清单", table.Sheet.Name);
        Assert.Contains("旧数据", Assert.Single(table.Notes).Sentence);
    }

    [Fact]
    public void Cells_keep_their_types_and_formulas_are_told()
    {
        using var file = SheetFile.Open(new XlsxFixture().Sheet("S",
            ["仪器设备名称", "规格型号", "原值", "建账日期", "国别", "电话"],
            ["a", new XlsxFixture.Formula("1+1", 2), new XlsxFixture.Formula("B2", null), new XlsxFixture.DateSerial(42459), new XlsxFixture.Error("#REF!"), true]).Build(), "清单.xlsx");
        using var rows = SheetTable.Find(file, Fixtures.Instruments).Rows();
        Assert.True(rows.Read());
        Assert.Equal(
            [(SheetCellKind.Text, false), (SheetCellKind.Number, true), (SheetCellKind.Blank, true), (SheetCellKind.Date, false), (SheetCellKind.Error, false), (SheetCellKind.Boolean, false)],
            rows.Cells.ToArray().Select(c => (c.Kind, c.IsFormula)));
        Assert.Equal(new DateTime(2016, 3, 30), rows[3].Date);
        Assert.Equal("sheet.formula-without-value", MoneyCells.Read(rows[2], MoneyRule.ForInstrument(MoneyUnit.Yuan)).Problem!.Code);
    }

    [Fact]
    public void The_same_headings_have_the_same_signature_and_others_another()
    {
        Assert.Equal(Header("名称", "型号").Signature(), Header("名称", "型号").Signature());
        Assert.NotEqual(Header("名称", "型号").Signature(), Header("型号", "名称").Signature());
    }

    [Fact]
    public void Every_refusal_and_note_has_a_sentence_in_both_languages()
    {
        foreach (var key in Texts.Keys.Where(k => k.StartsWith("refusal.sheet", StringComparison.Ordinal) || k.StartsWith("problem.sheet", StringComparison.Ordinal) || k.StartsWith("correction.sheet", StringComparison.Ordinal)))
        {
            Assert.NotEqual(Texts.In(Texts.Chinese, key, 1, 2, 3), Texts.In(Texts.English, key, 1, 2, 3));
        }
    }

    private static HeaderBlock Header(params string[] labels) => new(1, 1, [.. labels.Select((l, i) => new ColumnHeading(i, l, null))], 0);
}
