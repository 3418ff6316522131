using System.Security;
using System.Text;

namespace Yixiang.Sheets;

/// <summary>The looks a cell can have; the number is its place in the style sheet.</summary>
internal enum CellStyle { Plain, Text, QuotedText, Code, Number, Money, Wan, Date, Instant, Head, Title }

/// <summary>The small parts of a workbook around its sheets: contents, relations, names, styles (ECMA-376 part 1, 18.2 and 18.8).</summary>
internal static class WorkbookParts
{
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Packages = "http://schemas.openxmlformats.org/package/2006";
    private const string Types = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    /// <summary>Number formats 2, 4 and 49 are built in: <c>0.00</c>, <c>#,##0.00</c> and text.</summary>
    private const string Styles = $"""
        {Declaration}<styleSheet xmlns="{Main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm"/></numFmts>
        <fonts count="3"><font><sz val="10.5"/><name val="等线"/></font><font><b/><sz val="10.5"/><name val="等线"/></font><font><b/><sz val="16"/><name val="等线"/></font></fonts>
        <fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF3"/><bgColor indexed="64"/></patternFill></fill></fills>
        <borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style="thin"><color rgb="FFB8C4CE"/></left><right style="thin"><color rgb="FFB8C4CE"/></right><top style="thin"><color rgb="FFB8C4CE"/></top><bottom style="thin"><color rgb="FFB8C4CE"/></bottom><diagonal/></border></borders>
        <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
        <cellXfs count="11"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
        <xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
        <xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>
        <xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>
        <xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top"/></xf>
        <xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>
        <xf numFmtId="2" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>
        <xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment horizontal="left" vertical="top"/></xf>
        <xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment horizontal="left" vertical="top"/></xf>
        <xf numFmtId="49" fontId="1" fillId="2" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf>
        <xf numFmtId="49" fontId="2" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyAlignment="1"><alignment vertical="center"/></xf></cellXfs>
        <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
        """;

    public static IEnumerable<(string Path, byte[] Content)> Of(IReadOnlyList<(SheetShape Shape, int Rows)> sheets)
    {
        yield return Part("[Content_Types].xml", $"<Types xmlns=\"{Packages}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{Types}.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{Types}.styles+xml\"/>{Join(sheets, (_, n) => $"<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"{Types}.worksheet+xml\"/>")}</Types>");
        yield return Part("_rels/.rels", $"<Relationships xmlns=\"{Packages}/relationships\"><Relationship Id=\"rId1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        yield return Part("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{Packages}/relationships\">{Join(sheets, (_, n) => $"<Relationship Id=\"rId{n}\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>")}<Relationship Id=\"rId{sheets.Count + 1}\" Type=\"{Relations}/styles\" Target=\"styles.xml\"/></Relationships>");
        yield return Part("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets>{Join(sheets, (s, n) => $"<sheet name=\"{Escape(Tab(s.Shape.Name))}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>")}</sheets>{Names(sheets)}</workbook>");
        yield return ("xl/styles.xml", Encoding.UTF8.GetBytes(Styles));
    }

    private static string Names(IReadOnlyList<(SheetShape Shape, int Rows)> sheets)
    {
        var names = Join(sheets, (s, n) => Filter(s.Shape, s.Rows, n - 1)) + Join(sheets, (s, n) => PrintTitles(s.Shape, n - 1));
        return names.Length == 0 ? "" : $"<definedNames>{names}</definedNames>";
    }

    private static string PrintTitles(SheetShape shape, int sheet) =>
        shape.HeadRows == 0 ? "" : $"<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{sheet}\">{Quoted(shape)}!$1:${shape.HeadRows}</definedName>";

    private static string Filter(SheetShape shape, int rows, int sheet) =>
        !shape.Filtered ? "" : $"<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{sheet}\" hidden=\"1\">{Quoted(shape)}!$A${shape.HeadRows}:${SheetXml.ColumnName(shape.Widths.Count - 1)}${Math.Max(rows, shape.HeadRows)}</definedName>";

    private static string Quoted(SheetShape shape) => Escape($"'{Tab(shape.Name).Replace("'", "''", StringComparison.Ordinal)}'");

    private static string Tab(string name)
    {
        var allowed = string.Concat(name.Where(c => !@"\/?*[]:".Contains(c, StringComparison.Ordinal))).Trim('\'');
        return allowed.Length > 31 ? allowed[..31] : allowed;
    }

    private static string Escape(string text) => SecurityElement.Escape(text);

    private static string Join<T>(IReadOnlyList<T> items, Func<T, int, string> xml) => string.Concat(items.Select((item, i) => xml(item, i + 1)));

    private static (string, byte[]) Part(string path, string xml) => (path, Encoding.UTF8.GetBytes(Declaration + xml));
}
