using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Kernel;

namespace Yixiang.Exchange;

/// <summary>Caught mails that speak of a purged filing go with it (A1).</summary>
public sealed class MailTraces : ITraces
{
    public IReadOnlyList<string> Tables { get; } = ["mails"];

    public async Task<IReadOnlyList<long>> EraseAsync(Db db, PurgeScope scope, CancellationToken stop)
    {
        foreach (var reference in scope.References)
        {
            await db.CaughtMails.Where(m => m.Text.Contains(reference) || m.Subject.Contains(reference)).ExecuteDeleteAsync(stop);
        }

        return [];
    }
}
