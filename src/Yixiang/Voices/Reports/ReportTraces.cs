using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Kernel;

namespace Yixiang.Voices;

/// <summary>What was said of a purged instrument goes with it (A1).</summary>
public sealed class ReportTraces : ITraces
{
    public IReadOnlyList<string> Tables { get; } = ["problem_reports"];

    public async Task<IReadOnlyList<long>> EraseAsync(Db db, PurgeScope scope, CancellationToken stop)
    {
        var instruments = scope.Instruments;
        await db.ProblemReports.Where(r => r.InstrumentId != null && instruments.Contains(r.InstrumentId.Value)).ExecuteDeleteAsync(stop);
        return [];
    }
}
