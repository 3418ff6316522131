using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Ledger.Figures;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Statistics;

/// <summary>One measure that can be asked for.</summary>
/// <param name="By">The groupings by which it is told.</param>
public sealed record MeasureView(string Measure, string Name, string Unit, string Definition, IReadOnlyList<string> By, string Url);

/// <summary>What is told of one group.</summary>
/// <param name="Number">Value in 万元, share as a fraction of 1, time in working days; null where it is not told.</param>
/// <param name="Of">From how many instruments or answers.</param>
/// <param name="Withheld">Why it is not told: <c>too-small</c>, <c>held-back</c>, <c>too-few</c>.</param>
public sealed record DatumView(string Code, string Name, decimal? Number, int? Of, string? Withheld);

/// <summary>One measure on one day.</summary>
/// <param name="Day">Of which the figures are; for persons the end of a month.</param>
public sealed record StatisticView(string Measure, string Name, string Unit, string Definition, DateOnly Day, DatumView Whole, IReadOnlyDictionary<string, IReadOnlyList<DatumView>> By);

/// <summary>The public figures over the API: the same as the page says.</summary>
internal static class StatisticsApi
{
    private const string Root = "/api/v1/statistics";

    public static void MapStatisticsApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(Root).WithTags("Statistics").Public();
        api.MapGet("", List).WithName("statistics.list").WithSummary(In(English, "api.statistics.list")).Produces<IReadOnlyList<MeasureView>>();
        api.MapGet("/{measure}", ShowAsync).WithName("statistics.show").WithSummary(In(English, "api.statistics.show")).WithQuery("by", "asOf").Produces<StatisticView>().ProducesValidationProblem().ProducesProblem(404);
    }

    private static MeasureView[] List(HttpRequest request, GroupWords words) =>
    [
        .. Enum.GetValues<Measure>().Select(m => new MeasureView(
            Measures.Address(m), GroupWords.NameOf(m), UnitOf(m), words.MeaningOf(m), [.. m.Groupings().Select(Measures.Address)], PageAddress.Of(request, $"{Root}/{Measures.Address(m)}"))),
    ];

    private static async Task<IResult> ShowAsync(string measure, HttpContext http, StatisticsReading reading, GroupWords words, TimeProvider clock, CancellationToken stop)
    {
        if (Measures.Find<Measure>(measure) is not { } wanted)
        {
            return Problems.NotFound(measure);
        }

        List<FieldProblem> problems = [];
        var asOf = LedgerAddress.Day(http.Request.Query["asOf"].ToString(), clock.Today(), problems);
        var by = StatisticsModel.ReadGrouping(http.Request.Query["by"].ToString(), wanted, problems);
        if (LedgerApi.Invalid(http, ["by", "asOf"], problems) is { } invalid)
        {
            return invalid;
        }

        var statistic = await reading.ReadAsync(wanted, asOf, stop);
        http.Response.Headers.CacheControl = "public, no-cache";
        http.Response.Headers.Vary = "Accept-Language";
        return Results.Ok(new StatisticView(
            measure, GroupWords.NameOf(wanted), UnitOf(wanted), words.MeaningOf(wanted), statistic.Day, View(statistic.Whole, T("figures.whole")),
            statistic.By.Where(g => by is null || g.Key == by).ToDictionary(g => Measures.Address(g.Key), g => (IReadOnlyList<DatumView>)[.. g.Value.Select(d => View(d, words.NameOf(wanted, g.Key, d.Code)))])));
    }

    /// <summary>A share is told here as a fraction of 1, on pages and in files in %.</summary>
    private static string UnitOf(Measure measure) => measure == Measure.ExternalShare ? T("figures.unit-fraction") : GroupWords.UnitOf(measure);

    private static DatumView View(Datum d, string name) => new(d.Code, name, d.Number is { } number ? Math.Round(number, 6) : null, d.Basis, d.Silence is { } silence ? Measures.Address(silence) : null);
}
