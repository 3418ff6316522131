using Microsoft.EntityFrameworkCore;

namespace Yixiang.Kernel;

/// <summary>Takes owed work off the deliveries table and hands it to its carrier: at least once, safe with several nodes, across restarts.</summary>
public sealed class Courier(IServiceScopeFactory scopes, ILogger<Courier> log, TimeProvider clock) : BackgroundService
{
    private const int Hands = 2;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Hands).Select(_ => WorkAsync(stoppingToken)));

    /// <summary>Carries everything that is due now and returns how much that was: for tests and for the command line.</summary>
    public async Task<int> CarryDueAsync(CancellationToken stop)
    {
        var done = 0;
        while (await CarryOneAsync(stop))
        {
            done++;
        }

        return done;
    }

    private async Task WorkAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (!await CarryOneAsync(stop))
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, stop);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                log.LogError(error, "Owed work could not be taken; it is tried again in five seconds.");
                await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, stop);
            }
        }
    }

    private async Task<bool> CarryOneAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var carriers = scope.ServiceProvider.GetServices<ICarrier>().ToDictionary(c => c.Name);
        if (await TakeAsync(db, carriers, stop) is not { } delivery)
        {
            return false;
        }

        string? error = null;
        try
        {
            await carriers[delivery.Carrier].CarryAsync(delivery, stop);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            log.LogWarning(fault, "Delivery {Id} by {Carrier} failed at attempt {Attempt}.", delivery.Id, delivery.Carrier, delivery.Attempts);
            error = fault is RefusedException refused ? refused.Refusal.Sentence : fault.GetType().Name + ": " + fault.Message;
        }

        await CloseAsync(delivery, error, stop);
        return true;
    }

    /// <summary>Leases the next due delivery: one row, skipped by whoever else is looking.</summary>
    private async Task<Delivery?> TakeAsync(Db db, Dictionary<string, ICarrier> carriers, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var next = await db.NextDueAsync(now, stop);
        if (next is null)
        {
            return null;
        }

        var lease = carriers.TryGetValue(next.Carrier, out var carrier) ? carrier.Lease : TimeSpan.FromMinutes(5);
        var taken = await db.Deliveries
            .Where(d => d.Id == next.Id && d.Attempts == next.Attempts && d.DoneAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(d => d.LeasedUntil, now + lease).SetProperty(d => d.Attempts, d => d.Attempts + 1), stop);
        if (taken == 0)
        {
            return await TakeAsync(db, carriers, stop);
        }

        next.Attempts++;
        return next;
    }

    private async Task CloseAsync(Delivery delivery, string? error, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var now = clock.GetUtcNow();
        var row = db.Deliveries.Where(d => d.Id == delivery.Id);
        _ = error is null
            ? await row.ExecuteUpdateAsync(s => s.SetProperty(d => d.DoneAt, now).SetProperty(d => d.LeasedUntil, (DateTimeOffset?)null).SetProperty(d => d.Error, (string?)null), stop)
            : await row.ExecuteUpdateAsync(
                s => s.SetProperty(d => d.LeasedUntil, (DateTimeOffset?)null)
                    .SetProperty(d => d.Error, error.Length > 2000 ? error[..2000] : error)
                    .SetProperty(d => d.DueAt, now + delivery.NextPause)
                    .SetProperty(d => d.FailedAt, delivery.Attempts >= Delivery.MostAttempts ? now : null), stop);
    }
}

internal static class DeliverySql
{
    /// <summary>The oldest due delivery that nobody holds; on PostgreSQL rows another node is just taking are skipped.</summary>
    public static async Task<Delivery?> NextDueAsync(this Db db, DateTimeOffset now, CancellationToken stop) =>
        await db.Deliveries.AsNoTracking()
            .Where(d => d.DoneAt == null && d.FailedAt == null && d.DueAt <= now && (d.LeasedUntil == null || d.LeasedUntil < now))
            .OrderBy(d => d.DueAt).ThenBy(d => d.Id).FirstOrDefaultAsync(stop);
}
