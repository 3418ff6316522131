using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Kernel;

namespace Yixiang.Notices;

/// <summary>The guide and the results of a purged instrument go with it (A1).</summary>
public sealed class NoticeTraces : ITraces
{
    public IReadOnlyList<string> Tables { get; } = ["editions", "edition_files", "notices"];

    public async Task<IReadOnlyList<long>> EraseAsync(Db db, PurgeScope scope, CancellationToken stop)
    {
        var instruments = scope.Instruments;
        var gone = db.Editions.Where(e => e.InstrumentId != null && instruments.Contains(e.InstrumentId.Value));
        var files = await gone.SelectMany(e => e.Files).Select(f => f.FileId).Distinct().ToListAsync(stop);
        await db.EditionFiles.Where(f => gone.Any(e => e.Id == f.EditionId)).ExecuteDeleteAsync(stop);
        await gone.ExecuteDeleteAsync(stop);
        await db.Notices.Where(n => n.Kind == NoticeKind.Guide && n.Editions.Count == 0).ExecuteDeleteAsync(stop);
        return files;
    }
}
