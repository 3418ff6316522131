using System.Data;
using Microsoft.EntityFrameworkCore;

namespace Yixiang.Kernel;

/// <summary>Lays the chain over the journal, behind the writers: one sealer at a time, in small batches (decision 0003).</summary>
public sealed class Sealer(IServiceScopeFactory scopes, ILogger<Sealer> log, TimeProvider clock) : BackgroundService
{
    /// <summary>Small enough that on SQLite, where there is one writer at a time, nobody waits for the sealer more than some milliseconds.</summary>
    private const int BatchSize = 500;

    /// <summary>SQLite keeps no queue: who waits looks again after at most a tenth of a second, and must find the door open then.</summary>
    private static readonly TimeSpan Courtesy = TimeSpan.FromMilliseconds(120);

    /// <summary>Names the advisory lock by which only one node seals at a time on PostgreSQL.</summary>
    private const long SealLock = 0x5945_4A00;

    private readonly Settled settled = new();

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
        var all = 0;
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<Db>();
            var sealedNow = await SealBatchAsync(db, stop);
            all += sealedNow;
            if (sealedNow < BatchSize)
            {
                return all;
            }

            await (db.OnPostgres ? Task.CompletedTask : Task.Delay(Courtesy, TimeProvider.System, stop));
        }
    }

    private async Task<int> SealBatchAsync(Db db, CancellationToken stop)
    {
        var below = settled.Below;
        var open = db.Journal.AsNoTracking().Where(e => e.Id > below && !db.Seals.Any(s => s.EntryId == e.Id)).OrderBy(e => e.Id).Take(BatchSize);
        var highest = await db.Journal.MaxAsync(e => (long?)e.Id, stop) ?? 0;
        if (!await open.AnyAsync(stop))
        {
            settled.Saw(highest);
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

    /// <summary>Below which number no unsealed entry can appear any more, so that the sealer need not look through the whole journal each second.</summary>
    /// <remarks>PostgreSQL gives numbers before the commit, so a lower number may become visible after a higher one; no transaction of the product lasts an hour.</remarks>
    private sealed class Settled
    {
        private readonly Queue<(long Ticks, long Highest)> seen = new();

        public long Below { get; private set; }

        /// <summary>Everything visible up to this number was sealed just now.</summary>
        public void Saw(long highest)
        {
            var now = Environment.TickCount64;
            if (seen.Count == 0 || now - seen.Last().Ticks > 60_000)
            {
                seen.Enqueue((now, highest));
            }

            while (seen.Count > 0 && now - seen.Peek().Ticks > 3_600_000)
            {
                Below = seen.Dequeue().Highest;
            }
        }
    }
}
