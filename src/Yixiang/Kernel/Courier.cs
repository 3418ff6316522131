using Microsoft.EntityFrameworkCore;

namespace Yixiang.Kernel;

/// <summary>Takes owed work off the deliveries table and hands it to its carrier: at least once, safe with several nodes, across restarts.</summary>
/// <remarks>
/// Taking is one compare-and-set on the number of attempts: of several nodes that see the same row exactly one changes it. That
/// number also fences: who lost the lease meanwhile cannot write a failure over what the next holder does. Deliveries that are
/// carried in one go are each taken so, and share the fate of the first.
/// </remarks>
public sealed class Courier(IServiceScopeFactory scopes, ILogger<Courier> log, TimeProvider clock) : BackgroundService
{
    private const int Hands = 2;

    /// <summary>More than this are not carried in one go; what is left is the next.</summary>
    private const int MostGathered = 200;

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
        if (await TakeAsync(db, carriers, stop) is not [var delivery, ..] inHand)
        {
            return false;
        }

        try
        {
            if (delivery.Attempts > Delivery.MostAttempts)
            {
                throw new InvalidOperationException("Every attempt ended without an answer.");
            }

            await carriers[delivery.Carrier].CarryAsync(inHand, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await CloseAsync(inHand, (rows, _) => Left(rows), CancellationToken.None);
            throw;
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "Delivery {Id} by {Carrier} failed at attempt {Attempt}.", delivery.Id, delivery.Carrier, delivery.Attempts);
            await CloseAsync(inHand, (rows, held) => FailedAsync(rows, held, WhatWentWrong(fault), stop), stop);
            return true;
        }

        await CloseAsync(inHand, (rows, _) => DoneAsync(rows, stop), stop);
        return true;
    }

    /// <summary>Leases the next due delivery, and in the same transaction what may go along with it: of two hands that come at once, one gets all.</summary>
    /// <returns>Empty when nothing is due.</returns>
    private async Task<IReadOnlyList<Delivery>> TakeAsync(Db db, Dictionary<string, ICarrier> carriers, CancellationToken stop)
    {
        while (true)
        {
            var now = clock.GetUtcNow();
            if (await NextDueAsync(db, now, stop) is not { } next)
            {
                return [];
            }

            await using var transaction = await db.Database.BeginTransactionAsync(stop);
            var carrier = carriers.GetValueOrDefault(next.Carrier);
            if (await LeaseAsync(db, next, now + (carrier?.Lease ?? TimeSpan.FromMinutes(5)), stop))
            {
                IReadOnlyList<Delivery> taken = [next, .. await GatherAsync(db, carrier, next, now, stop)];
                await transaction.CommitAsync(stop);
                return taken;
            }
        }
    }

    /// <summary>Leases what may go along with this one, due or not; what another node has taken is left to it.</summary>
    private static async Task<IReadOnlyList<Delivery>> GatherAsync(Db db, ICarrier? carrier, Delivery first, DateTimeOffset now, CancellationToken stop)
    {
        if (carrier?.GatheredBy(first) is not { } beginning)
        {
            return [];
        }

        var waiting = await db.Deliveries.AsNoTracking()
            .Where(d => d.Carrier == carrier.Name && d.Id != first.Id && d.Key.StartsWith(beginning))
            .Where(d => d.DoneAt == null && d.FailedAt == null && d.Attempts < Delivery.MostAttempts && (d.LeasedUntil == null || d.LeasedUntil < now))
            .OrderBy(d => d.Id).Take(MostGathered - 1).ToListAsync(stop);
        var gathered = new List<Delivery>();
        foreach (var delivery in waiting)
        {
            if (await LeaseAsync(db, delivery, now + carrier.Lease, stop))
            {
                gathered.Add(delivery);
            }
        }

        return gathered;
    }

    private static async Task<bool> LeaseAsync(Db db, Delivery delivery, DateTimeOffset until, CancellationToken stop)
    {
        var taken = await db.Deliveries
            .Where(d => d.Id == delivery.Id && d.Attempts == delivery.Attempts && d.DoneAt == null && d.FailedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(d => d.LeasedUntil, until).SetProperty(d => d.Attempts, d => d.Attempts + 1), stop);
        delivery.Attempts += taken;
        return taken == 1;
    }

    private static Task<Delivery?> NextDueAsync(Db db, DateTimeOffset now, CancellationToken stop) =>
        db.Deliveries.AsNoTracking()
            .Where(d => d.DoneAt == null && d.FailedAt == null && d.DueAt <= now && (d.LeasedUntil == null || d.LeasedUntil < now))
            .OrderBy(d => d.DueAt).ThenBy(d => d.Id).FirstOrDefaultAsync(stop);

    private async Task CloseAsync(IReadOnlyList<Delivery> inHand, Func<IQueryable<Delivery>, Delivery, Task<int>> close, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        foreach (var delivery in inHand)
        {
            if (await close(db.Deliveries.Where(d => d.Id == delivery.Id && d.Attempts == delivery.Attempts && d.DoneAt == null), delivery) == 0)
            {
                log.LogWarning("Delivery {Id} by {Carrier} took longer than its lease; another hand has it now.", delivery.Id, delivery.Carrier);
            }
        }

        await transaction.CommitAsync(stop);
    }

    private Task<int> DoneAsync(IQueryable<Delivery> held, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        return held.ExecuteUpdateAsync(s => s.SetProperty(d => d.DoneAt, now).SetProperty(d => d.LeasedUntil, (DateTimeOffset?)null).SetProperty(d => d.Error, (string?)null), stop);
    }

    private Task<int> FailedAsync(IQueryable<Delivery> held, Delivery delivery, string error, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset? givenUp = delivery.Attempts >= Delivery.MostAttempts ? now : null;
        return held.ExecuteUpdateAsync(
            s => s.SetProperty(d => d.LeasedUntil, (DateTimeOffset?)null).SetProperty(d => d.Error, error)
                .SetProperty(d => d.DueAt, now + delivery.NextPause).SetProperty(d => d.FailedAt, givenUp), stop);
    }

    /// <summary>At the end of the process work in hand goes back at once, for the next start or for another node.</summary>
    private static Task<int> Left(IQueryable<Delivery> held) => held.ExecuteUpdateAsync(s => s.SetProperty(d => d.LeasedUntil, (DateTimeOffset?)null));

    private static string WhatWentWrong(Exception fault)
    {
        var text = fault is RefusedException refused ? refused.Refusal.Sentence : $"{fault.GetType().Name}: {fault.Message}";
        return text.Length > 2000 ? text[..2000] : text;
    }
}
