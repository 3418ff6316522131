using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Voices;

/// <summary>Every hour: reports whose term ran out go up to the desk, and contacts whose term is over are erased.</summary>
public sealed class ReportSweep(Db db, CityPack pack, TimeProvider clock) : ISweep
{
    private const int Step = 200;

    public async Task SweepAsync(CancellationToken stop)
    {
        while (await EscalateAsync(stop) == Step)
        {
        }

        while (await EraseAsync(stop) == Step)
        {
        }
    }

    private async Task<int> EscalateAsync(CancellationToken stop)
    {
        var (today, act) = (clock.Today(), new Act(Actor.Product, clock.GetUtcNow()));
        var late = await db.ProblemReports.Where(r => (r.State == ReportState.Received || r.State == ReportState.Forwarded) && r.DueOn < today && r.EscalatedAt == null)
            .OrderBy(r => r.Id).Take(Step).ToListAsync(stop);
        return await EachAsync(late, "escalate", act, r => r.Escalate(act.At), stop);
    }

    private async Task<int> EraseAsync(CancellationToken stop)
    {
        var act = new Act(Actor.Product, clock.GetUtcNow());
        var before = act.At.AddDays(-pack.Settings.Voices.ContactDays);
        var over = await db.ProblemReports.Where(r => r.Secret != null && r.SettledAt != null && r.SettledAt < before).OrderBy(r => r.Id).Take(Step).ToListAsync(stop);
        return await EachAsync(over, "erase-contact", act, r => r.EraseContact(act.At), stop);
    }

    private async Task<int> EachAsync(List<ProblemReport> reports, string what, Act act, Action<ProblemReport> change, CancellationToken stop)
    {
        foreach (var report in reports)
        {
            change(report);
            db.Record(JournalEntry.Of(Reports.Subject, report.Reference, what, act));
        }

        try
        {
            await db.SaveChangesAsync(stop);
            return reports.Count;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody answered one of them, or another node sweeps too: what is left is the next round's.
            return 0;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }
}
