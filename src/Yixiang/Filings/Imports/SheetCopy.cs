using System.Text;
using Yixiang.Sheets;

namespace Yixiang.Filings;

/// <summary>A sheet that is written anew from one that was handed in: CSV as CSV, everything else as .xlsx. Rows keep their places.</summary>
internal abstract class SheetCopy : IAsyncDisposable
{
    /// <param name="widths">Of the columns, in characters.</param>
    public static SheetCopy To(Stream to, FileFormat format, string sheetName, IReadOnlyList<double> widths) =>
        format == FileFormat.Csv ? new Lines(to) : new Book(to, sheetName, widths);

    public virtual Task StartAsync(CancellationToken stop) => Task.CompletedTask;

    /// <param name="row">Its number, as Excel shows it.</param>
    public abstract Task WriteAsync(int row, Cell[] cells, CancellationToken stop);

    public abstract Task FinishAsync(CancellationToken stop);

    public abstract ValueTask DisposeAsync();

    public static Cell Of(SheetCell cell) => cell.Kind switch
    {
        SheetCellKind.Number when Math.Abs(cell.Number) < 1e15 => Cell.OfNumber((decimal)cell.Number),
        SheetCellKind.Date when cell.Date.TimeOfDay == TimeSpan.Zero => Cell.OfDate(DateOnly.FromDateTime(cell.Date)),
        _ => Cell.OfText(cell.ToString()),
    };

    private sealed class Book(Stream to, string name, IReadOnlyList<double> widths) : SheetCopy
    {
        private readonly WorkbookWriter _book = new(to);
        private int _row;

        public override Task StartAsync(CancellationToken stop) => _book.StartSheetAsync(new SheetShape(name, [.. widths]), stop);

        public override async Task WriteAsync(int row, Cell[] cells, CancellationToken stop)
        {
            for (; _row < row - 1; _row++)
            {
                await _book.WriteRowAsync([], stop);
            }

            await _book.WriteRowAsync(cells, stop);
            _row++;
        }

        public override Task FinishAsync(CancellationToken stop) => _book.FinishAsync(stop);

        public override ValueTask DisposeAsync()
        {
            _book.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Lines(Stream to) : SheetCopy
    {
        private readonly StreamWriter _writer = new(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 15, leaveOpen: true);

        public override Task WriteAsync(int row, Cell[] cells, CancellationToken stop) =>
            _writer.WriteAsync((string.Join(',', cells.Select(c => Quoted(c.IsNumeric ? c.Plain : FormulaInjection.Neutralise(c.Text)))) + "\r\n").AsMemory(), stop);

        public override Task FinishAsync(CancellationToken stop) => _writer.FlushAsync(stop);

        public override ValueTask DisposeAsync() => _writer.DisposeAsync();

        private static string Quoted(string text) =>
            text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
