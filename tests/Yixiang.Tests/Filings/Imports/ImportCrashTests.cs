using System.Diagnostics;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Operator;

namespace Yixiang.Tests.Filings.Imports;

/// <summary>Imports that are interrupted: nothing is lost and nothing is doubled.</summary>
public sealed class ImportCrashTests
{
    private const int Rows = 3500;

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_pass_that_breaks_off_in_the_middle_goes_on_where_it_stopped(string database)
    {
        await using var site = await Site.StartAsync(database);
        var import = await BeginAsync(site);
        var chunks = 0;

        await Assert.ThrowsAsync<TimeoutException>(() => RunAsync(site, import, _ => ++chunks == 3 ? throw new TimeoutException() : Task.CompletedTask));
        Assert.Equal(2000, await site.QueryAsync(db => db.Filings.CountAsync()));
        Assert.Equal(2001, await site.QueryAsync(db => db.Imports.Select(i => i.LastRow).SingleAsync()));
        await RunAsync(site, import);

        await AssertWholeAsync(site);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Two_runners_at_once_write_each_row_once(string database)
    {
        await using var site = await Site.StartAsync(database);
        var import = await BeginAsync(site);

        await Task.WhenAll(RunAsync(site, import), RunAsync(site, import));

        await site.EndOfPassAsync(import);
        await AssertWholeAsync(site);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_cancelled_import_is_resumed_and_ends_whole(string database)
    {
        await using var site = await Site.StartAsync(database);
        var import = await BeginAsync(site);
        var before = await site.QueryAsync(db => db.Imports.AsNoTracking().SingleAsync());

        await RunAsync(site, import, cancelAfterChunk: 1);
        Assert.Equal(ImportState.Cancelled, await site.QueryAsync(db => db.Imports.Select(i => i.State).SingleAsync()));
        Assert.Equal(1000, await site.QueryAsync(db => db.Filings.CountAsync()));
        Assert.Equal(ImportState.Applied, (await site.MoveAsync(before, Import.Lifecycle.Resume)).State);

        await AssertWholeAsync(site);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_killed_process_leaves_whole_chunks_and_the_server_finishes_the_work(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var file = Path.Combine(site.DataFolder, "list.csv");
        await File.WriteAllBytesAsync(file, Csv());
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = [typeof(CommandLine).Assembly.Location, "import", file, "--organisation", unit.Uscc!, .. site.Place, "--json"];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        while (!process.HasExited && await site.QueryAsync(db => db.Imports.Where(i => i.LastRow > 0).CountAsync()) == 0)
        {
            await Task.Delay(5);
        }

        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();

        // The killed process went by the real clock; its lease has run out by then.
        site.Clock.Now = TimeProvider.System.GetUtcNow().AddHours(1);
        var reference = await site.QueryAsync(db => db.Imports.Select(i => i.Reference).SingleAsync());
        await site.EndOfPassAsync(reference);
        await AssertWholeAsync(site);
    }

    private static async Task<string> BeginAsync(Site site)
    {
        var unit = await site.GivenOrganisationAsync();
        return await site.UseAsync(async s =>
        {
            var db = s.GetRequiredService<Db>();
            var import = await s.GetRequiredService<ImportDesk>().BeginAsync(new MemoryStream(Csv()), "list.csv", unit.Id, null, Actor.Product);

            // Together: between the two the site's own courier would begin the work that the test means to do.
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.MoveAsync(Import.Lifecycle.Load, import, new Nothing(), Actor.Product, site.Clock.Now);
            await db.Deliveries.Where(d => d.Carrier == "import").ExecuteUpdateAsync(set => set.SetProperty(d => d.DueAt, site.Clock.Now.AddDays(1)));
            await transaction.CommitAsync();
            return import.Reference;
        });
    }

    private static Task<int> RunAsync(Site site, string import, Func<CancellationToken, Task>? alive = null, int cancelAfterChunk = 0) => site.UseAsync(async s =>
    {
        var chunk = 0;
        await s.GetRequiredService<ImportRun>().CarryAsync(import, async stop =>
        {
            await (alive?.Invoke(stop) ?? Task.CompletedTask);
            if (++chunk == cancelAfterChunk)
            {
                await s.GetRequiredService<Db>().Imports.Where(i => i.Reference == import)
                    .ExecuteUpdateAsync(set => set.SetProperty(i => i.State, ImportState.Cancelled).SetProperty(i => i.StoppedWhileApplying, true), stop);
            }
        });
        return 0;
    });

    private static async Task AssertWholeAsync(Site site)
    {
        var import = await site.QueryAsync(db => db.Imports.AsNoTracking().SingleAsync());
        Assert.Equal((ImportState.Applied, Rows, Rows), (import.State, import.Counts.Rows, import.Counts.Accepted));
        var numbers = await site.QueryAsync(db => db.Filings.Select(f => f.OwnNumber).ToListAsync());
        Assert.Equal((Rows, Rows), (numbers.Count, numbers.Distinct().Count()));
        Assert.Equal(Rows, await site.QueryAsync(db => db.ImportRows.CountAsync()));
        Assert.Equal(Rows, await site.QueryAsync(db => db.Journal.CountAsync(e => e.Subject == "filing" && e.What == "begin")));
    }

    private static byte[] Csv() => Encoding.UTF8.GetBytes("所在单位仪器编号,仪器设备名称,规格型号,原值(万元)\n" + string.Concat(Enumerable.Range(1, Rows).Select(i => $"A{i},电镜,X{i},{i % 900 + 20}\n")));
}
