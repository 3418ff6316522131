using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Ledger.Search;
using Yixiang.Organisations;
using Yixiang.Site;

namespace Yixiang.Bench;

/// <summary>
/// The public pages against a bound measured in the same run: how much slower the list gets from 1,000 to 100,000 instruments, and how many pages a second
/// the server answers over 32 connections, kept ones and such as have to be made, beside a constant page of the same size.
/// </summary>
public static class PublicPages
{
    private const int Clients = 32;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(4);
    private static readonly string[] Names = ["扫描电子显微镜", "气相色谱-质谱联用仪", "高效液相色谱仪", "X射线衍射仪", "核磁共振波谱仪", "万能材料试验机", "原子吸收分光光度计", "红外光谱仪"];
    private static readonly string[] Words = ["质谱", "显微", "色谱 分析", "X射线", "M12", "材料试验", "检测中心", "光谱仪"];
    private static readonly string[] Areas = ["140702", "140703", "140721", "140722", "140727", "140728", "140729", "140781"];
    private static readonly string[] Classes = ["010102", "010301", "010401", "010501", "020101", "010203", "010502", "030101"];

    private static readonly (string Name, string Address)[] Pages =
    [
        ("front page", "/"), ("list", "/instruments"), ("filtered search", $"/instruments?q={Uri.EscapeDataString(Words[0])}&area={Areas[0]}"), ("detail", "/instruments/BENCH-1"),
    ];

