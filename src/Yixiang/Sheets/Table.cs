using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Sheets;

/// <summary>One column of a table.</summary>
/// <param name="Title">Key of the title's text.</param>
/// <param name="Width">Width in characters of a spreadsheet's default font; a Chinese character takes two. On paper columns share the page in these proportions.</param>
public sealed record Column<TRow>(string Title, double Width, bool AlignsRight, Func<TRow, Cell> Cell);

/// <summary>What stands above and below a table in a file that people read.</summary>
/// <param name="Subtitle">Whose figures, of which date.</param>
/// <param name="DocumentNumber">Shown at the foot of each printed page.</param>
public sealed record TableHeading(string Title, string? Subtitle = null, string? DocumentNumber = null);

/// <summary>The formats a table can leave the house in.</summary>
public enum SheetFormat { Xlsx, Csv, Pdf }

/// <summary>A list that leaves the house: declared once, written as .xlsx, CSV or PDF.</summary>
/// <param name="name">Key of the text that names the sheet; no longer than 31 characters, as spreadsheets demand.</param>
/// <example><code>
/// static readonly Table&lt;Row&gt; Instruments = new Table&lt;Row&gt;("ledger.sheet")
///     .Text("ledger.name", r => r.Name, width: 30)
///     .Money("ledger.original-value", r => r.OriginalValue)
///     .Date("ledger.published-on", r => r.PublishedOn);
/// </code></example>
public sealed partial class Table<TRow>(string name)
{
    private readonly List<Column<TRow>> columns = [];

    public IReadOnlyList<Column<TRow>> Columns => columns;

    public Table<TRow> Text(string title, Func<TRow, string?> get, double width = 20) => Add(title, width, false, row => Cell.OfText(get(row)));

    /// <summary>An identifier: digits that are not a number.</summary>
    public Table<TRow> Code(string title, Func<TRow, string?> get, double width = 16) => Add(title, width, false, row => Cell.OfCode(get(row)));

    public Table<TRow> Number(string title, Func<TRow, decimal?> get, double width = 12) => Add(title, width, true, row => Cell.OfNumber(get(row)));

    /// <summary>Money in yuan; the title says the unit.</summary>
    public Table<TRow> Money(string title, Func<TRow, Yuan?> get, double width = 16) => Add(title, width, true, row => Cell.OfMoney(get(row)));

    /// <summary>Money in 万元; the title says the unit.</summary>
    public Table<TRow> Wan(string title, Func<TRow, Yuan?> get, double width = 14) => Add(title, width, true, row => Cell.OfWan(get(row)));

    public Table<TRow> Date(string title, Func<TRow, DateOnly?> get, double width = 12) => Add(title, width, false, row => Cell.OfDate(get(row)));

    public Table<TRow> Instant(string title, Func<TRow, DateTimeOffset?> get, double width = 17) => Add(title, width, false, row => Cell.OfInstant(get(row)));

    /// <summary>Writes the table in a format. Rows are taken one by one; only PDF, which must know its number of pages, holds them.</summary>
    /// <exception cref="RefusedException"><c>pdf-no-font</c>: no font that can show Chinese is installed.</exception>
    public Task WriteAsync(SheetFormat format, Stream stream, IAsyncEnumerable<TRow> rows, TableHeading heading, PdfFont font, CancellationToken cancel) => format switch
    {
        SheetFormat.Xlsx => WriteXlsxAsync(stream, rows, heading, cancel),
        SheetFormat.Csv => WriteCsvAsync(stream, rows, cancel),
        SheetFormat.Pdf => WritePdfAsync(stream, rows, heading, font, cancel),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    private Table<TRow> Add(string title, double width, bool alignsRight, Func<TRow, Cell> cell)
    {
        columns.Add(new(title, width, alignsRight, cell));
        return this;
    }

    private Cell[] Head() => [.. columns.Select(c => Sheets.Cell.Head(T(c.Title)))];

    private void Fill(Cell[] cells, TRow row)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = columns[i].Cell(row);
        }
    }
}
