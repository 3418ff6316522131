using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Yixiang.Kernel;

/// <summary>How long work that is done stays on the list of deliveries (setting <c>Deliveries:KeepDays</c>); what failed stays until somebody decides.</summary>
public sealed record DeliveryTerm(int KeepDays)
{
    /// <summary>The daily round looks back two weeks to learn what it has reminded of.</summary>
    private const int Least = 30;

    /// <exception cref="InvalidOperationException">The setting makes no sense: said at start.</exception>
    public static DeliveryTerm Of(IConfiguration settings)
    {
        var days = settings.GetValue("Deliveries:KeepDays", 90);
        return days >= Least ? new(days) : throw new InvalidOperationException($"Deliveries:KeepDays must be {Least} or more, not {days}.");
    }
}

/// <summary>Once a day takes away the deliveries that were done long ago, some at a time, each time with its line in the journal.</summary>
public sealed class DeliveryClearing(Db db, DeliveryTerm term, TimeProvider clock) : ICarrier
{
    public const string CarrierName = "delivery-clearing";

    /// <summary>So few that on SQLite, where there is one writer at a time, nobody waits for long.</summary>
    private const int Step = 500;

    private static readonly TimeSpan Courtesy = TimeSpan.FromMilliseconds(120);

    public string Name => CarrierName;

    /// <summary>The clearing of a day, at three in the night; its key is the day, so that it happens once however many nodes ask for it.</summary>
    public static Delivery On(DateOnly day, DateTimeOffset now) => new()
    {
        Carrier = CarrierName,
        Key = day.ToString("O", CultureInfo.InvariantCulture),
        Payload = "{}",
        DueAt = CityTime.BeginningOf(day).AddHours(3),
        CreatedAt = now,
    };

    public async Task CarryAsync(Delivery delivery, CancellationToken stop)
    {
        while (await ClearAsync(stop) == Step)
        {
            await Task.Delay(Courtesy, TimeProvider.System, stop);
        }
    }

    private async Task<int> ClearAsync(CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var before = now.AddDays(-term.KeepDays);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var old = await db.Deliveries.Where(d => d.DoneAt != null && d.DoneAt < before).OrderBy(d => d.Id).Select(d => d.Id).Take(Step).ToListAsync(stop);
        var gone = await db.Deliveries.Where(d => old.Contains(d.Id)).ExecuteDeleteAsync(stop);
        if (gone > 0)
        {
            db.Record(JournalEntry.Of("delivery", "done", "clear", new(Actor.Product, now), new { before, gone }, null, $"{gone}"));
            await db.SaveChangesAsync(stop);
        }

        await transaction.CommitAsync(stop);
        return gone;
    }
}
