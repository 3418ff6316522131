using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Yixiang.Kernel;

namespace Yixiang.Operator;

/// <summary>The clock of a demo: it runs as the real one does, ahead by what the visitors of the demo moved it. Forward only, for history cannot be undone.</summary>
public sealed class DemoClock(TimeProvider real) : TimeProvider
{
    /// <summary>Furthest ahead of the real time: about two years.</summary>
    public const int MostDays = 730;

    private long daysAhead;

    public int DaysAhead => (int)Interlocked.Read(ref daysAhead);

    public override DateTimeOffset GetUtcNow() => real.GetUtcNow().AddDays(DaysAhead);

    /// <summary>Takes up where the demo stood before a restart.</summary>
    public async Task RecallAsync(Db db, CancellationToken stop) =>
        Interlocked.Exchange(ref daysAhead, await db.Set<DemoTime>().Select(t => t.DaysAhead).SingleOrDefaultAsync(stop));

    /// <summary>Moves the clock on and keeps that, with a journal entry.</summary>
    /// <exception cref="RefusedException">Not forward, or beyond <see cref="MostDays"/>.</exception>
    public async Task MoveOnAsync(Db db, int days, Act act, CancellationToken stop)
    {
        var time = await db.Set<DemoTime>().SingleOrDefaultAsync(stop) ?? db.Add(new DemoTime { Id = DemoTime.Only }).Entity;
        if (days < 1 || time.DaysAhead + days > MostDays)
        {
            throw new RefusedException(new(RefusalKind.WrongInput, "demo-clock", MostDays - time.DaysAhead));
        }

        time.DaysAhead += days;
        db.Record(JournalEntry.Of("demo", "clock", "move-on", act, days));
        await db.SaveAsync("clock", stop);
        Interlocked.Exchange(ref daysAhead, time.DaysAhead);
    }
}

/// <summary>How far the clock of a demo is ahead; one row, and none where there is no demo.</summary>
public sealed class DemoTime
{
    public const int Only = 1;

    public required int Id { get; init; }
    public int DaysAhead { get; set; }
}

internal sealed class DemoTimeTable : IEntityTypeConfiguration<DemoTime>
{
    public void Configure(EntityTypeBuilder<DemoTime> table)
    {
        table.ToTable("demo_time");
        table.HasKey(t => t.Id);
        table.Property(t => t.Id).ValueGeneratedNever();
        table.Property(t => t.DaysAhead).IsConcurrencyToken();
    }
}
