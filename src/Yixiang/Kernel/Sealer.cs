using System.Data;
using Microsoft.EntityFrameworkCore;

namespace Yixiang.Kernel;

/// <summary>Lays the chain over the journal, behind the writers: one sealer at a time, in batches (decision 0003).</summary>
public sealed class Sealer(IServiceScopeFactory scopes, ILogger<Sealer> log, TimeProvider clock) : BackgroundService
{
    private const int BatchSize = 5_000;

    /// <summary>Names the advisory lock by which only one node seals at a time on PostgreSQL.</summary>
    private const long SealLock = 0x5945_4A00;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SealAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.LogError(error, "The journal could not be sealed; it is tried again in a second.");
            }
        }
    }

    /// <summary>Seals every entry that is visible and not yet sealed.</summary>
    /// <returns>How many entries were sealed.</returns>
    public async Task<int> SealAsync(CancellationToken stop)
    {
        var (all, sealedNow) = (0, 0);
        do
        {
            await using var scope = scopes.CreateAsyncScope();
            sealedNow = await SealBatchAsync(scope.ServiceProvider.GetRequiredService<Db>(), stop);
            all += sealedNow;
        }
        while (sealedNow == BatchSize);
        return all;
    }

    private static async Task<int> SealBatchAsync(Db db, CancellationToken stop)
    {
        var open = db.Journal.AsNoTracking().Where(e => !db.Seals.Any(s => s.EntryId == e.Id)).OrderBy(e => e.Id).Take(BatchSize);
        if (!await open.AnyAsync(stop))
        {
            return 0;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, stop);
        if (db.OnPostgres && !(await db.Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock({SealLock}) AS \"Value\"").ToListAsync(stop))[0])
        {
            return 0;
        }

        var last = await db.Seals.AsNoTracking().OrderByDescending(s => s.Number).FirstOrDefaultAsync(stop);
        var entries = await open.ToListAsync(stop);
        foreach (var entry in entries)
        {
            db.Seals.Add(last = JournalSeal.Over(entry, last));
        }

        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return entries.Count;
    }
}
