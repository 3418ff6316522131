using Microsoft.Extensions.DependencyInjection;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Sheets;

/// <summary>
/// The list of a page as a file: the page itself, asked with <c>?format=xlsx</c> or <c>?format=csv</c>, so that its scope and its filters
/// cannot be other than those of what is shown (A4: every list exports). The links are the partial <c>_Exports</c>.
/// </summary>
public sealed class ListFiles(CityPack pack, TimeProvider clock, PdfFont font)
{
    /// <summary>The name in the address.</summary>
    public const string Parameter = "format";

    /// <summary>The whole list when a file is asked for; null when the page is.</summary>
    /// <param name="title">Key of the text that names the list.</param>
    /// <param name="rows">Taken only when a file is asked for, one by one, while it is sent.</param>
    public Download? Asked<TRow>(HttpRequest request, Table<TRow> table, string title, Func<IAsyncEnumerable<TRow>> rows) =>
        FormatOf(request) is { } format ? Download.Of(table, format, $"{T(title)} {CityTime.Show(clock.Today())}", rows(), new(T(title), T("list.of", pack.City.Bureau, CityTime.Show(clock.GetUtcNow()))), font) : null;

    /// <summary>The same for a list of persons or of what was said to them: taking it away leaves a line in the journal.</summary>
    public async Task<Download?> AskedAsync<TRow>(Db db, Actor actor, HttpRequest request, Table<TRow> table, string title, Func<IAsyncEnumerable<TRow>> rows, CancellationToken stop)
    {
        if (Asked(request, table, title, rows) is not { } file)
        {
            return null;
        }

        db.Record(JournalEntry.Of("list", title, "export", new(actor, clock.GetUtcNow()), request.QueryString.Value, null, FormatOf(request).ToString()));
        await db.SaveChangesAsync(stop);
        return file;
    }

    private static SheetFormat? FormatOf(HttpRequest request) => !HttpMethods.IsGet(request.Method) ? null : request.Query[Parameter].ToString() switch { "xlsx" => SheetFormat.Xlsx, "csv" => SheetFormat.Csv, _ => null };
}
