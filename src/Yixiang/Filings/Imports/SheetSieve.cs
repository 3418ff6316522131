using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Filings;

/// <summary>Keeps what is classified out of the house while the other rows come in: a sheet with such rows is laid anew without their content before it is kept.</summary>
public sealed class SheetSieve(FileStore files)
{
    private const double Width = 14;

    /// <summary>A sheet without what was classified in it.</summary>
    /// <param name="Rows">Numbers of the rows that were emptied.</param>
    internal sealed record Sieved(ComingFile File, FileFormat Format, IReadOnlyCollection<int> Rows) : IDisposable
    {
        public void Dispose() => File.Dispose();
    }

    /// <summary>Null where nothing is classified and the sheet may be kept as it is.</summary>
    internal async Task<Sieved?> SiftAsync(SheetFile file, SheetTable table, ClassifiedRows classified, CancellationToken stop)
    {
        var rows = classified.FindIn(table);
        if (rows.Count == 0 && !file.Sheets.Any(s => s.Index != table.Sheet.Index && ClassifiedRows.AreIn(file, s)))
        {
            return null;
        }

        var format = file.Format == FileFormat.Csv ? FileFormat.Csv : FileFormat.Xlsx;
        return new(await files.TakeInAsync(to => LayAsync(file, table, classified, rows, to, stop), stop), format, rows);
    }

    private static async Task LayAsync(SheetFile file, SheetTable table, ClassifiedRows classified, HashSet<int> emptied, Stream to, CancellationToken stop)
    {
        await using var copy = SheetCopy.To(to, file.Format, table.Sheet.Name, [.. Enumerable.Repeat(Width, table.Header.Columns.Count)]);
        await copy.StartAsync(stop);
        using var rows = file.Rows(table.Sheet);
        while (rows.Read())
        {
            await copy.WriteAsync(rows.RowNumber, emptied.Contains(rows.RowNumber) ? classified.Emptied() : Copied(rows), stop);
        }

        await copy.FinishAsync(stop);
    }

    private static Cell[] Copied(SheetCursor row)
    {
        var cells = new Cell[row.Cells.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = SheetCopy.Of(row[i]);
        }

        return cells;
    }
}

/// <summary>Removes a sheet that was laid anew: after the change is saved, and again after a crash.</summary>
internal sealed class SheetEraser(Db db, FileStore files) : ICarrier
{
    internal const string CarrierName = "erase-sheet";

    public string Name => CarrierName;

    public static Delivery Owe(string digest, DateTimeOffset at) => new() { Carrier = CarrierName, Key = $"{digest}/{at.ToUnixTimeMilliseconds()}", Payload = digest, DueAt = at, CreatedAt = at };

    public async Task CarryAsync(Delivery delivery, CancellationToken stop) => await files.EraseUnnamedAsync(db, delivery.Payload, stop);
}
