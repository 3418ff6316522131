using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Yixiang.Kernel;

namespace Yixiang.Ledger.Figures;

/// <summary>One group as the page shows it.</summary>
/// <param name="List">Where its instruments are, without the language; null where no list can show just them.</param>
public sealed record FigureRow(string Name, string? List, Figure Figure);

/// <summary>One table with its plot.</summary>
/// <param name="Rest">How many more groups the file has.</param>
public sealed record FigureSeries(Grouping Grouping, IReadOnlyList<FigureRow> Rows, int Rest)
{
    public string Address => FiguresFiles.Address(Grouping);

    public int Most => Rows.Max(r => r.Figure.Instruments);
}

/// <summary>The public figures of the ledger, each with its plot, table, definition, day and file.</summary>
[Public, OutputCache(PolicyName = LedgerCache.Policy)]
public sealed class StatisticsModel(FiguresReading reading, FigureWords words, IWebHostEnvironment house, TimeProvider clock) : PageModel
{
    private const int MostRows = 20;

    public LedgerFigures Figures { get; private set; } = null!;
    public IReadOnlyList<FigureSeries> Series { get; private set; } = [];
    public List<FieldProblem> Problems { get; } = [];

    /// <summary>Whether the plots that move were bundled into this build (<c>bin/charts</c>); the bars that the server draws are always there.</summary>
    public bool HasPlots => house.WebRootFileProvider.GetFileInfo("js/plots.js").Exists;

    public DateOnly? AsOf { get; private set; }
    public DateOnly Today => clock.Today();
    public DateOnly Day => AsOf ?? Today;

    public async Task OnGetAsync(CancellationToken stop)
    {
        AsOf = LedgerAddress.Day(Request.Query["asOf"].ToString(), Today, Problems);
        Figures = await reading.AtAsync(AsOf, stop);
        Series = [.. Enum.GetValues<Grouping>().Select(Of).Where(s => s.Rows.Count > 0)];
    }

    public string Export(FigureSeries series, string format) =>
        $"{Request.PathBase}/statistics/{series.Address}.{format}{(AsOf is { } day ? $"?asOf={CityTime.Show(day)}" : "")}";

    private FigureSeries Of(Grouping grouping)
    {
        var all = Figures.By(grouping);
        return new(grouping, [.. all.Take(MostRows).Select(f => new FigureRow(words.NameOf(grouping, f.Code), AsOf is null ? FigureWords.ListOf(grouping, f.Code) : null, f))], Math.Max(0, all.Count - MostRows));
    }
}
