using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Ledger;

/// <summary>The published batches, newest first.</summary>
[Public, OutputCache(PolicyName = LedgerCache.Policy)]
public sealed class BatchListModel(BatchReading batches, ListFiles files, TimeProvider clock) : PageModel
{
    private static readonly Table<BatchLine> Sheet = new Table<BatchLine>("nav.batches")
        .Number("ledger.batch-number", b => b.Number).Text("ledger.batch", b => b.Title, 30).Text("ledger.decision", b => b.DecisionNumber, 28).Date("ledger.decided-on", b => b.DecidedOn)
        .Instant("ledger.published-on", b => b.PublishedAt).Number("ledger.count", b => b.Count);

    public Page<BatchLine> Batches { get; private set; } = null!;
    public Pager Pager => new(Batches.Number, Batches.Size, Batches.Total);
    public DateOnly Today => clock.Today();

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (files.Asked(Request, Sheet, "nav.batches", batches.All.AsAsyncEnumerable) is { } file)
        {
            return file;
        }

        Batches = await Paging.OrLastAsync(int.TryParse(Request.Query["page"], out var page) ? page : 1, n => batches.ListAsync(n, Paging.DefaultSize, stop));
        return Page();
    }
}
