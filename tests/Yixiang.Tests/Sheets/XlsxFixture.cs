using System.IO.Compression;
using System.Security;
using System.Text;

namespace Yixiang.Tests.Sheets;

/// <summary>Writes small workbooks with whatever a test wants to find in them: hidden sheets, formulas, styles.</summary>
internal sealed class XlsxFixture
{
    private readonly List<(string Name, bool Hidden, string Xml)> _sheets = [];

    /// <summary>A formula with its last value; null when it was never calculated.</summary>
    public sealed record Formula(string Text, double? Value);

    /// <summary>A number shown as a date.</summary>
    public sealed record DateSerial(double Serial);

    public sealed record Error(string Text);

    /// <summary>A number shown with zeros before it: 00000123.</summary>
    public sealed record Padded(int Number);

    /// <summary>Merges cells of the last sheet: <c>A2:A4</c>.</summary>
    public XlsxFixture Merge(params string[] ranges) => Change(xml => xml.Replace("</sheetData>", $"</sheetData><mergeCells>{string.Concat(ranges.Select(r => $"<mergeCell ref=\"{r}\"/>"))}</mergeCells>", StringComparison.Ordinal));

    /// <summary>Hides a row of the last sheet.</summary>
    public XlsxFixture Hide(int row) => Change(xml => xml.Replace($"<row r=\"{row}\">", $"<row r=\"{row}\" hidden=\"1\">", StringComparison.Ordinal));

    public XlsxFixture Sheet(string name, params object?[][] rows) => Add(name, false, rows);

    public XlsxFixture Hidden(string name, params object?[][] rows) => Add(name, true, rows);

    public MemoryStream Build(Action<ZipArchive>? more = null)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part(zip, "xl/workbook.xml", $"<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{string.Concat(_sheets.Select((s, i) => $"<sheet name=\"{s.Name}\" sheetId=\"{i + 1}\"{(s.Hidden ? " state=\"hidden\"" : "")} r:id=\"rId{i + 1}\"/>"))}</sheets></workbook>");
            Part(zip, "xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{string.Concat(_sheets.Select((_, i) => $"<Relationship Id=\"rId{i + 1}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet{i + 1}.xml\"/>"))}</Relationships>");
            Part(zip, "xl/styles.xml", "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><numFmts><numFmt numFmtId=\"177\" formatCode=\"00000000\"/><numFmt numFmtId=\"176\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"176\"/><xf numFmtId=\"177\"/></cellXfs></styleSheet>");
            for (var i = 0; i < _sheets.Count; i++)
            {
                Part(zip, $"xl/worksheets/sheet{i + 1}.xml", _sheets[i].Xml);
            }

            more?.Invoke(zip);
        }

        stream.Position = 0;
        return stream;
    }

    public static void Part(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }

    private XlsxFixture Change(Func<string, string> change)
    {
        _sheets[^1] = (_sheets[^1].Name, _sheets[^1].Hidden, change(_sheets[^1].Xml));
        return this;
    }

    private XlsxFixture Add(string name, bool hidden, object?[][] rows)
    {
        var xml = new StringBuilder("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>");
        for (var r = 0; r < rows.Length; r++)
        {
            xml.Append($"<row r=\"{r + 1}\">");
            for (var c = 0; c < rows[r].Length; c++)
            {
                xml.Append(Cell($"{Letters(c)}{r + 1}", rows[r][c]));
            }

            xml.Append("</row>");
        }

        _sheets.Add((name, hidden, xml.Append("</sheetData></worksheet>").ToString()));
        return this;
    }

    private static string Cell(string reference, object? value) => value switch
    {
        null => "",
        string text => $"<c r=\"{reference}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></is></c>",
        bool truth => $"<c r=\"{reference}\" t=\"b\"><v>{(truth ? 1 : 0)}</v></c>",
        DateSerial date => $"<c r=\"{reference}\" s=\"1\"><v>{date.Serial}</v></c>",
        Padded padded => $"<c r=\"{reference}\" s=\"2\"><v>{padded.Number}</v></c>",
        Error error => $"<c r=\"{reference}\" t=\"e\"><v>{error.Text}</v></c>",
        Formula { Value: null } formula => $"<c r=\"{reference}\"><f>{SecurityElement.Escape(formula.Text)}</f></c>",
        Formula formula => $"<c r=\"{reference}\"><f>{SecurityElement.Escape(formula.Text)}</f><v>{formula.Value}</v></c>",
        var number => $"<c r=\"{reference}\"><v>{number}</v></c>",
    };

    private static string Letters(int column) => column < 26 ? ((char)('A' + column)).ToString() : $"{(char)('A' + (column / 26) - 1)}{(char)('A' + (column % 26))}";
}
