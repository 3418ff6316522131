using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger.Comparing;

/// <summary>A comparison to take home: each line of the page is a line of the file, the instruments stand side by side.</summary>
internal static class ComparisonFiles
{
    private static readonly string[] Columns = ["compare.first", "compare.second", "compare.third", "compare.fourth"];

    public static void MapComparison(this IEndpointRouteBuilder app) =>
        app.MapGet("/compare.{format:regex(^(xlsx|csv)$)}", DownloadAsync).Marked().Public().ExcludeFromDescription();

    private static async Task<IResult> DownloadAsync(string format, HttpRequest request, ComparisonReading comparison, PdfFont font, TimeProvider clock, CancellationToken stop)
    {
        var address = ComparisonAddress.Read(request.Query["i"]);
        if (address.Refused.Count > 0)
        {
            throw new RefusedException(new(RefusalKind.WrongInput, "compare-too-many"));
        }

        var all = await comparison.FindAsync(address.References, stop);
        if (all.Count == 0)
        {
            return Results.NotFound();
        }

        var table = new Table<ComparedRow>("compare.sheet").Text("compare.question", r => r.Label, width: 22);
        foreach (var (_, i) in all.Select((c, i) => (c, i)))
        {
            table.Text(Columns[i], r => r.Values[i], width: 36);
        }

        IEnumerable<ComparedRow> rows =
        [
            new("reference", T("ledger.reference"), [.. all.Select(c => c.Reference)]),
            new("name", T("ledger.name"), [.. all.Select(c => c.Name)]),
            .. comparison.Rows(all),
        ];
        var name = $"{T("compare.title")} {CityTime.Show(clock.Today())}";
        return Download.Of(table, Enum.Parse<SheetFormat>(format, ignoreCase: true), name, rows.ToAsyncEnumerable(), new(T("compare.title"), T("ledger.figures-of", CityTime.Show(clock.Today()))), font);
    }
}
