using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Operator;

/// <summary>A clock that shows the moment of the past which is being told.</summary>
internal sealed class TellingClock : TimeProvider
{
    public DateTimeOffset Now { get; set; }

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>Tells the past of the demo city: what happened is noted in any order and then happens in the order of time, so that the journal is true.</summary>
internal sealed class DemoPast(Db db, TellingClock clock, DateOnly today)
{
    private readonly PriorityQueue<Func<CancellationToken, Task>, (DateTimeOffset, int)> events = new();
    private int noted;

    public DateOnly Today { get; } = today;

    public Db Db { get; } = db;

    public DateTimeOffset Now => clock.Now;

    public DateOnly DaysAgo(int days) => Today.AddDays(-days);

    /// <summary>Notes that something happened on a day during office hours; the more is noted, the later in the day.</summary>
    /// <param name="last">After everything else of that day.</param>
    public void On(DateOnly day, Func<CancellationToken, Task> happening, bool last = false)
    {
        var minutes = (9 * 60) + (last ? 480 : noted * 7 % 450);
        events.Enqueue(happening, (CityTime.BeginningOf(day).AddMinutes(minutes), noted++));
    }

    /// <summary>Writes into the journal how far the telling is.</summary>
    public async Task NoteAsync(string what, CancellationToken stop)
    {
        Db.Record(JournalEntry.Of("demo", "city", what, new(Actor.Product, Now)));
        await Db.SaveChangesAsync(stop);
    }

    /// <summary>Lets everything happen. Each happening has a clean memory, as a request would.</summary>
    public async Task HappenAsync(CancellationToken stop)
    {
        await using var haste = await DemoHaste.BeginAsync(Db, stop);
        while (events.TryDequeue(out var happening, out var at))
        {
            clock.Now = at.Item1;
            await happening(stop);
            Db.ChangeTracker.Clear();
        }
    }
}

/// <summary>Everything a story of the demo needs to be told.</summary>
internal sealed record DemoScene(DemoPast Past, DemoData Data, DemoPeople People, DemoFilings Filings);
