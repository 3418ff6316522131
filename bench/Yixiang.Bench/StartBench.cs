using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Organisations;
using Yixiang.Site;

namespace Yixiang.Bench;

/// <summary>How long the product takes from the start of its process to the first page, and how much memory it then holds, with so many published instruments.</summary>
/// <remarks><c>--site</c> names the <c>Yixiang.dll</c> of a published folder; else the build beside the benchmark is started. Beside it stands the bound: a process of the same runtime and framework that does nothing but answer one page.</remarks>
internal static class StartBench
{
    private const int Together = 10_000;
    private static readonly string[] Names = ["扫描电子显微镜", "气相色谱-质谱联用仪", "高效液相色谱仪", "X射线衍射仪", "核磁共振波谱仪", "万能材料试验机", "原子吸收分光光度计", "红外光谱仪"];
    private static readonly string[] Classes = ["010102", "010301", "010401", "010501", "020101", "010203", "010502", "030101"];

    public static async Task<int> RunAsync(string[] args)
    {
        var most = Array.IndexOf(args, "--to") is >= 0 and var to ? int.Parse(args[to + 1], CultureInfo.InvariantCulture) : 50_000;
        var published = Array.IndexOf(args, "--site") is >= 0 and var at ? args[at + 1] : typeof(Composition).Assembly.Location;
        var bound = await StartAsync(["dotnet", typeof(StartBench).Assembly.Location, "empty-site"], "/");
        Console.WriteLine($"an empty site of the same framework: first page after {bound.Seconds:0.00} s, {bound.MiB} MiB");
        foreach (var count in new[] { 1_000, 50_000, 1_000_000 }.Where(c => c <= most))
        {
            var data = Directory.CreateTempSubdirectory("yixiang-bench-").FullName;
            try
            {
                await FillAsync(data, count);
                var site = await StartAsync(["dotnet", published, "serve", "--data", data], "/instruments?q=%E8%B4%A8%E8%B0%B1");
                Console.WriteLine($"{count:#,##0} instruments: first page after {site.Seconds:0.00} s (the empty site {site.Seconds / bound.Seconds:0.0} times), {site.MiB:#,##0} MiB after it");
            }
            finally
            {
                Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
                Directory.Delete(data, recursive: true);
            }
        }

        return 0;
    }

    /// <summary>The bound: serves one word.</summary>
    public static async Task<int> ServeNothingAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        await using var site = builder.Build();
        site.MapGet("/", () => "empty");
        await site.RunAsync();
        return 0;
    }

    /// <summary>Starts a process, asks until it answers, asks a little more, and reads what it holds.</summary>
    private static async Task<(double Seconds, long MiB)> StartAsync(string[] command, string page)
    {
        var port = FreePort();
        var address = new Uri($"http://127.0.0.1:{port}{page}");
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(command[0], [.. command[1..], "--urls", $"http://127.0.0.1:{port}"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            using var client = new HttpClient();
            while (!await AnswersAsync(client, address))
            {
                if (process.HasExited || clock.Elapsed > TimeSpan.FromMinutes(5))
                {
                    throw new InvalidOperationException($"{string.Join(' ', command)} did not come up.");
                }

                await Task.Delay(20);
            }

            var seconds = clock.Elapsed.TotalSeconds;
            for (var i = 0; i < 200; i++)
            {
                await client.GetByteArrayAsync(address);
            }

            process.Refresh();
            return (seconds, process.WorkingSet64 >> 20);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client, Uri address)
    {
        try
        {
            using var answer = await client.GetAsync(address);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Published instruments in an embedded database, written as the import writes them.</summary>
    private static async Task FillAsync(string data, int count)
    {
        await using var product = ImportBench.Product(data, null);
        await using var scope = product.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Schema>().UpgradeAsync(CancellationToken.None);
        var unit = await ImportBench.UnitAsync(product);
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var act = new Act(new(null, "bench", Role.BureauOfficer), TimeProvider.System.GetUtcNow());
        for (var first = 0; first < count; first += Together)
        {
            List<Instrument> some = [.. Enumerable.Range(first, Math.Min(Together, count - first)).Select(i => Of(unit, i, act))];
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.InsertAllAsync(some, CancellationToken.None);
            var references = some.ConvertAll(i => i.Reference);
            var ids = await db.Instruments.Where(i => references.Contains(i.Reference)).ToDictionaryAsync(i => i.Reference, i => i.Id);
            await db.InsertAllAsync([.. some.Select(i => i.Versions[0])], CancellationToken.None, (nameof(InstrumentVersion.InstrumentId), v => ids[v.FilingReference]));
            await transaction.CommitAsync();
        }
    }

    private static Instrument Of(long unit, int number, Act act)
    {
        var instrument = new Instrument { Reference = $"JZ-{number:0000000}", OrganisationId = unit, OwnNumber = $"{number}", Kind = ResourceKind.SingleSet, AcceptedAt = act.At };
        var particulars = Particulars.Empty.With(Fields.OwnNumber, $"{number}").With(Fields.Name, Names[number % 8]).With(Fields.Model, $"M{number * 7919L % 100_000}").With(Fields.Manufacturer, $"制造商{number % 300}")
            .With(Fields.ClassCode, Classes[number / 3 % 8]).With(Fields.Area, "140702").With(Fields.FeeBasis, "cost").With(Fields.OriginalValue, $"{(number % 977) + 20}0000.00")
            .With(Fields.Function, "材料表面微观形貌观察与微区成分分析，适用于金属、陶瓷、煤及煤化工产品").With(Fields.AcceptedOn, "2024-03-01");
        instrument.Revise(particulars, instrument.Reference, act.At);
        Instrument.Lifecycle.Publish.Fire(act, instrument, new());
        return instrument;
    }
}
