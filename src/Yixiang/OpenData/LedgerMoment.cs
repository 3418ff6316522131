using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Province;

namespace Yixiang.OpenData;

/// <summary>When the public ledger last became another one: by publication, change or exit, or because the province listed or took off.</summary>
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
        var listed = await db.Recommendations.Where(r => r.ListedAt != null).MaxAsync(r => r.ListedAt, stop);
        var removed = await db.Recommendations.Where(r => r.ListedAt != null && r.EndedAt != null).MaxAsync(r => r.EndedAt, stop);
        return new[] { published, exited, changed, listed, removed }.Max();
    }
}
