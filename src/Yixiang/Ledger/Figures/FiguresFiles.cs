using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger.Figures;

/// <summary>Each table of the figures as a file, with the day that it tells of.</summary>
internal static class FiguresFiles
{
    public static void MapFigures(this IEndpointRouteBuilder app) =>
        app.MapGet("/statistics/{grouping}.{format:regex(^(xlsx|csv)$)}", DownloadAsync).Marked().Public().ExcludeFromDescription();

    /// <summary>The name of a grouping in addresses: <c>half-year</c>.</summary>
    public static string Address(Grouping grouping) => string.Concat(grouping.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{c}" : $"{c}")).ToLowerInvariant();

    private static async Task<IResult> DownloadAsync(string grouping, string format, HttpRequest request, FiguresReading reading, FigureWords words, PdfFont font, TimeProvider clock, CancellationToken stop)
    {
        var asOf = LedgerAddress.DemandDay(request, clock);
        if (Enum.GetValues<Grouping>().Where(g => Address(g) == grouping).ToList() is not [var wanted])
        {
            return Results.NotFound();
        }

        var figures = await reading.AtAsync(asOf, stop);
        var table = new Table<Figure>("figures.sheet")
            .Text("figures.group", f => words.NameOf(wanted, f.Code), width: 34)
            .Number("ledger.count", f => f.Instruments)
            .Wan("ledger.value-wan", f => f.Value, width: 18)
            .Number("figures.organisations", f => f.Organisations)
            .Number("figures.with-hours", f => f.WithHours, width: 18)
            .Number("figures.hours", f => f.Hours, width: 18);
        var name = T($"figures.by-{Address(wanted)}");
        var day = CityTime.Show(asOf ?? clock.Today());
        return Download.Of(table, Enum.Parse<SheetFormat>(format, ignoreCase: true), $"{name} {day}", figures.By(wanted).ToAsyncEnumerable(), new(name, T("ledger.figures-of", day)), font);
    }
}
