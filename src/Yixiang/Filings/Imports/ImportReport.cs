using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings;

/// <summary>The very sheet that was handed in, with one column added that says what became of each row.</summary>
/// <remarks>An old .xls comes back as .xlsx, CSV as CSV. Rows keep their places.</remarks>
public sealed class ImportReport(Db db, FileStore files, CityPack pack)
{
    private const double ColumnWidth = 14, ReportWidth = 60;

    public static string FileName(Import import) => $"{Path.GetFileNameWithoutExtension(import.File.Name)}-{import.Reference}.{Extension(import)}";

    public static string Extension(Import import) => import.Format == FileFormat.Csv ? "csv" : "xlsx";

    /// <summary>Sends it to a browser.</summary>
    public Download Download(Import import) => new(
        FileName(import), Sheets.Download.ContentType(import.Format == FileFormat.Csv ? SheetFormat.Csv : SheetFormat.Xlsx), (stream, stop) => WriteAsync(import, stream, stop));

    public async Task WriteAsync(Import import, Stream to, CancellationToken stop)
    {
        using var file = SheetFile.Open(files.PathOf(import.File.Digest), import.File.Name, new() { MaxBytes = pack.Settings.Uploads.SheetBytes });
        var table = SheetTable.Find(file, ImportColumns.Lexicon(import.ResourceKind), import.SheetName);
        var width = table.Header.Columns.Count;
        await using var copy = SheetCopy.To(to, import.Format, import.SheetName, [.. Enumerable.Repeat(ColumnWidth, width), ReportWidth]);
        await copy.StartAsync(stop);
        await using var judged = db.ImportRows.AsNoTracking().Where(r => r.ImportId == import.Id).OrderBy(r => r.RowNumber).AsAsyncEnumerable().GetAsyncEnumerator(stop);
        var more = await judged.MoveNextAsync();
        var notes = import.ReadNotes().ToLookup(n => n.Row, n => n.Sentence);
        using var rows = file.Rows(table.Sheet);
        while (rows.Read())
        {
            while (more && judged.Current.RowNumber < rows.RowNumber)
            {
                more = await judged.MoveNextAsync();
            }

            var said = rows.RowNumber == table.Header.LastRow ? string.Join(T("import.said-and"), [T("import.report-column"), .. import.ReadNotes().Where(n => n.Code is "other-sheet" or "heading-twice").Select(n => n.Sentence)])
                : more && judged.Current.RowNumber == rows.RowNumber ? Say(judged.Current) : string.Join(T("import.said-and"), notes[rows.RowNumber]);
            await copy.WriteAsync(rows.RowNumber, Cells(rows, width, said, rows.RowNumber <= table.Header.LastRow), stop);
        }

        await copy.FinishAsync(stop);
    }

    /// <summary><c>不能导入：原值（元）：金额不能是负数</c>.</summary>
    public static string Say(ImportRow row)
    {
        var messages = row.ReadMessages().Select(m => m.FieldLabel.Length > 0 ? T("import.said-of", m.FieldLabel, m.Sentence) : m.Sentence);
        var target = row.Target is null ? "" : T("import.said-target", row.Target);
        return string.Join(T("import.said-and"), [T(row.Outcome) + target, .. messages]);
    }

    private static Cell[] Cells(SheetCursor row, int width, string said, bool head)
    {
        var cells = new Cell[width + 1];
        for (var i = 0; i < width; i++)
        {
            cells[i] = head ? Cell.Head(row[i].ToString()) : SheetCopy.Of(row[i]);
        }

        cells[width] = head ? Cell.Head(said) : Cell.OfText(said);
        return cells;
    }
}
