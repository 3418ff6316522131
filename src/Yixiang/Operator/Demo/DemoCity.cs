using System.Diagnostics;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Organisations;

namespace Yixiang.Operator;

/// <summary>The demo city: made-up organisations, people and instruments, whose past is told through the real lifecycles.</summary>
/// <remarks>The same day gives the same city: older events have fixed dates, open filings lie so many days before today.</remarks>
public sealed class DemoCity(Db db, Codebook codebook, CityPack pack, TimeProvider clock, IPasswordHasher<Account> hasher, ILogger<DemoCity> log)
{
    /// <summary>The day on which the first accounts of the demo were made.</summary>
    private static readonly DateOnly Founded = new(2023, 3, 1);

    /// <summary>Earliest day on which the demo can be told: its first batch is of 2023.</summary>
    private static readonly DateOnly Earliest = new(2025, 6, 1);

    /// <summary>Fills an empty database.</summary>
    /// <returns>False when there already is somebody in the database: then nothing is touched.</returns>
    /// <exception cref="InvalidOperationException">The machine's clock stands before the demo's past.</exception>
    public async Task<bool> LoadAsync(CancellationToken stop)
    {
        if (await db.Organisations.AnyAsync(stop) || await db.Accounts.AnyAsync(stop))
        {
            return false;
        }

        var started = Stopwatch.GetTimestamp();
        var today = clock.Today();
        if (today < Earliest)
        {
            throw new InvalidOperationException($"The demo city begins in 2023; the clock of this machine says {CityTime.Show(today)}.");
        }

        await TellAsync(await DemoData.ReadAsync(stop), today, stop);
        log.LogInformation("The demo city was loaded in {Seconds:0.0} s.", Stopwatch.GetElapsedTime(started).TotalSeconds);
        return true;
    }

    private async Task TellAsync(DemoData data, DateOnly today, CancellationToken stop)
    {
        var telling = new TellingClock();
        var past = new DemoPast(db, telling, today);
        var people = new DemoPeople(past, data, hasher);
        var filings = new DemoFilings(past, people, new(db, new(codebook, telling), pack, telling), pack);
        people.Tell(Founded);
        var scene = new DemoScene(past, data, people, filings);
        new DemoStories(scene).Tell();
        new DemoLedger(scene, new(db, telling)).Tell();
        await past.HappenAsync(stop);
    }
}
