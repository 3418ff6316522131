using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger;

/// <summary>开放共享清单 as a page that can be printed: of a batch at <c>/batches/1</c>, or of the whole ledger on a day at <c>/annex?asOf=2026-03-01</c>.</summary>
[Public, OutputCache(PolicyName = LedgerCache.Policy)]
public sealed class AnnexPageModel(Annex annex, BatchReading batches, CityPack pack, TimeProvider clock) : PageModel
{
    /// <summary>Lines on one page, and on one that is to be printed whole; the files hold all that there are.</summary>
    private const int Screen = 30, Whole = 1000;

    /// <summary>Asked for whole (<c>?whole=1</c>), to be read without turning pages and to be printed.</summary>
    public bool IsWhole => Request.Query["whole"] == "1";

    public BatchLine? Batch { get; private set; }
    public DateOnly Day { get; private set; }
    public Page<AnnexLine> Lines { get; private set; } = null!;
    public List<FieldProblem> Problems { get; } = [];
    public DateOnly Today => clock.Today();

    /// <summary>What this list is the list of.</summary>
    public string Name => Batch is null ? T("ledger.annex-of-day", CityTime.Show(Day)) : pack.BatchTitle(Batch.Number, Batch.Title);

    public string ListTitle => pack.City.ListTitle.ToString();

    public async Task<IActionResult> OnGetAsync(int? number, CancellationToken stop)
    {
        Day = LedgerAddress.Day(Request.Query["asOf"].ToString(), Today, Problems) ?? Today;
        if (number is { } asked)
        {
            Batch = await batches.FindAsync(asked, stop);
            if (Batch is null)
            {
                return NotFound();
            }
        }

        var (page, size) = (int.TryParse(Request.Query["page"], out var wanted) ? wanted : 1, IsWhole ? Whole : Screen);
        Lines = await (Batch is null ? annex.OnAsync(Day, page, size, stop) : annex.OfBatchAsync(Batch.Id, page, size, stop));
        return Page();
    }

    /// <summary>The same list on one page.</summary>
    public string WholePage => Batch is null ? $"?asOf={CityTime.Show(Day)}&whole=1" : "?whole=1";

    /// <summary>The same list as a file.</summary>
    public string File(string format) => Batch is null
        ? $"{Request.PathBase}/annex.{format}?asOf={CityTime.Show(Day)}"
        : $"{Request.PathBase}/batches/{Batch.Number}/annex.{format}";
}
