using System.Diagnostics;
using System.Globalization;
using System.Text;
using ExcelDataReader;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Site;

namespace Yixiang.Bench;

/// <summary>How fast a large spreadsheet becomes filings, as a share of what the reading library needs for one pass over the same file in the same run.</summary>
internal static class ImportBench
{
    /// <summary>What a process needs to be warm: a server that has run for a minute is measured, not the compiler.</summary>
    private const int WarmUpRows = 20_000;

    public static async Task<int> RunAsync(string[] args)
    {
        var rows = args is ["--rows", var given, ..] ? int.Parse(given, CultureInfo.InvariantCulture) : 100_000;
        var onlyFirst = args is [.., "--only", "first"];
        var folder = Directory.CreateTempSubdirectory("yixiang-bench-").FullName;
        var file = Path.Combine(folder, "list.xlsx");
        Workbook.Write(file, rows);
        var warmUp = Path.Combine(folder, "first.xlsx");
        Workbook.Write(warmUp, WarmUpRows, first: 5_000_000);
        Console.WriteLine($"{rows:#,##0} rows x 20 columns, {new FileInfo(file).Length >> 20} MiB; one process, {Environment.ProcessorCount} processors");
        try
        {
            await MeasureAsync("SQLite", warmUp, file, rows, onlyFirst, Path.Combine(folder, "sqlite"), null);
            if (Environment.GetEnvironmentVariable("TEST_POSTGRES") is { } server)
            {
                await OnNewDatabaseAsync(server, postgres => MeasureAsync("PostgreSQL", warmUp, file, rows, onlyFirst, Path.Combine(folder, "postgres"), postgres));
            }

            return 0;
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(string database, string warmUp, string file, int rows, bool onlyFirst, string data, string? postgres)
    {
        await using var product = Product(data, postgres);
        await using (var scope = product.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<Schema>().UpgradeAsync(CancellationToken.None);
        }

        var unit = await UnitAsync(product);
        var cold = await ImportAsync(product, unit, warmUp, WarmUpRows);
        LibraryPass(file, rows);
        var bound = LibraryPass(file, rows);
        var first = await ImportAsync(product, unit, file, rows);
        if (onlyFirst)
        {
            Say($"{database}: read, validate, save", first.PerSecond, first.PerSecond / bound);
            return;
        }

        var bound2 = LibraryPass(file, rows);
        var second = await ImportAsync(product, unit, file, rows);
        var bound3 = LibraryPass(file, rows);
        var dry = await ImportAsync(product, unit, file, rows, dry: true);
        Say($"{database}: the library's own pass", Math.Max(bound, Math.Max(bound2, bound3)), null);
        Say($"{database}: the first {WarmUpRows:#,##0} rows of a process that has just started", cold.PerSecond, null);
        Say($"{database}: read, validate, save", first.PerSecond, first.PerSecond / bound);
        Say($"{database}: the same file again ({second.Counts.Unchanged:#,##0} unchanged)", second.PerSecond, second.PerSecond / bound2);
        Say($"{database}: a dry run of it ({dry.Counts.Unchanged:#,##0} unchanged)", dry.PerSecond, dry.PerSecond / bound3);
        Console.WriteLine($"{database}: peak working set {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB; accepted {first.Counts.Applicable:#,##0}, rejected {first.Counts.Rejected:#,##0}");
    }

    private static double LibraryPass(string file, int rows)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var watch = Stopwatch.StartNew();
        using var stream = File.OpenRead(file);
        using var reader = ExcelReaderFactory.CreateOpenXmlReader(stream);
        while (reader.Read())
        {
            for (var i = 0; i < reader.FieldCount; i++)
            {
                _ = reader.GetValue(i);
            }
        }

        return rows / watch.Elapsed.TotalSeconds;
    }

    private static async Task<(double PerSecond, ImportCounts Counts)> ImportAsync(WebApplication product, long unit, string file, int rows, bool dry = false)
    {
        await using var scope = product.Services.CreateAsyncScope();
        var (db, desk, run) = (scope.ServiceProvider.GetRequiredService<Db>(), scope.ServiceProvider.GetRequiredService<ImportDesk>(), scope.ServiceProvider.GetRequiredService<ImportRun>());
        var watch = Stopwatch.StartNew();
        await using var content = File.OpenRead(file);
        var import = await desk.BeginAsync(content, "list.xlsx", unit, null, Actor.Product);
        await db.MoveAsync(dry ? Import.Lifecycle.Check : Import.Lifecycle.Load, import, new Nothing(), dry ? new(null, "", Role.UnitAdministrator, unit) : Actor.Product, TimeProvider.System.GetUtcNow());
        await run.CarryAsync(import.Reference);
        var elapsed = watch.Elapsed.TotalSeconds;
        var done = await db.Imports.AsNoTracking().SingleAsync(i => i.Id == import.Id);
        return done.State == (dry ? ImportState.Checked : ImportState.Applied) ? (rows / elapsed, done.Counts) : throw new InvalidOperationException($"The import ended as {done.State}: {done.Problem}");
    }

    internal static async Task<long> UnitAsync(WebApplication product)
    {
        await using var scope = product.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var now = TimeProvider.System.GetUtcNow();
        var unit = Organisation.OrganisationLifecycle.Begin(new() { Reference = "O-000001", Uscc = "911407000000000000", Name = "测量用单位", Kind = OrganisationKind.Other, AreaCode = "140702", CreatedAt = now }, namedByList: true);
        db.Organisations.Add(unit);
        db.Record(JournalEntry.Of("organisation", unit.Reference, "name", new(Actor.Product, now)));
        await db.SaveChangesAsync();
        return unit.Id;
    }

    internal static WebApplication Product(string data, string? postgres)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Data"] = data, ["Postgres"] = postgres });
        builder.AddYixiang();
        builder.Logging.ClearProviders();
        return builder.Build();
    }

    /// <summary>Gives the work a connection to a new, empty database, and drops that database however the work ends.</summary>
    internal static async Task OnNewDatabaseAsync(string server, Func<string, Task> work)
    {
        var name = $"bench_{Guid.NewGuid():N}";
        await OnServerAsync(server, $"CREATE DATABASE {name}");
        try
        {
            await work($"{server};Database={name}");
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
            await OnServerAsync(server, $"DROP DATABASE {name} WITH (FORCE)");
        }
    }

    private static async Task OnServerAsync(string server, string statement)
    {
        await using var connection = new NpgsqlConnection($"{server};Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static void Say(string what, double perSecond, double? share) =>
        Console.WriteLine($"{what}: {perSecond:#,##0} rows/s{(share is { } s ? $" = {s:0.00} of the library's pass" : "")}");
}