    /// <param name="args"><c>--only detail</c> measures the rate of one page alone, long enough to look at where its time goes.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        await MeasureAsync(Console.Out, args is ["--only", var name] ? name : null);
        return 0;
    }

    private static async Task MeasureAsync(TextWriter output, string? only)
    {
        await using var site = await StartAsync();
        using var client = new HttpClient { BaseAddress = new(site.Urls.First()) };
        var index = site.Services.GetRequiredService<LedgerIndex>();
        var smallest = (Page: 0.0, Index: 0.0);
        if (only is not null)
        {
            index.Fill(Listings(100_000));
            var (_, address) = Pages.Single(p => p.Name == only);
            await client.GetByteArrayAsync(new Uri(address, UriKind.Relative));
            await output.WriteLineAsync("looked at");
            await RateAsync(client, Anew(address), eachAnew: true, TimeSpan.FromSeconds(15));
        }

        foreach (var count in only is null ? (int[])[1_000, 10_000, 100_000] : [])
        {
            index.Fill(Listings(count));
            var page = await LatencyAsync(client, count);
            var asked = LatencyOfIndex(index);
            smallest = smallest.Page == 0 ? (page.P99, asked.P99) : smallest;
            await output.WriteLineAsync($"list of {count,7:#,##0}: page p50 {page.P50:0.00} ms, p99 {page.P99:0.00} ms ({page.P99 / smallest.Page:0.00} x 1k); index alone p50 {asked.P50 * 1000:0} µs, p99 {asked.P99 * 1000:0} µs");
        }

        foreach (var (name, address) in Pages.Where(p => only is null || p.Name == only))
        {
            await ThroughputAsync(output, client, name, address);
        }
    }

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Yixiang", Args = ["--Data", Directory.CreateTempSubdirectory("yixiang-bench-").FullName, "--urls", "http://127.0.0.1:0"] });
        builder.AddYixiang();
        builder.Logging.ClearProviders();
        var site = builder.Build();
        await using (var scope = site.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<Schema>().UpgradeAsync(CancellationToken.None);
            await PublishOneAsync(scope.ServiceProvider.GetRequiredService<Db>());
        }

        site.UseYixiang();
        site.MapGet("/constant/{size:int}", (int size) => Results.Text(new string('x', size), "text/html")).Public();
        await site.StartAsync();
        return site;
    }

    private static async Task PublishOneAsync(Db db)
    {
        var act = new Act(new(null, "bench", Role.BureauOfficer), TimeProvider.System.GetUtcNow());
        var organisation = Organisation.OrganisationLifecycle.Begin(new() { Reference = "O-000001", Uscc = "12140700DEM000001R", Name = "检测中心", Kind = OrganisationKind.ResearchInstitute, AreaCode = "140702", CreatedAt = act.At }, namedByList: true);
        db.Organisations.Add(organisation);
        db.Record(JournalEntry.Of("organisation", organisation.Reference, "register", act));
        await db.SaveChangesAsync();
        var instrument = new Instrument { Reference = "BENCH-1", OrganisationId = organisation.Id, OwnNumber = "1", Kind = ResourceKind.SingleSet, AcceptedAt = act.At };
        instrument.Revise(Particulars.Empty.With(Fields.Name, Names[0]).With(Fields.Area, Areas[0]).With(Fields.Function, "材料表面微观形貌观察与微区成分分析").With(Fields.OriginalValue, "2350000.00"), "F1", act.At);
        db.Instruments.Add(instrument);
        db.Record(Instrument.Lifecycle.Publish.Fire(act, instrument, new()));
        await db.SaveChangesAsync();
    }

    private static IEnumerable<LedgerEntry> Listings(int count) => Enumerable.Range(0, count).Select(i => new Listing(
            $"JZ-{i:000000}", Names[i % 8], $"M{i * 7919L % 10_000}", "日立高新", Classes[i / 3 % 8], Areas[i / 5 % 8], $"12140700DEM{i % 200:000000}X", $"第{i % 200}检测中心",
            (ResourceKind)(i % 4), i % 3 == 0 ? "free" : "cost", Yuan.Of(i % 977 * 10_000), new DateOnly(2026, 1, 1).AddDays(i % 90)))
        .Select(l => new LedgerEntry(l, "", "材料表面微观形貌观察与微区成分分析，适用于金属、陶瓷、煤及煤化工产品", [.. LedgerWords.Values(l)]));

    /// <summary>Questions as people mix them: words, filters, orders, later pages. Each is asked once only, so that no kept page answers it.</summary>
    private static string Address(int run, int i) => (i % 5) switch
    {
        0 => $"/instruments?q={Uri.EscapeDataString(Words[i % 8])}&page={(i % 7) + 1}&asked={run}-{i}",
        1 => $"/instruments?area={Areas[i % 8]}&class={Classes[i % 8][..4]}00&page={(i % 3) + 1}&asked={run}-{i}",
        2 => $"/instruments?sort=value&page={(i % 40) + 1}&asked={run}-{i}",
        3 => $"/instruments?q={Uri.EscapeDataString(Words[i % 8])}&area={Areas[i / 5 % 8]}&fee=cost&asked={run}-{i}",
        _ => $"/instruments?kind=SingleSet&sort=name&page={(i % 20) + 1}&asked={run}-{i}",
    };

    private static async Task<(double P50, double P99)> LatencyAsync(HttpClient client, int run)
    {
        var times = new List<double>();
        for (var i = 0; i < 1300; i++)
        {
            var clock = Stopwatch.GetTimestamp();
            using var answer = await client.GetAsync(new Uri(Address(run, i), UriKind.Relative));
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync();
            times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
        }

        return Percentiles(times.Skip(300));
    }

    private static (double P50, double P99) LatencyOfIndex(LedgerIndex index)
    {
        var times = new List<double>();
        for (var i = 0; i < 3000; i++)
        {
            var filters = i % 2 == 0 ? LedgerQuestion.NoFilters : LedgerQuestion.Only(Facet.Area, Areas[i % 8]);
            var clock = Stopwatch.GetTimestamp();
            index.Ask(new(i % 3 == 0 ? null : Words[i % 8], filters, LedgerOrder.Relevance, (i % 20) + 1, 20), Facet.Area, Facet.Class, Facet.Kind, Facet.FeeBasis);
            times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
        }

        return Percentiles(times.Skip(500));
    }

    private static (double P50, double P99) Percentiles(IEnumerable<double> times)
    {
        double[] sorted = [.. times.Order()];
        return (sorted[sorted.Length / 2], sorted[sorted.Length * 99 / 100]);
    }

    private static async Task ThroughputAsync(TextWriter output, HttpClient client, string name, string address)
    {
        var size = (await client.GetByteArrayAsync(new Uri(address, UriKind.Relative))).Length;
        var bound = await RateAsync(client, $"/constant/{size}");
        var kept = await RateAsync(client, address);
        var made = await RateAsync(client, Anew(address), eachAnew: true);
        var bound2 = await RateAsync(client, $"/constant/{size}");
        var best = Math.Max(bound, bound2);
        await output.WriteLineAsync($"{name} of {size:#,##0} bytes at {Clients} connections: a constant page of that size {best:#,##0}/s; kept {kept:#,##0}/s (share {kept / best:0.00}); made anew {made:#,##0}/s (share {made / best:0.00})");
    }

    private static string Anew(string address) => address + (address.Contains('?', StringComparison.Ordinal) ? '&' : '?') + "asked=";

    /// <param name="eachAnew">Each request has an address of its own, so that no kept page answers it.</param>
    private static async Task<double> RateAsync(HttpClient client, string address, bool eachAnew = false, TimeSpan? span = null)
    {
        var count = 0;
        await client.GetByteArrayAsync(new Uri(address, UriKind.Relative));
        var clock = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(clock) < (span ?? Span))
            {
                var number = Interlocked.Increment(ref count);
                await client.GetByteArrayAsync(new Uri(eachAnew ? $"{address}{number}-{clock}" : address, UriKind.Relative));
            }
        }));
        return count / Stopwatch.GetElapsedTime(clock).TotalSeconds;
    }
}
