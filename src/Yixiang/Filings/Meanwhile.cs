using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings;

internal static class Meanwhile
{
    /// <summary>What somebody else did to a filing just now, so that the second of two people learns more than that he was second.</summary>
    /// <param name="otherwise">What is said when the journal names nothing.</param>
    public static async Task<Refusal> ChangedSinceAsync(this Db db, Filing filing, CancellationToken stop, Refusal? otherwise = null)
    {
        if (otherwise is { Code: not "changed-meanwhile" })
        {
            return otherwise;
        }

        var moves = Filing.Lifecycle.Moves.Select(m => m.Name).ToList();
        var last = await db.Journal.AsNoTracking().Where(e => e.Subject == "filing" && e.Reference == filing.Reference && moves.Contains(e.What)).OrderByDescending(e => e.Id).FirstOrDefaultAsync(stop);
        if (last is null)
        {
            return otherwise ?? new(RefusalKind.Conflict, "changed-meanwhile", filing.Reference);
        }

        var who = await db.Accounts.Where(a => a.Id == last.AccountId).Select(a => a.DisplayName).FirstOrDefaultAsync(stop) ?? T(last.Role);
        return new(RefusalKind.Conflict, "filing-moved-meanwhile", filing.Reference, T($"move.filing.{last.What}"), who, CityTime.Show(last.At));
    }
}
