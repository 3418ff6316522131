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
public sealed class DemoCity(IServiceProvider services, Db db, FileStore files, Codebook codebook, CityPack pack, Passwords passwords, TimeProvider clock, ILogger<DemoCity> log)
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
        var accounts = ActivatorUtilities.CreateInstance<UserManager<Account>>(services, new OneHash());
        var granting = new Granting(db, pack, telling);
        var people = new DemoPeople(past, data, new(db, accounts, passwords, telling), granting, new(db, granting, telling), files);
        var gate = new FilingMoves(db, new(codebook, telling), pack, telling);
        var filings = new DemoFilings(past, people, gate, new(db, gate, telling), new(db, pack, telling), pack);
        people.Tell(Founded);
        var scene = new DemoScene(past, data, people, filings);
        new DemoStories(scene).Tell();
        new DemoLedger(scene, new(db, files, pack, telling), new(db, new(db, telling), telling)).Tell();
        await past.HappenAsync(stop);
    }
}

/// <summary>All accounts of the demo have the same password: it is hashed once, for hashing is slow on purpose.</summary>
internal sealed class OneHash : IPasswordHasher<Account>
{
    private readonly PasswordHasher<Account> real = new();
    private string? hash;

    public string HashPassword(Account user, string password) => hash ??= real.HashPassword(user, password);

    public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword) => real.VerifyHashedPassword(user, hashedPassword, providedPassword);
}
