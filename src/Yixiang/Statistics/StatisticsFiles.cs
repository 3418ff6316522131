using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Ledger.Figures;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Statistics;

/// <summary>Each table of the figures as a file, with the day that it tells of. What the ledger tells of a grouping is one file; persons and response times have their own.</summary>
internal static class StatisticsFiles
{
    public static void MapStatisticsFiles(this IEndpointRouteBuilder app) =>
        app.MapGet("/statistics/{grouping}.{format:regex(^(xlsx|csv)$)}", DownloadAsync).Public().ExcludeFromDescription();

    private static async Task<IResult> DownloadAsync(string grouping, string format, HttpRequest request, StatisticsReading reading, FiguresReading ledger, GroupWords words, PdfFont font, TimeProvider clock, CancellationToken stop)
    {
        var asOf = LedgerAddress.DemandDay(request, clock);
        var named = request.Query["measure"].ToString();
        if (Measures.Find<Grouping>(grouping) is not { } wanted || (named == "" ? Measure.Instruments : Measures.Find<Measure>(named)) is not { } measure || !measure.Groupings().Contains(wanted))
        {
            return Results.NotFound();
        }

        var kind = Enum.Parse<SheetFormat>(format, ignoreCase: true);
        if (measure.IsOfLedger())
        {
            var figures = (await ledger.AtAsync(asOf, stop)).By(wanted);
            var day = CityTime.Show(asOf ?? clock.Today());
            var name = T($"figures.by-{grouping}");
            return Download.Of(OfLedger(wanted, words), kind, $"{name} {day}", figures.ToAsyncEnumerable(), new(name, T("ledger.figures-of", day)), font);
        }

        var statistic = await reading.ReadAsync(measure, asOf, stop);
        var title = T("figures.of-by", GroupWords.NameOf(measure), T($"figures.by-{grouping}"));
        var told = CityTime.Show(statistic.Day);
        return Download.Of(OfOne(measure, wanted, words), kind, $"{title} {told}", statistic.By[wanted].ToAsyncEnumerable(), new(title, $"{T("ledger.figures-of", told)} {words.MeaningOf(measure)}"), font);
    }

    private static Table<Figure> OfLedger(Grouping grouping, GroupWords words) => new Table<Figure>("figures.sheet")
        .Text("figures.group", f => words.NameOf(grouping, f.Code), width: 34)
        .Number("ledger.count", f => f.Instruments)
        .Wan("ledger.value-wan", f => f.Value, width: 18)
        .Number("figures.organisations", f => f.Organisations)
        .Number("figures.with-hours", f => f.WithHours, width: 18)
        .Number("figures.hours", f => f.Hours, width: 18)
        .Number("figures.with-run", f => f.Run.Instruments, width: 18)
        .Number("figures.run-hours", f => f.Run.Hours, width: 18)
        .Number("figures.with-service", f => f.Served.Instruments, width: 18)
        .Number("figures.service-hours", f => f.Served.Hours, width: 18)
        .Number("figures.with-both", f => f.RunOfBoth.Instruments, width: 18)
        .Number("figures.external-percent", f => f.ExternalShare is { } share ? decimal.Round(share * 100, 1) : null, width: 18);

    private static Table<Datum> OfOne(Measure measure, Grouping grouping, GroupWords words)
    {
        var table = new Table<Datum>("figures.sheet")
            .Text("figures.group", d => words.NameOf(measure, grouping, d.Code), width: 34)
            .Number($"figures.number-{Measures.Address(measure)}", d => d.Number, width: 20);
        return (measure == Measure.ResponseTime ? table.Number("figures.answers", d => d.Basis) : table)
            .Text("figures.not-told", d => d.Silence is { } silence ? words.SignOf(silence) : null, width: 34);
    }
}
