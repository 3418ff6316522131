using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Exchange;
using Yixiang.Kernel;
using Yixiang.Operator;

namespace Yixiang.Tests.Exchange;

/// <summary>Processes that are killed while they send: nothing is lost, and what was sent twice can be told to be the same.</summary>
public sealed class MailCrashTests
{
    private const int Mails = 40;

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Processes_killed_while_they_send_lose_no_mail_and_send_none_under_two_names(string database)
    {
        await using var post = new LocalPost();
        await using var site = await Site.StartAsync(database);
        var (reference, addresses) = await OweAsync(site);
        var (kills, killed) = (new[] { 5, 12, 23 }, 0);

        Process? process = null;
        post.BeforeTaken = arrived =>
        {
            // Just arrived and not yet acknowledged: whoever sent it will never know.
            if (killed < kills.Length && arrived >= kills[killed])
            {
                killed++;
                process!.Kill(entireProcessTree: true);
            }
        };
        while (await LeftAsync(site) > 0)
        {
            if (process is { HasExited: false })
            {
                process.Kill(entireProcessTree: true);
            }

            process?.Dispose();
            process = Serve(site, post);
            await WaitAsync(site, process);
            // What a dead process had in hand is free once its lease has run out.
            await site.QueryAsync(db => db.Deliveries.Where(d => d.DoneAt == null && d.LeasedUntil != null).ExecuteUpdateAsync(s => s.SetProperty(d => d.LeasedUntil, DateTimeOffset.UnixEpoch)));
        }

        process!.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();

        var arrived = post.Arrived.ToList();
        Assert.Equal(kills.Length, killed);
        // The day's own mails, which the processes find due by their clock, are held to the same.
        var owed = arrived.Where(m => m.Subject!.Contains(reference, StringComparison.Ordinal)).ToList();
        Assert.Equal(addresses, owed.DistinctBy(m => m.MessageId).Select(m => m.To.Mailboxes.Single().Address).Order(StringComparer.Ordinal));
        Assert.All(arrived.GroupBy(m => m.MessageId), same => Assert.Single(same.Select(m => (m.To.ToString(), m.Subject, m.TextBody)).Distinct()));
        Assert.InRange(arrived.Count - arrived.DistinctBy(m => m.MessageId).Count(), kills.Length, 2 * kills.Length);
        Assert.Equal((Mails, 0), await site.QueryAsync(async db => (await Owed(db).CountAsync(d => d.DoneAt != null && d.Error == null), await Owed(db).CountAsync(d => d.FailedAt != null))));
    }

    /// <summary>Owes a mail to each of many readers. By the clock of the test they are not due, by that of a process they have long been.</summary>
    private static async Task<(string Reference, IEnumerable<string> Addresses)> OweAsync(Site site)
    {
        var unit = await site.GivenOrganisationAsync();
        var filing = await site.GivenFilingAsync(unit, null, "submit", "return");
        List<Actor> readers = [];
        for (var i = 0; i < Mails; i++)
        {
            readers.Add(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        }

        return (filing.Reference, await site.QueryAsync(async db =>
        {
            await db.Deliveries.ExecuteDeleteAsync();
            var (due, now) = (site.Clock.Now.AddDays(1), site.Clock.Now);
            db.Deliveries.AddRange(readers.Select(r => new MailOrder(MailKind.FilingReturned, filing.Reference).ToReader(r.AccountId!.Value, "crash", due, now)));
            await db.SaveChangesAsync();
            var ids = readers.ConvertAll(r => r.AccountId!.Value);
            return (await db.Accounts.Where(a => ids.Contains(a.Id)).Select(a => a.Email!).ToListAsync()).Order(StringComparer.Ordinal);
        }));
    }

    private static Process Serve(Site site, LocalPost post)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = [typeof(CommandLine).Assembly.Location, "serve", .. site.Place, "--urls", "http://127.0.0.1:0", .. post.Settings.Select(s => $"--{s.Key}={s.Value}"), "--Logging:LogLevel:Default=Error"];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Until the process is dead, or nothing is left.</summary>
    private static async Task WaitAsync(Site site, Process process)
    {
        for (var tries = 0; tries < 2400 && !process.HasExited && await LeftAsync(site) > 0; tries++)
        {
            await Task.Delay(50);
        }
    }

    private static Task<int> LeftAsync(Site site) => site.QueryAsync(db => Owed(db).CountAsync(d => d.DoneAt == null && d.FailedAt == null));

    private static IQueryable<Delivery> Owed(Db db) => db.Deliveries.Where(d => d.Carrier == PostCarrier.CarrierName && d.Key.EndsWith("/crash"));
}
