namespace Yixiang.Sheets;

public sealed partial class Table<TRow>
{
    /// <summary>Writes a PDF on A4 landscape with the Chinese font inside, header on each page and pages numbered.</summary>
    public async Task WritePdfAsync(Stream stream, IAsyncEnumerable<TRow> rows, TableHeading heading, PdfFont font, CancellationToken cancel)
    {
        var cells = new Cell[columns.Count];
        List<string[]> lines = [];
        await foreach (var row in rows.WithCancellation(cancel))
        {
            Fill(cells, row);
            lines.Add([.. cells.Select(c => c.Printed)]);
        }

        PdfColumn[] shapes = [.. columns.Zip(Head(), (c, head) => new PdfColumn(head.Text, c.Width, c.AlignsRight))];
        await stream.WriteAsync(PdfPages.Draw(heading, shapes, lines, font.Read()), cancel);
    }
}
