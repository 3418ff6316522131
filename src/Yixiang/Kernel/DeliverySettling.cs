using Microsoft.EntityFrameworkCore;

namespace Yixiang.Kernel;

public static class DeliverySettling
{
    /// <summary>Marks what was owed before a moment as done then: whoever tells a past (a demo) does not send its mails today.</summary>
    public static Task SettleAsync(this Db db, DateTimeOffset before, CancellationToken stop) =>
        db.Deliveries.Where(d => d.DoneAt == null && d.DueAt < before).ExecuteUpdateAsync(s => s.SetProperty(d => d.DoneAt, d => d.DueAt), stop);
}
