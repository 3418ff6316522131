using System.Buffers;
using System.Text;

namespace Yixiang.Sheets;

public sealed partial class Table<TRow>
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    /// <summary>Writes CSV as RFC 4180 has it, in UTF-8 with a byte order mark, without which Excel takes it for GBK.</summary>
    public async Task WriteCsvAsync(Stream stream, IAsyncEnumerable<TRow> rows, CancellationToken cancel)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 16, leaveOpen: true);
        var text = new StringBuilder();
        Append(text, Head());
        var cells = new Cell[columns.Count];
        await foreach (var row in rows.WithCancellation(cancel))
        {
            Fill(cells, row);
            Append(text, cells);
            if (text.Length > 1 << 15)
            {
                await writer.WriteAsync(text, cancel);
                text.Clear();
            }
        }

        await writer.WriteAsync(text, cancel);
        await writer.FlushAsync(cancel);
    }

    private static void Append(StringBuilder text, Cell[] cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            text.Append(i == 0 ? "" : ",");
            AppendField(text, cells[i].IsNumeric ? cells[i].Plain : FormulaInjection.Neutralise(cells[i].Text));
        }

        text.Append("\r\n");
    }

    private static void AppendField(StringBuilder text, string field)
    {
        if (field.AsSpan().ContainsAny(NeedsQuotes))
        {
            text.Append('"').Append(field.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
        else
        {
            text.Append(field);
        }
    }
}
