using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Site;

namespace Yixiang.Bench;

/// <summary>
/// How long after a publication or an exit has been committed each node still gives a kept page that does not know of it: the list that is
/// read all the time, and the entry's own page. One node on SQLite; two nodes on one PostgreSQL, of which only the first commits.
/// </summary>
internal static class FreshBench
{
    private const int Rounds = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private const string List = "/instruments?sort=newest";

    public static async Task<int> RunAsync()
    {
        await MeasureAsync("SQLite", null, nodes: 1);
        if (Environment.GetEnvironmentVariable("TEST_POSTGRES") is { } server)
        {
            await ImportBench.OnNewDatabaseAsync(server, postgres => MeasureAsync("PostgreSQL", postgres, nodes: 2));
        }

        return 0;
    }

    private static async Task MeasureAsync(string database, string? postgres, int nodes)
    {
        var data = Directory.CreateTempSubdirectory("yixiang-bench-").FullName;
        List<WebApplication> sites = [];
        try
        {
            for (var i = 0; i < nodes; i++)
            {
                sites.Add(await NodeAsync(data, postgres));
            }

            var organisation = await ImportBench.UnitAsync(sites[0]);
            var clients = sites.ConvertAll(s => new HttpClient { BaseAddress = new(s.Urls.First()) });
            var published = clients.ConvertAll(_ => new List<double>());
            var exited = clients.ConvertAll(_ => new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                var reference = $"FRESH-{round:000}";
                await Task.WhenAll(clients.Select(c => SaysAsync(c, List, reference)));
                await UntilAsync(clients, published, await PublishAsync(sites[0], reference, organisation), c => SaysAsync(c, List, $"/instruments/{reference}"));
                await Task.WhenAll(clients.Select(c => SaysAsync(c, $"/instruments/{reference}", reference)));
                await UntilAsync(clients, exited, await ExitAsync(sites[0], reference), async c => await SaysAsync(c, $"/instruments/{reference}", "退出开放共享台账") && !await SaysAsync(c, List, $"/instruments/{reference}"));
            }

            for (var i = 0; i < nodes; i++)
            {
                Say($"{database}, node {i + 1}: a publication is on its list", published[i]);
                Say($"{database}, node {i + 1}: an exit is off its list and on its entry's page", exited[i]);
            }

            clients.ForEach(c => c.Dispose());
        }
        finally
        {
            foreach (var site in sites)
            {
                await site.DisposeAsync();
            }

            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<WebApplication> NodeAsync(string data, string? postgres)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Yixiang", Args = ["--Data", data, "--Postgres", postgres ?? "", "--urls", "http://127.0.0.1:0"] });
        builder.AddYixiang();
        builder.Services.AddKernelJobs();
        builder.Logging.ClearProviders();
        var site = builder.Build();
        await using (var scope = site.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<Schema>().UpgradeAsync(CancellationToken.None);
        }

        site.UseYixiang();
        await site.StartAsync();
        return site;
    }

    /// <returns>When it was committed.</returns>
    private static async Task<long> PublishAsync(WebApplication site, string reference, long organisation)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var act = Now();
        var instrument = new Instrument { Reference = reference, OrganisationId = organisation, OwnNumber = reference, Kind = ResourceKind.SingleSet, AcceptedAt = act.At };
        instrument.Revise(Particulars.Empty.With(Fields.Name, "扫描电子显微镜").With(Fields.Area, "140702").With(Fields.Function, "材料表面微观形貌观察").With(Fields.OriginalValue, "2350000.00"), "F1", act.At);
        db.Instruments.Add(instrument);
        db.Record(Instrument.Lifecycle.Publish.Fire(act, instrument, new()));
        await db.SaveChangesAsync();
        return Stopwatch.GetTimestamp();
    }

    /// <returns>When it was committed.</returns>
    private static async Task<long> ExitAsync(WebApplication site, string reference)
    {
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var instrument = await db.Instruments.SingleAsync(i => i.Reference == reference);
        db.Record(Instrument.Lifecycle.Exit.Fire(Now(), instrument, new(ExitCause.Scrapped)));
        await db.SaveChangesAsync();
        return Stopwatch.GetTimestamp();
    }

    private static async Task<bool> SaysAsync(HttpClient client, string page, string words) =>
        (await client.GetStringAsync(new Uri(page, UriKind.Relative))).Contains(words, StringComparison.Ordinal);

    private static Act Now() => new(new(null, "bench", Role.BureauOfficer), TimeProvider.System.GetUtcNow());

    private static Task UntilAsync(List<HttpClient> clients, List<List<double>> times, long since, Func<HttpClient, Task<bool>> knows) => Task.WhenAll(clients.Select(async (client, i) =>
    {
        while (!await knows(client))
        {
            if (Stopwatch.GetElapsedTime(since) > Patience)
            {
                throw new TimeoutException($"Node {i + 1} did not know of the change after {Patience.TotalSeconds:0} s.");
            }

            await Task.Delay(2);
        }

        times[i].Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
    }));

    private static void Say(string what, List<double> times)
    {
        times.Sort();
        Console.WriteLine($"{what} after {times[times.Count / 2]:0} ms (median of {times.Count}), at the longest {times[^1]:0} ms");
    }
}
