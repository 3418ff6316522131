using static Yixiang.Kernel.Texts;

namespace Yixiang.Sheets;

public sealed partial class Table<TRow>
{
    /// <summary>Rows that one sheet of a workbook can hold; more go on to a further sheet.</summary>
    public const int RowsPerSheet = 1_048_576;

    /// <summary>Writes a workbook row by row: title, frozen and filtered header, typed cells, header repeated on each printed page.</summary>
    public async Task WriteXlsxAsync(Stream stream, IAsyncEnumerable<TRow> rows, TableHeading? heading, CancellationToken cancel)
    {
        using var book = new WorkbookWriter(stream);
        var cells = new Cell[columns.Count];
        var sheets = 0;
        var left = 0;
        await foreach (var row in rows.WithCancellation(cancel))
        {
            if (left == 0)
            {
                left = RowsPerSheet - await StartSheetAsync(book, ++sheets, heading, cancel);
            }

            Fill(cells, row);
            await book.WriteRowAsync(cells, cancel);
            left--;
        }

        if (sheets == 0)
        {
            await StartSheetAsync(book, 1, heading, cancel);
        }

        await book.FinishAsync(cancel);
    }

    private async Task<int> StartSheetAsync(WorkbookWriter book, int number, TableHeading? heading, CancellationToken cancel)
    {
        var above = Above(heading);
        await book.StartSheetAsync(
            new(number == 1 ? T(name) : $"{T(name)} {number}", [.. columns.Select(c => c.Width)])
            {
                HeadRows = above.Count + 1,
                Filtered = true,
                Merges = [.. above.Select((_, i) => new Merge(i, 0, columns.Count - 1))],
            },
            cancel);
        foreach (var line in above)
        {
            await book.WriteRowAsync([line], cancel);
        }

        await book.WriteRowAsync(Head(), cancel);
        return above.Count + 1;
    }

    private static List<Cell> Above(TableHeading? heading)
    {
        List<Cell> above = [];
        if (heading is not null)
        {
            above.Add(Sheets.Cell.Title(heading.Title));
        }

        if (heading?.Subtitle is { } subtitle)
        {
            above.Add(Sheets.Cell.OfText(subtitle));
        }

        return above;
    }
}
