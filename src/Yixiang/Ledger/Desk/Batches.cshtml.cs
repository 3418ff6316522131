using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Ledger.Desk;

/// <summary>The officers' list of batches, and the form that begins one.</summary>
[For(Role.BureauOfficer)]
public sealed class BatchesModel(Db db, BatchDrafts drafts, Actor actor, TimeProvider clock) : PageModel
{
    public sealed record Row(int Number, string Title, BatchState State, DateOnly DecidedOn, string DecisionNumber, int Count, DateTimeOffset? PublishedAt);

    public Page<Row> Batches { get; private set; } = null!;
    public int Waiting { get; private set; }

    /// <summary>What the form shows: what was typed, or else what is likely.</summary>
    public BatchInput Input { get; private set; } = null!;

    public Pager Pager => new(Batches.Number, Batches.Size, Batches.Total);

    public async Task OnGetAsync(CancellationToken stop)
    {
        Input = new(drafts.TitleOf(await drafts.NextNumberAsync(stop)), clock.Today(), null);
        await LoadAsync(stop);
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

    private async Task LoadAsync(CancellationToken stop)
    {
        Batches = await db.Batches.AsNoTracking().OrderByDescending(b => b.Number)
            .Select(b => new Row(b.Number, b.Title, b.State, b.DecidedOn, b.DecisionNumber, b.Items.Count, b.PublishedAt))
            .PageAsync(int.TryParse(Request.Query["page"], out var page) ? page : 1, Paging.DefaultSize, stop);
        Waiting = await drafts.Waiting().CountAsync(stop);
    }
}
