using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Yixiang.Kernel;

namespace Yixiang.Ledger;

/// <summary>The published batches, newest first.</summary>
[Public, OutputCache(PolicyName = LedgerCache.Policy)]
public sealed class BatchListModel(BatchReading batches, TimeProvider clock) : PageModel
{
    public Page<BatchLine> Batches { get; private set; } = null!;
    public Pager Pager => new(Batches.Number, Batches.Size, Batches.Total);
    public DateOnly Today => clock.Today();

    public async Task OnGetAsync(CancellationToken stop) =>
        Batches = await batches.ListAsync(int.TryParse(Request.Query["page"], out var page) ? page : 1, Paging.DefaultSize, stop);
}
