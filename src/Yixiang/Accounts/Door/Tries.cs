using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>Counts wrong tries of passwords and codes. A try is taken before it is judged, so that a crowd of simultaneous guesses gets no more tries than one after another.</summary>
public sealed class Tries(Db db, DoorRules rules, TimeProvider clock)
{
    /// <remarks>The last one locks before it is judged: whoever breaks the connection off meanwhile must not leave an account that no time opens again.</remarks>
    /// <returns>False when the account is locked: then nothing may be compared.</returns>
    public async Task<bool> TakeAsync(long accountId, CancellationToken stop)
    {
        var (now, most) = (clock.GetUtcNow(), rules.City.Lockout.Attempts);
        var until = now.AddMinutes(rules.City.Lockout.Minutes);
        var open = db.Accounts.Where(a => a.Id == accountId && a.BlockedAt == null && a.ClosedAt == null);
        await open.Where(a => a.LockoutEnd != null && a.LockoutEnd <= now)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null).SetProperty(a => a.AccessFailedCount, 0), stop);
        return await open.Where(a => a.LockoutEnd == null && a.AccessFailedCount < most)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount + 1)
                .SetProperty(a => a.LockoutEnd, a => a.AccessFailedCount + 1 >= most ? until : a.LockoutEnd), stop) == 1;
    }

    /// <summary>The try was right, but more is to be shown: it does not count.</summary>
    public Task GiveBackAsync(long accountId, CancellationToken stop) =>
        db.Accounts.Where(a => a.Id == accountId && a.AccessFailedCount > 0).ExecuteUpdateAsync(s => s.SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount - 1).SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null), stop);

    /// <summary>The try was wrong; the last allowed one locks the account for a while.</summary>
    /// <returns>True when it is locked now.</returns>
    public async Task<bool> FailedAsync(long accountId, CancellationToken stop)
    {
        var until = clock.GetUtcNow().AddMinutes(rules.City.Lockout.Minutes);
        return await db.Accounts.Where(a => a.Id == accountId && a.AccessFailedCount >= rules.City.Lockout.Attempts)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.LockoutEnd, until), stop) == 1;
    }

    public Task ForgetAsync(long accountId, CancellationToken stop) =>
        db.Accounts.Where(a => a.Id == accountId).ExecuteUpdateAsync(s => s.SetProperty(a => a.AccessFailedCount, 0).SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null), stop);
}
