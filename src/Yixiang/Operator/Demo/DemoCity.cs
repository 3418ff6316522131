using System.Diagnostics;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Notices;
using Yixiang.Organisations;
using Yixiang.Province;
using Yixiang.Sheets;
using Yixiang.Voices;

namespace Yixiang.Operator;

/// <summary>The demo city: made-up organisations, people and instruments, whose past is told through the real lifecycles.</summary>
/// <remarks>The same day gives the same city: older events have fixed dates, open filings lie so many days before today.</remarks>
public sealed class DemoCity(IServiceProvider services, Db db, FileStore files, PdfFont font, Codebook codebook, CityPack pack, Passwords passwords, TimeProvider clock, ILogger<DemoCity> log)
{
    /// <summary>The day on which the first accounts of the demo were made.</summary>
    private static readonly DateOnly Founded = new(2023, 3, 1);

    /// <summary>Earliest day on which the demo can be told: its first batch is of 2023.</summary>
    private static readonly DateOnly Earliest = new(2025, 6, 1);

    /// <summary>Fills an empty database.</summary>
    /// <returns>False when there already is somebody in the database: then nothing is touched.</returns>
    /// <exception cref="InvalidDataException">The machine's clock stands before the demo's past, or an earlier load was cut off.</exception>
    public async Task<bool> LoadAsync(CancellationToken stop)
    {
        if (await db.Organisations.AnyAsync(stop) || await db.Accounts.AnyAsync(stop))
        {
            await DemandWholeAsync(stop);
            return false;
        }

        var started = Stopwatch.GetTimestamp();
        var today = clock.Today();
        if (today < Earliest)
        {
            throw new InvalidDataException(Texts.T("demo.clock-behind", CityTime.Show(today)));
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
        var papers = new DemoPapers(files, new(font, await DemoData.WordsAsync(stop)), data);
        var filings = new DemoFilings(past, people, papers, gate, new(db, gate, telling), new(db, pack, telling), pack);
        past.On(Founded.AddDays(-1), stop => past.NoteAsync("begin", stop));
        people.Tell(Founded);
        var scene = new DemoScene(past, data, people, filings);
        new DemoStories(scene).Tell();
        new DemoDocuments(scene, new(db, new(db, files), pack, telling), papers).Tell();
        new DemoLedger(scene, new(db, new(db, files), pack, telling), new(db, new(db, telling), telling)).Tell();
        new DemoNotices(scene, new(db, new(db, files), pack, telling), new(db, telling), papers).Tell();
        new DemoImports(scene, new(db, files, new(files), pack, telling), telling).Tell();
        new DemoVoices(scene, new(db, services.GetRequiredService<Envelopes>(), CodeTables.Shipped, pack, telling)).Tell();
        new DemoNeeds(scene, new(db, services.GetRequiredService<Envelopes>(), pack, telling)).Tell();
        var qualifying = new Qualifying(new(codebook, telling), pack, telling);
        var recommendations = new Recommendations(db, qualifying, telling);
        new DemoProvince(scene, recommendations, new(db, new(db, recommendations, telling), recommendations, telling), qualifying).Tell();
        past.On(today.AddDays(-1), stop => past.NoteAsync("loaded", stop), last: true);
        await past.HappenAsync(stop);
        await db.SettleAsync(CityTime.BeginningOf(past.DaysAgo(3)), stop);
    }

    /// <summary>A city that was cut off in the middle of its past cannot be mended, and nobody should take it for whole.</summary>
    private async Task DemandWholeAsync(CancellationToken stop)
    {
        var notes = await db.Journal.Where(e => e.Subject == "demo" && e.Reference == "city").Select(e => e.What).ToListAsync(stop);
        if (notes.Contains("begin") && !notes.Contains("loaded"))
        {
            throw new InvalidDataException(Texts.T("demo.cut-off"));
        }
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
