using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Ledger.Figures;

namespace Yixiang.Statistics;

/// <summary>One group as the page shows it.</summary>
/// <param name="List">Where its instruments are, without the language; null where no list can show just them.</param>
/// <param name="Said">Its number, or the sign that stands for it.</param>
/// <param name="Figure">What else the ledger tells of it; null for persons and response times.</param>
public sealed record FigureRow(string Name, string? List, Datum Datum, string Said, Figure? Figure);

/// <summary>One table with its plot.</summary>
/// <param name="Rest">How many more groups the file has.</param>
public sealed record FigureSeries(Measure Measure, Grouping Grouping, IReadOnlyList<FigureRow> Rows, int Rest)
{
    public string Address => Measures.Address(Grouping);

    public decimal Most => Rows.Max(r => r.Datum.Number ?? 0);
}

/// <summary>The public figures, each measure with its plots, tables, definition, day and files. What is asked for stands in the address: <c>?measure=external-share&amp;by=area&amp;asOf=2026-06-30</c>.</summary>
[Public, Timeless, OutputCache(PolicyName = LedgerCache.Policy)]
public sealed class StatisticsModel(StatisticsReading reading, FiguresReading ledger, GroupWords words, IWebHostEnvironment house, TimeProvider clock) : PageModel
{
    private const int MostRows = 20, AllRows = 200;

    /// <summary>Every measure of the whole, as the tiles tell them.</summary>
    public IReadOnlyList<Statistic> All { get; private set; } = [];

    public Statistic Shown { get; private set; } = null!;
    public IReadOnlyList<FigureSeries> Series { get; private set; } = [];
    public List<FieldProblem> Problems { get; } = [];

    /// <summary>Whether the plots that move were bundled into this build (<c>bin/charts</c>); the bars that the server draws are always there.</summary>
    public bool HasPlots => house.WebRootFileProvider.GetFileInfo("js/plots.js").Exists;

    public Measure Measure { get; private set; }

    /// <summary>The one grouping that is asked for; null for all.</summary>
    public Grouping? By { get; private set; }

    public DateOnly? AsOf { get; private set; }
    public DateOnly Today => clock.Today();
    public DateOnly Day => AsOf ?? Today;

    public async Task OnGetAsync(CancellationToken stop)
    {
        AsOf = LedgerAddress.Day(Request.Query["asOf"].ToString(), Today, Problems);
        Measure = ReadMeasure(Request.Query["measure"].ToString());
        By = ReadGrouping(Request.Query["by"].ToString(), Measure, Problems);
        List<Statistic> all = [];
        foreach (var measure in Enum.GetValues<Measure>())
        {
            all.Add(await reading.ReadAsync(measure, AsOf, stop));
        }

        (All, Shown) = (all, all[(int)Measure]);
        var figures = Measure.IsOfLedger() ? await ledger.AtAsync(AsOf, stop) : null;
        Series = [.. Measure.Groupings().Where(g => By is null || g == By).Select(g => Of(g, figures)).Where(s => s.Rows.Count > 0)];
    }

    /// <summary>The page with another measure or grouping, on the same day.</summary>
    public string To(Measure measure, Grouping? by) => "/statistics" + Query(measure, by);

    public string Export(FigureSeries series, string format) => $"{Request.PathBase}/statistics/{series.Address}.{format}{Query(Measure, null)}";

    /// <summary>The same table over the API.</summary>
    public string Machine(FigureSeries series) => $"{Request.PathBase}/api/v1/statistics/{Measures.Address(Measure)}{new QueryBuilder([new("by", series.Address), .. DayAsked])}";

    /// <summary>The number of the whole; a sum of values in whole 万元.</summary>
    public string Say(Statistic statistic) => statistic is { Measure: Measure.Value, Whole.Number: { } wan } ? wan.ToString("#,##0") : words.Say(statistic.Measure, statistic.Whole);

    public string Meaning => words.MeaningOf(Measure);

    internal static Grouping? ReadGrouping(string named, Measure measure, List<FieldProblem> problems)
    {
        if (named == "" || (Measures.Find<Grouping>(named) is { } found && measure.Groupings().Contains(found)))
        {
            return Measures.Find<Grouping>(named);
        }

        problems.Add(new("by", "unknown-code", named.Length > 30 ? named[..30] : named));
        return null;
    }

    private Measure ReadMeasure(string named)
    {
        if (named == "" || Measures.Find<Measure>(named) is not null)
        {
            return Measures.Find<Measure>(named) ?? Measure.Instruments;
        }

        Problems.Add(new("measure", "unknown-code", named.Length > 30 ? named[..30] : named));
        return Measure.Instruments;
    }

    private IEnumerable<KeyValuePair<string, string>> DayAsked => AsOf is { } day ? [new("asOf", CityTime.Show(day))] : [];

    private string Query(Measure measure, Grouping? by) =>
        new QueryBuilder([.. measure == Measure.Instruments ? Array.Empty<KeyValuePair<string, string>>() : [new("measure", Measures.Address(measure))], .. by is { } g ? [new("by", Measures.Address(g))] : Array.Empty<KeyValuePair<string, string>>(), .. DayAsked]).ToString();

    private FigureSeries Of(Grouping grouping, LedgerFigures? figures)
    {
        var all = Shown.By[grouping];
        var most = By is null ? MostRows : AllRows;
        return new(Measure, grouping, [.. all.Take(most).Select(d => Of(grouping, d, figures))], Math.Max(0, all.Count - most));
    }

    private FigureRow Of(Grouping grouping, Datum datum, LedgerFigures? figures) => new(
        words.NameOf(Measure, grouping, datum.Code), AsOf is null && figures is not null ? GroupWords.ListOf(grouping, datum.Code) : null, datum, words.Say(Measure, datum), figures?.Of(grouping, datum.Code));
}
