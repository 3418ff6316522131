using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger.Desk;

/// <summary>The officers' list of batches, and the form that begins one.</summary>
[For(Role.BureauOfficer)]
public sealed class BatchesModel(Db db, BatchDrafts drafts, ListFiles files, Actor actor, TimeProvider clock) : PageModel
{
    public sealed record Row(int Number, string Title, BatchState State, DateOnly DecidedOn, string DecisionNumber, int Count, DateTimeOffset? PublishedAt);

    private static readonly Table<Row> Sheet = new Table<Row>("nav.desk-batches")
        .Number("ledger.batch-number", b => b.Number).Text("ledger.batch", b => b.Title, 30).Text("batch.state", b => T(b.State), 12).Text("ledger.decision", b => b.DecisionNumber, 28)
        .Date("ledger.decided-on", b => b.DecidedOn).Number("ledger.count", b => b.Count).Instant("ledger.published-on", b => b.PublishedAt);

    public Page<Row> Batches { get; private set; } = null!;
    public int Waiting { get; private set; }

    /// <summary>What the form shows: what was typed, or else what is likely.</summary>
    public BatchInput Input { get; private set; } = null!;

    public Pager Pager => new(Batches.Number, Batches.Size, Batches.Total);

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (files.Asked(Request, Sheet, "nav.desk-batches", All.AsAsyncEnumerable) is { } file)
        {
            return file;
        }

        Input = new(drafts.TitleOf(await drafts.NextNumberAsync(stop)), clock.Today(), null);
        await LoadAsync(stop);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        if (MoveInput.Read(typeof(BatchInput), Request.Form, out var errors) is BatchInput input)
        {
            var batch = await drafts.BeginAsync(input, actor, stop);
            return Redirect($"{Request.PathBase}/desk/batches/{batch.Number}");
        }

        foreach (var (field, sentences) in errors)
        {
            ModelState.AddModelError(field, sentences[0]);
        }

        Input = new(Request.Form["title"], DateOnly.TryParse(Request.Form["decidedOn"], out var day) ? day : null, Request.Form["decisionNumber"]);
        await LoadAsync(stop);
        return Page();
    }

    private IQueryable<Row> All => db.Batches.AsNoTracking().OrderByDescending(b => b.Number).ThenByDescending(b => b.Id)
        .Select(b => new Row(b.Number, b.Title, b.State, b.DecidedOn, b.DecisionNumber, b.Items.Count, b.PublishedAt));

    private async Task LoadAsync(CancellationToken stop)
    {
        Batches = await All.PageAsync(int.TryParse(Request.Query["page"], out var page) ? page : 1, Paging.DefaultSize, stop);
        Waiting = await drafts.Waiting().CountAsync(stop);
    }
}
