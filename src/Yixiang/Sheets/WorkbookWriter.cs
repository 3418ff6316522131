using System.IO.Compression;

namespace Yixiang.Sheets;

/// <summary>
/// Writes an .xlsx row by row into a stream that need not seek, such as the body of a response. It holds one buffer, whatever the number of rows.
/// </summary>
/// <remarks>
/// Our own because the libraries at hand either hold the rows or cannot merge, freeze and repeat head rows: docs/decisions/streaming-workbook.md.
/// Text is written inline, as string cells that are never calculated. Only <see cref="FinishAsync"/> completes the file; disposing an unfinished one
/// writes nothing, so that an export that breaks off early can still be answered with its refusal.
/// </remarks>
public sealed class WorkbookWriter : IDisposable
{
    private const int FlushAt = 1 << 16;

    private readonly PendingBytes pending;
    private readonly ZipArchive zip;
    private readonly SheetXml xml = new();
    private readonly List<(SheetShape Shape, int Rows)> done = [];
    private SheetShape? shape;
    private Stream? sheet;
    private int rows;

    public WorkbookWriter(Stream stream)
    {
        pending = new(stream);
        zip = new(pending, ZipArchiveMode.Create, leaveOpen: true);
    }

    public async Task StartSheetAsync(SheetShape next, CancellationToken cancel)
    {
        await EndSheetAsync(cancel);
        (shape, rows) = (next, 0);
        sheet = Open($"xl/worksheets/sheet{done.Count + 1}.xml");
        xml.Open(next, isFirst: done.Count == 0);
    }

    public async ValueTask WriteRowAsync(IReadOnlyList<Cell> cells, CancellationToken cancel)
    {
        xml.Row(++rows, cells);
        if (xml.Length > FlushAt)
        {
            await PassOnAsync(cancel);
        }
    }

    /// <summary>Completes the workbook.</summary>
    public async Task FinishAsync(CancellationToken cancel)
    {
        await EndSheetAsync(cancel);
        foreach (var (path, content) in WorkbookParts.Of(done))
        {
            using var part = Open(path);
            part.Write(content);
        }

        zip.Dispose();
        await pending.PassOnAsync(cancel);
    }

    public void Dispose()
    {
        sheet?.Dispose();
        zip.Dispose();
        pending.Dispose();
    }

    private Stream Open(string path) => zip.CreateEntry(path, CompressionLevel.Fastest).Open();

    private async Task EndSheetAsync(CancellationToken cancel)
    {
        if (sheet is null || shape is null)
        {
            return;
        }

        xml.Close(shape, rows);
        await PassOnAsync(cancel);
        sheet.Dispose();
        done.Add((shape, rows));
        (sheet, shape) = (null, null);
    }

    private async Task PassOnAsync(CancellationToken cancel)
    {
        if (sheet is null)
        {
            throw new InvalidOperationException("A row was written before a sheet was started.");
        }

        sheet.Write(xml.Written.Span);
        xml.Clear();
        await pending.PassOnAsync(cancel);
    }
}
