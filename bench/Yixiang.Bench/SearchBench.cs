using System.Diagnostics;
using System.Globalization;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Ledger.Search;

namespace Yixiang.Bench;

/// <summary>Searches with all facets counted: ours, a plain look through everything, and each database's own full-text search, in the same run over the same instruments and questions.</summary>
internal static class SearchBench
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(6);
    private static readonly string[] Areas = ["140702", "140703", "140721", "140722", "140727", "140728", "140729", "140781"];

    public static async Task<int> RunAsync(string[] args)
    {
        var most = args is ["--to", var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 50_000;
        var lexicon = new Lexicon(PurposeBook.Shipped, CodeTables.Shipped, await CityPack.LoadAsync("jinzhong"));
        foreach (var count in new[] { 1_000, 50_000, 1_000_000 }.Where(c => c <= most))
        {
            await MeasureAsync(lexicon, count);
        }

        return 0;
    }

    private static async Task MeasureAsync(Lexicon lexicon, int count)
    {
        var questions = Questions(lexicon);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        using var index = new LedgerIndex(lexicon);
        index.Fill(Entries(lexicon, count));
        var built = watch.Elapsed;
        Console.WriteLine($"{count:#,##0} instruments: built in {built.TotalSeconds:0.0} s, {(GC.GetTotalMemory(forceFullCollection: true) - before) >> 20} MiB with all texts");

        var facets = Enum.GetValues<Facet>();
        var ours = Say("index", await TimeAsync(questions, q => Task.FromResult(index.Ask(q, facets).Total)), null);
        if (count > 100_000)
        {
            return;
        }

        List<LedgerEntry> all = [.. Entries(lexicon, count)];
        Say("plain look", await TimeAsync(questions, q => Task.FromResult(FullText.Look(all, q))), ours);
        await using (var sqlite = await FullText.OnSqliteAsync(all))
        {
            Say("SQLite's own (FTS5)", await TimeAsync(questions, sqlite.AskAsync), ours);
        }

        if (Environment.GetEnvironmentVariable("TEST_POSTGRES") is { } server)
        {
            await using var postgres = await FullText.OnPostgresAsync(all, server);
            Say("PostgreSQL's own (tsvector)", await TimeAsync(questions, postgres.AskAsync), ours);
        }
    }

    private static async Task<(double PerSecond, double P99)> TimeAsync(List<LedgerQuestion> questions, Func<LedgerQuestion, Task<int>> ask)
    {
        foreach (var question in questions.Take(20))
        {
            await ask(question);
        }

        List<double> times = [];
        var clock = Stopwatch.StartNew();
        for (var i = 0; clock.Elapsed < Span || times.Count < 30; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await ask(questions[i % questions.Count]);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        var perSecond = times.Count / clock.Elapsed.TotalSeconds;
        times.Sort();
        return (perSecond, times[(int)(times.Count * 0.99)]);
    }

    private static double Say(string what, (double PerSecond, double P99) figures, double? ours)
    {
        Console.WriteLine($"  {what}: {figures.PerSecond:#,##0} searches/s, p99 {figures.P99:0.00} ms{(ours is { } o ? $"; the index does {o / figures.PerSecond:0.0} times as many" : "")}");
        return figures.PerSecond;
    }

    /// <summary>Instruments of every technique of the vocabulary, in units of every area, with models of their own.</summary>
    private static IEnumerable<LedgerEntry> Entries(Lexicon lexicon, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var technique = lexicon.Techniques[i % lexicon.Techniques.Count];
            var maker = lexicon.Book.Makers[i * 31 % lexicon.Book.Makers.Count].Names[0];
            var listing = new Listing(
                $"JZ-{i:000000}", technique.Name.Zh + (i % 3 == 0 ? "仪" : ""), $"M{i * 7919L % 100_000}-{i % 7}", maker, technique.Classes[i % technique.Classes.Count], Areas[i / 5 % 8],
                $"12140700DEM{i % 2000:000000}X", $"第{i % 2000}检测中心", (ResourceKind)(i % 4), i % 3 == 0 ? "free" : "cost", Yuan.Of(i % 977 * 10_000), new DateOnly(2026, 1, 1).AddDays(i % 90));
            var words = $"{string.Join('、', technique.Measures.Select(m => m.Zh))}\n{string.Join('、', technique.Samples.Select(m => m.Zh))}";
            yield return new(listing, technique.Name.En, words, [.. LedgerWords.Values(listing), (Facet.Mode, $"{1 + (i % 3)}"), (Facet.Funds, $"{1 + (i % 4)}"), (Facet.Price, Bands.Price[i % 5].Code)]);
        }
    }

    /// <summary>A mix as people ask: techniques, wants of samples, pinyin, models, filters, later pages.</summary>
    private static List<LedgerQuestion> Questions(Lexicon lexicon) =>
    [
        .. Enumerable.Range(0, 400).Select(i =>
        {
            var technique = lexicon.Techniques[i * 37 % lexicon.Techniques.Count];
            var filters = i % 4 == 0 ? LedgerQuestion.Only(Facet.Area, Areas[i % 8]) : LedgerQuestion.NoFilters;
            var words = (i % 6) switch
            {
                0 => technique.Name.Zh,
                1 => technique.Measures[i % technique.Measures.Count].Zh,
                2 => $"{technique.Samples[i % technique.Samples.Count].Zh} {technique.Measures[0].Zh}",
                3 => $"M{i * 7919L % 100_000}",
                4 => technique.Synonyms.En.Count > 0 ? technique.Synonyms.En[0] : technique.Name.En,
                _ => technique.Samples[i % technique.Samples.Count].Zh,
            };
            return new LedgerQuestion(words, filters, LedgerOrder.Relevance, 1 + (i % 3), 20);
        }),
    ];
}
