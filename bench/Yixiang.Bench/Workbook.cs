using System.Globalization;
using System.IO.Compression;

namespace Yixiang.Bench;

/// <summary>Writes the file that is measured: 20 columns as a unit keeps them, texts shared as Excel shares them.</summary>
internal static class Workbook
{
    private static readonly string[] Headings =
    [
        "所在单位仪器编号", "仪器设备名称", "英文名称", "仪器分类编码", "规格型号", "生产制造商", "产地国别", "设备仪器来源", "仪器设备类别", "原值（单位万元）",
        "建账日期", "主要购置经费来源", "主要功能", "主要技术指标", "主要学科领域", "服务内容", "年运行机时（小时）", "年对外服务机时（小时）", "安放地址-区县", "联系电话",
    ];

    private static readonly string[] Names = ["扫描电子显微镜", "液相色谱质谱联用仪", "核磁共振波谱仪", "激光共聚焦显微镜", "热重分析仪", "原子吸收光谱仪"];
    private static readonly string[] Areas = ["榆次区", "太谷区", "祁县", "平遥县", "介休市"];

    /// <param name="first">Number of the first instrument.</param>
    public static void Write(string path, int rows, int first = 0)
    {
        var shared = new Dictionary<string, int>();
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        Part(zip, "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml\"/></Types>");
        Part(zip, "_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        Part(zip, "xl/workbook.xml", "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"台账\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
        Part(zip, "xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>");
        using (var sheet = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open()))
        {
            sheet.Write("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>");
            Row(sheet, shared, 1, Headings);
            for (var i = 0; i < rows; i++)
            {
                Row(sheet, shared, i + 2, Values(first + i));
            }

            sheet.Write("</sheetData></worksheet>");
        }

        using var strings = new StreamWriter(zip.CreateEntry("xl/sharedStrings.xml", CompressionLevel.Fastest).Open());
        strings.Write($"<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" uniqueCount=\"{shared.Count}\">");
        foreach (var text in shared.Keys)
        {
            strings.Write($"<si><t>{text}</t></si>");
        }

        strings.Write("</sst>");
    }

    private static object[] Values(int i) =>
    [
        $"A{i:0000000}", Names[i % Names.Length], "Instrument", "010102", $"EVO-{i}", $"制造商{i % 300}", "日本", "购置", "通用", 20 + (i % 4000 / 10.0),
        $"20{10 + (i % 15)}-0{1 + (i % 9)}-1{i % 9}", "地方财政资金", "材料表面微观形貌观察与微区成分分析", $"分辨率 {i} nm；放大倍数 {i * 3}", "物理学，化学", "形貌观察、能谱分析",
        1200 + (i % 400), i % 300, Areas[i % Areas.Length], $"0354-30{i % 100000:00000}",
    ];

    private static void Row(StreamWriter sheet, Dictionary<string, int> shared, int number, IReadOnlyList<object> values)
    {
        sheet.Write($"<row r=\"{number}\">");
        for (var c = 0; c < values.Count; c++)
        {
            var reference = $"{(char)('A' + c)}{number}";
            if (values[c] is not string text)
            {
                sheet.Write($"<c r=\"{reference}\"><v>{Convert.ToString(values[c], CultureInfo.InvariantCulture)}</v></c>");
                continue;
            }

            if (!shared.TryGetValue(text, out var index))
            {
                shared.Add(text, index = shared.Count);
            }

            sheet.Write($"<c r=\"{reference}\" t=\"s\"><v>{index}</v></c>");
        }

        sheet.Write("</row>");
    }

    private static void Part(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }
}
