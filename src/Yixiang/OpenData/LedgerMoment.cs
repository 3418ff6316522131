using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.OpenData;

/// <summary>When the public ledger last became another one: by publication, change or exit.</summary>
internal static class LedgerMoment
{
    public static async Task<DateTimeOffset?> LastChangeAsync(Db db, CancellationToken stop)
    {
        var published = await db.Instruments.Where(i => i.PublishedAt != null).MaxAsync(i => i.PublishedAt, stop);
        var exited = await db.Instruments.Where(i => i.ExitedAt != null).MaxAsync(i => i.ExitedAt, stop);
        var changed = await (from i in db.Instruments
                             where i.PublishedAt != null
                             join v in db.InstrumentVersions on i.Id equals v.InstrumentId
                             where v.From > i.PublishedAt
                             select (DateTimeOffset?)v.From).MaxAsync(stop);
        return new[] { published, exited, changed }.Max();
    }
}
