using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;
using Yixiang.Ledger.Watching;

namespace Yixiang.Exchange;

/// <summary>Once a day at eight in the city: owes the reminders of the units, the digests of the officers, and what is new to saved searches.</summary>
public sealed class DailyRound(Db db, DailyFigures figures, Watch watch, CityPack pack, TimeProvider clock) : ICarrier
{
    public const string CarrierName = "daily-mail";
    private const int LongestGap = 14;

    public string Name => CarrierName;

    /// <summary>The round of a day; its key is the day, so that it happens once however many nodes ask for it.</summary>
    public static Delivery On(DateOnly day, DateTimeOffset now) => new()
    {
        Carrier = CarrierName,
        Key = day.ToString("O", CultureInfo.InvariantCulture),
        Payload = "{}",
        DueAt = CityTime.BeginningOf(day).AddHours(8),
        CreatedAt = now,
    };

    public async Task CarryAsync(Delivery delivery, CancellationToken stop)
    {
        var day = DateOnly.ParseExact(delivery.Key, "O", CultureInfo.InvariantCulture);
        var (since, now) = (await LastRoundBeforeAsync(delivery.Key, day, stop), clock.GetUtcNow());
        var owed = new List<Delivery>();
        foreach (var unit in await figures.UnitsDueAsync(since, day, stop))
        {
            var order = new MailOrder(MailKind.FilingTerm, unit.ToString(CultureInfo.InvariantCulture), null, day, since);
            owed.AddRange((await db.AdministratorsOf(unit).ToListAsync(stop)).Select(reader => order.ToReader(reader, $"term/{unit}/{delivery.Key}", now, now)));
        }

        if (pack.WorkingDays.IsWorkingDay(day))
        {
            var order = new MailOrder(MailKind.Digest, delivery.Key, null, day);
            owed.AddRange((await OfficersAsync(stop)).Select(reader => order.ToReader(reader, $"digest/{delivery.Key}", now, now)));
        }

        // What was published today is told tomorrow, when the day is whole.
        if (await watch.AnythingAsync(since, day, stop))
        {
            var order = new MailOrder(MailKind.SearchDigest, delivery.Key, null, day, since);
            owed.AddRange((await watch.WatchersAsync(stop)).Select(reader => order.ToReader(reader, $"searches/{delivery.Key}", now, now)));
        }

        await db.OweAsync(owed, stop);
    }

    private Task<List<long>> OfficersAsync(CancellationToken stop) =>
        db.Grants.Where(g => g.State == GrantState.Granted && (g.Role == Role.BureauOfficer || g.Role == Role.CountyOfficer)).Select(g => g.AccountId).Distinct().ToListAsync(stop);

    private async Task<DateOnly> LastRoundBeforeAsync(string key, DateOnly day, CancellationToken stop)
    {
        var last = await db.Deliveries.Where(d => d.Carrier == CarrierName && d.DoneAt != null && d.Key != key && d.DueAt < CityTime.BeginningOf(day)).OrderByDescending(d => d.DueAt).Select(d => d.Key).FirstOrDefaultAsync(stop);
        var since = last is null ? day.AddDays(-1) : DateOnly.ParseExact(last, "O", CultureInfo.InvariantCulture);
        return since < day.AddDays(-LongestGap) ? day.AddDays(-LongestGap) : since;
    }
}

/// <summary>Sees to it that what every day brings is owed: the round of mails and the clearing of old deliveries; looks every five minutes, also after a standstill.</summary>
public sealed class Daybook(IServiceScopeFactory scopes, ILogger<Daybook> log, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(5), TimeProvider.System);
        do
        {
            try
            {
                await OpenAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.LogError(error, "The day's round of mails could not be owed; it is tried again in five minutes.");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Owes what today brings if it is not owed yet.</summary>
    public async Task OpenAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            var (day, now) = (clock.Today(), clock.GetUtcNow());
            await scope.ServiceProvider.GetRequiredService<Db>().OweAsync([DailyRound.On(day, now), DeliveryClearing.On(day, now)], stop);
        }
        catch (DbUpdateException)
        {
            // Another node owed it between the look and the write: the unique key is what decides.
            log.LogDebug("The day's round was owed by another node.");
        }
    }
}
