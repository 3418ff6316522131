using System.IO.Compression;
using System.Xml.Linq;
using CsCheck;
using Yixiang.Sheets;
using static Yixiang.Tests.Sheets.WritingTable;

namespace Yixiang.Tests.Sheets;

public sealed class WritingWorkbooks
{
    private static async Task<MemoryStream> WriteAsync(IEnumerable<Row> rows, TableHeading? heading = null)
    {
        var file = new MemoryStream();
        await Table.WriteXlsxAsync(file, Stream(rows), heading, TestContext.Current.CancellationToken);
        return file;
    }

    private static XDocument Part(MemoryStream file, string path)
    {
        file.Position = 0;
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        using var part = zip.GetEntry(path)!.Open();
        return XDocument.Load(part);
    }

    [Fact]
    public async Task Numbers_money_dates_and_text_keep_their_kind()
    {
        var rows = ReadWorkbook(await WriteAsync([Named("扫描电子显微镜")]));

        Assert.Equal(["扫描电子显微镜", "123456789012345678", 1600.5, 2350000.5, new DateTime(2026, 3, 1), new DateTime(2026, 3, 2, 0, 5, 0)], rows[1]);
    }

    [Fact]
    public async Task What_is_missing_is_an_empty_cell()
    {
        var rows = ReadWorkbook(await WriteAsync([new(null, null, null, null, null, null), Named("x")]));

        Assert.All(rows[1], Assert.Null);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://example.org\",\"x\")")]
    [InlineData("+1+1")]
    [InlineData("-5 ℃")]
    [InlineData("@SUM(A1)")]
    public async Task A_text_that_looks_like_a_formula_is_a_string_cell_marked_as_quoted(string text)
    {
        var file = await WriteAsync([Named(text)]);

        var sheet = Part(file, "xl/worksheets/sheet1.xml");
        var cell = sheet.Descendants().Single(e => e.Name.LocalName == "c" && (string?)e.Attribute("r") == "A2");
        var style = Part(file, "xl/styles.xml").Descendants().Where(e => e.Name.LocalName == "xf" && e.Parent!.Name.LocalName == "cellXfs").ElementAt((int)cell.Attribute("s")!);
        Assert.Equal("inlineStr", (string?)cell.Attribute("t"));
        Assert.Equal("1", (string?)style.Attribute("quotePrefix"));
        Assert.Equal(text, cell.Value);
        Assert.DoesNotContain(sheet.Descendants(), e => e.Name.LocalName == "f");
    }

    [Fact]
    public async Task The_head_row_is_frozen_filtered_and_repeated_on_each_printed_page()
    {
        var file = await WriteAsync([Named("a"), Named("b")], new("共享清单", "截至 2026-03-01"));

        var sheet = Part(file, "xl/worksheets/sheet1.xml");
        string? Attribute(string element, string name) => (string?)sheet.Descendants().Single(e => e.Name.LocalName == element).Attribute(name);
        Assert.Equal("3", Attribute("pane", "ySplit"));
        Assert.Equal("A3:F5", Attribute("autoFilter", "ref"));
        Assert.Equal(["A1:F1", "A2:F2"], sheet.Descendants().Where(e => e.Name.LocalName == "mergeCell").Select(e => (string)e.Attribute("ref")!));
        var names = Part(file, "xl/workbook.xml").Descendants().Where(e => e.Name.LocalName == "definedName").ToDictionary(e => (string)e.Attribute("name")!, e => e.Value);
        Assert.EndsWith("!$1:$3", names["_xlnm.Print_Titles"], StringComparison.Ordinal);
        Assert.Equal("共享清单", ReadWorkbook(file)[0][0]);
    }

    [Fact]
    public async Task An_empty_list_is_a_readable_workbook_with_its_head()
    {
        Assert.Single(ReadWorkbook(await WriteAsync([])));
    }

    [Fact]
    public Task Any_text_comes_out_of_a_workbook_as_it_went_in() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["_x0041=+-@<>&\"'\t\n 中"], 0, 12]).Where(t => t.Length > 0 && !t.Any(char.IsSurrogate)).Array[1, 20].SampleAsync(
            async texts =>
            {
                var file = await WriteAsync(texts.Select(Named));
                var cells = Part(file, "xl/worksheets/sheet1.xml").Descendants().Where(e => e.Name.LocalName == "c" && ((string)e.Attribute("r")!)[0] == 'A').Skip(1);
                Assert.Equal(texts, cells.Select(c => Decoded(c.Value)));
            },
            iter: 200);

    [Fact]
    public async Task More_rows_than_a_sheet_holds_go_on_to_a_second_sheet()
    {
        var file = new MemoryStream();
        await Table.WriteXlsxAsync(file, new Unyielding<Row>(Enumerable.Repeat(new Row("a", null, null, null, null, null), Table<Row>.RowsPerSheet)), null, TestContext.Current.CancellationToken);

        Assert.Equal(2, Part(file, "xl/workbook.xml").Descendants().Count(e => e.Name.LocalName == "sheet"));
        Assert.Equal(2, Part(file, "xl/worksheets/sheet2.xml").Descendants().Count(e => e.Name.LocalName == "row"));
    }

    private static string Decoded(string text) =>
        System.Text.RegularExpressions.Regex.Replace(text, "_x([0-9A-Fa-f]{4})_", m => ((char)Convert.ToInt32(m.Groups[1].Value, 16)).ToString());
}
