using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Yixiang.Sheets;

/// <summary>The XML of one worksheet (ECMA-376 part 1, 18.3), written straight as UTF-8.</summary>
internal sealed class SheetXml
{
    private readonly ArrayBufferWriter<byte> buffer = new(1 << 17);
    private byte[][] columnNames = [];

    public int Length => buffer.WrittenCount;

    public ReadOnlyMemory<byte> Written => buffer.WrittenMemory;

    public void Clear() => buffer.ResetWrittenCount();

    public void Open(SheetShape shape, bool isFirst)
    {
        columnNames = [.. Enumerable.Range(0, Math.Max(1, shape.Widths.Count)).Select(i => Encoding.ASCII.GetBytes(ColumnName(i)))];
        Raw("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>"u8);
        Raw($"<sheetViews><sheetView {(isFirst ? "tabSelected=\"1\" " : "")}workbookViewId=\"0\">");
        if (shape.HeadRows > 0)
        {
            Raw($"<pane ySplit=\"{shape.HeadRows}\" topLeftCell=\"A{shape.HeadRows + 1}\" activePane=\"bottomLeft\" state=\"frozen\"/>");
        }

        Raw("</sheetView></sheetViews><cols>"u8);
        for (var i = 0; i < shape.Widths.Count; i++)
        {
            Raw(string.Create(CultureInfo.InvariantCulture, $"<col min=\"{i + 1}\" max=\"{i + 1}\" width=\"{shape.Widths[i]:0.##}\" customWidth=\"1\"/>"));
        }

        Raw("</cols><sheetData>"u8);
    }

    public void Row(int number, IReadOnlyList<Cell> cells)
    {
        Raw("<row r=\""u8);
        Number(number);
        Raw("\">"u8);
        for (var i = 0; i < cells.Count; i++)
        {
            if (cells[i].Kind != CellKind.Empty)
            {
                Write(cells[i], i, number);
            }
        }

        Raw("</row>"u8);
    }

    public void Close(SheetShape shape, int rows)
    {
        var last = ColumnName(shape.Widths.Count - 1);
        Raw("</sheetData>"u8);
        if (shape.Filtered)
        {
            Raw($"<autoFilter ref=\"A{shape.HeadRows}:{last}{Math.Max(rows, shape.HeadRows)}\"/>");
        }

        if (shape.Merges.Count > 0)
        {
            Raw($"<mergeCells count=\"{shape.Merges.Count}\">");
            foreach (var merge in shape.Merges)
            {
                Raw($"<mergeCell ref=\"{ColumnName(merge.FirstColumn)}{merge.Row + 1}:{ColumnName(merge.LastColumn)}{merge.Row + 1}\"/>");
            }

            Raw("</mergeCells>"u8);
        }

        Raw("<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/><headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"u8);
    }

    /// <summary>A, B … Z, AA …</summary>
    public static string ColumnName(int index) => index < 26 ? ((char)('A' + index)).ToString() : ColumnName((index / 26) - 1) + (char)('A' + (index % 26));

    private void Write(Cell cell, int column, int row)
    {
        Raw("<c r=\""u8);
        Raw(columnNames[column]);
        Number(row);
        Raw("\" s=\""u8);
        Number((int)StyleOf(cell));
        if (cell.IsNumeric)
        {
            Raw("\"><v>"u8);
            Number(cell.Number);
            Raw("</v></c>"u8);
        }
        else
        {
            Raw("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"u8);
            XmlText.Write(buffer, cell.Text);
            Raw("</t></is></c>"u8);
        }
    }

    /// <summary>A text that could be taken for a formula once someone edits the cell is marked as quoted, which no reader sees.</summary>
    private static CellStyle StyleOf(Cell cell) => cell.Kind switch
    {
        CellKind.Text when FormulaInjection.Threatens(cell.Text) => CellStyle.QuotedText,
        CellKind.Text => CellStyle.Text,
        CellKind.Code => CellStyle.Code,
        CellKind.Number => CellStyle.Number,
        CellKind.Money => CellStyle.Money,
        CellKind.Wan => CellStyle.Wan,
        CellKind.Date => CellStyle.Date,
        CellKind.Instant => CellStyle.Instant,
        CellKind.Head => CellStyle.Head,
        CellKind.Title => CellStyle.Title,
        CellKind.Empty => CellStyle.Plain,
    };

    private void Raw(string xml) => Encoding.UTF8.GetBytes(xml, buffer);

    private void Raw(ReadOnlySpan<byte> xml) => buffer.Write(xml);

    private void Number(int number)
    {
        Utf8Formatter.TryFormat(number, buffer.GetSpan(11), out var written);
        buffer.Advance(written);
    }

    private void Number(decimal number)
    {
        number.TryFormat(buffer.GetSpan(64), out var written, "0.############", CultureInfo.InvariantCulture);
        buffer.Advance(written);
    }
}
