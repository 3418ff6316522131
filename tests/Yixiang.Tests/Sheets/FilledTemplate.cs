using System.IO.Compression;
using System.Security;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Sheets;

namespace Yixiang.Tests.Sheets;

/// <summary>A form of the national platform as a unit hands it in: the real file, with rows under its own headings.</summary>
internal static class FilledTemplate
{
    private static readonly Dictionary<string, string> Values = new()
    {
        ["ename"] = "Demonstration instrument",
        ["insideDepart"] = "分析测试中心",
        ["instrCategory"] = "010102",
        ["instrSource"] = "购置",
        ["instrSupervise"] = "否",
        ["worth"] = "136.50",
        ["nation"] = "日本",
        ["manufacturer"] = "日立高新",
        ["beginDate"] = "2016-03-30",
        ["type"] = "通用",
        ["technical"] = "分辨率 1.0 nm",
        ["function"] = "形貌观察",
        ["subject"] = "材料科学",
        ["funds"] = "地方财政资金",
        ["serviceContent"] = "形貌观察、能谱分析",
        ["runMachine"] = "1500",
        ["serviceMachine"] = "300",
        ["requirement"] = "样品须干燥",
        ["fee"] = "300 元/样",
        ["county"] = "榆次区",
        ["street"] = "迎宾街 1 号",
        ["contact"] = "张演示",
        ["phone"] = "0354-3000002",
        ["email"] = "demo@example.cn",
        ["address"] = "山西省晋中市榆次区迎宾街 1 号",
        ["postalcode"] = "030600",
    };

    /// <param name="sheet">The first sheet, where the form has another with better known headings.</param>
    /// <param name="by">What the first columns hold in row 1, 2, …, by the heading's beginning; the rest is made up by what the heading is known as.</param>
    public static byte[] Of(string name, ResourceKind kind, int count, string? sheet, params (string Heading, Func<int, object?> Value)[] by)
    {
        var path = Fixtures.Template(name);
        using var file = SheetFile.Open(path);
        var header = SheetTable.Find(file, ImportColumns.Lexicon(kind), sheet).Header;
        var guesses = ImportColumns.Lexicon(kind).Guess(header.Columns).ToDictionary(g => g.Column, g => Fields.Find(g.Field)?.NationalKey);
        object?[][] rows = [.. Enumerable.Range(1, count).Select(n => header.Columns.Select(c => Cell(c, n)).ToArray())];
        return file.Format == FileFormat.Xls ? FilledXls.From(path, header.LastRow, rows) : Xlsx(path, header.LastRow, rows);

        object? Cell(ColumnHeading column, int row)
        {
            var own = Array.Find(by, b => column.Label.StartsWith(b.Heading, StringComparison.Ordinal));
            return own.Value is not null ? own.Value(row) : guesses.GetValueOrDefault(column.Index) is { } key ? Values.GetValueOrDefault(key) : null;
        }
    }

    /// <summary>The instruments of one unit in the form for single sets.</summary>
    public static byte[] Equipment(int count) => Of("equipment.xls", ResourceKind.SingleSet, count, null,
        ("所在单位仪器编号", n => $"A1900{n:000}"), ("仪器设备名称", n => $"场发射扫描电子显微镜 {n} 号"), ("规格型号", _ => "SU8010"));

    /// <summary>Rows written into the sheet of a workbook that stays as it is otherwise.</summary>
    private static byte[] Xlsx(string path, int headRows, object?[][] rows)
    {
        var stream = new MemoryStream();
        stream.Write(File.ReadAllBytes(path));
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            var part = zip.GetEntry("xl/worksheets/sheet1.xml")!;
            string xml;
            using (var reader = new StreamReader(part.Open()))
            {
                xml = reader.ReadToEnd();
            }

            part.Delete();
            var first = xml.IndexOf($"<row r=\"{headRows + 1}\"", StringComparison.Ordinal);
            xml = first < 0 ? xml : xml[..first] + xml[xml.IndexOf("</sheetData>", StringComparison.Ordinal)..];
            var written = string.Concat(rows.Select((row, r) => $"<row r=\"{headRows + 1 + r}\">{string.Concat(row.Select((v, c) => v is null ? "" : $"<c r=\"{new ColumnHeading(c, "", null).Letters}{headRows + 1 + r}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(v.ToString())}</t></is></c>"))}</row>"));
            XlsxFixture.Part(zip, "xl/worksheets/sheet1.xml", xml.Replace("</sheetData>", written + "</sheetData>", StringComparison.Ordinal));
        }

        return stream.ToArray();
    }
}
