using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Kernel;

namespace Yixiang.Voices;

/// <summary>Every hour: the contacts of needs that are long settled are erased.</summary>
public sealed class NeedSweep(Db db, CityPack pack, TimeProvider clock) : ISweep
{
    private const int Step = 200;

    public async Task SweepAsync(CancellationToken stop)
    {
        var act = new Act(Actor.Product, clock.GetUtcNow());
        var before = act.At.AddDays(-pack.Settings.Voices.ContactDays);
        for (var some = await OverAsync(before, stop); some.Count > 0; some = await OverAsync(before, stop))
        {
            foreach (var need in some)
            {
                need.EraseContact(act.At);
                db.Record(JournalEntry.Of(Needs.Subject, need.Reference, "erase-contact", act));
            }

            await db.SaveChangesAsync(stop);
            db.ChangeTracker.Clear();
        }
    }

    private Task<List<Need>> OverAsync(DateTimeOffset before, CancellationToken stop) =>
        db.Needs.Where(n => n.Secret != null && n.SettledAt != null && n.SettledAt < before).OrderBy(n => n.Id).Take(Step).ToListAsync(stop);
}

/// <summary>A purged instrument leaves the needs that it was found for (A1).</summary>
public sealed class NeedTraces : ITraces
{
    public IReadOnlyList<string> Tables { get; } = ["need_matches"];

    public async Task<IReadOnlyList<long>> EraseAsync(Db db, PurgeScope scope, CancellationToken stop)
    {
        var instruments = scope.Instruments;
        await db.NeedMatches.Where(m => instruments.Contains(m.InstrumentId)).ExecuteDeleteAsync(stop);
        return [];
    }
}
