using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Instruments;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger.Desk;

/// <summary>One batch on the officers' desk: what is in it, its papers, the two secrecy checks, its publication.</summary>
[For(Role.BureauOfficer)]
public sealed class BatchDeskModel(Db db, BatchDrafts drafts, BatchMoves moves, CityPack pack, Actor actor) : PageModel
{
    private const int ItemsPerPage = 100;
    private const int MostWaiting = 500;

    public sealed record Item(string Reference, string Name, string Model, string Organisation, Yuan OriginalValue, InstrumentState State);

    public Batch Batch { get; private set; } = null!;
    public Page<Item> Items { get; private set; } = null!;
    public IReadOnlyList<LedgerLine> Waiting { get; private set; } = [];
    public int WaitingTotal { get; private set; }
    public StoredFile? Decision { get; private set; }
    public IReadOnlyList<TimelineEntry> History { get; private set; } = [];

    /// <summary>Who checked an adopted list, as was stated when it was loaded; null where the checks were made here, or nobody was named.</summary>
    public string? NamedCheckers { get; private set; }
    public BatchInput Input { get; private set; } = null!;

    /// <summary>What an officer wrote for a move that could not be made: it stays.</summary>
    public string? TypedFor(string move) => Request.HasFormContentType && Request.Form["move"] == move ? Request.Form["text"].ToString() : null;

    public bool IsDraft => Batch.State == BatchState.Draft;
    public Pager Pager => new(Items.Number, Items.Size, Items.Total);
    public int MostFileMiB => pack.Settings.Uploads.AttachmentMiB;

    /// <summary>The moves that lead on from here for this role: each with why it is not open, if it is not.</summary>
    public IEnumerable<(Lifecycle<Batch, BatchState>.Move Move, Refusal? WhyNot)> Moves =>
        Batch.Lifecycle.Moves.Where(m => m.From.Contains(Batch.State) && m.By.Contains(actor.Role)).Select(m => (m, m.WhyNot(actor, Batch)));

    public async Task<IActionResult> OnGetAsync(int number, CancellationToken stop) => await FindAsync(number, stop) ? await ShowAsync(stop) : NotFound();

    public async Task<IActionResult> OnPostEditAsync(int number, CancellationToken stop)
    {
        if (!await FindAsync(number, stop))
        {
            return NotFound();
        }

        if (MoveInput.Read(typeof(BatchInput), Request.Form, out var errors) is BatchInput input)
        {
            return await DoneAsync(drafts.EditAsync(Batch, input, actor, stop), T("batch.edited"), stop);
        }

        Input = new(Request.Form["title"], DateOnly.TryParse(Request.Form["decidedOn"], out var day) ? day : null, Request.Form["decisionNumber"]);
        return await WrongAsync(errors, stop);
    }

    public async Task<IActionResult> OnPostPutAsync(int number, string[] references, bool all, CancellationToken stop)
    {
        if (!await FindAsync(number, stop))
        {
            return NotFound();
        }

        return await DoneAsync(drafts.PutAsync(Batch, all ? null : references, actor, stop), T("batch.put-done"), stop);
    }

    public async Task<IActionResult> OnPostFillAsync(int number, CancellationToken stop) =>
        await FindAsync(number, stop) ? await DoneAsync(drafts.FillAsync(Batch, actor, stop), T("batch.put-done"), stop) : NotFound();

    public async Task<IActionResult> OnPostTakeOutAsync(int number, string reference, CancellationToken stop) =>
        await FindAsync(number, stop) ? await DoneAsync(drafts.TakeOutAsync(Batch, reference, actor, stop), T("batch.taken-out", reference), stop) : NotFound();

    public async Task<IActionResult> OnPostAttachAsync(int number, IFormFile? decision, CancellationToken stop)
    {
        if (!await FindAsync(number, stop))
        {
            return NotFound();
        }

        if (decision is null)
        {
            return await WrongAsync(new() { ["decision"] = [T("problem.required")] }, stop);
        }

        await using var content = decision.OpenReadStream();
        return await DoneAsync(drafts.AttachAsync(Batch, decision.FileName, content, actor, stop), T("batch.attached"), stop);
    }

    /// <param name="version">The batch as the officer saw it: whoever signs for its contents signs for exactly these.</param>
    public async Task<IActionResult> OnPostMoveAsync(int number, string move, Guid version, CancellationToken stop)
    {
        if (Batch.Lifecycle.Find(move) is not { } declared || !await FindAsync(number, stop))
        {
            return NotFound();
        }

        if (declared.WhyNot(actor, Batch) is null && version != Batch.Version)
        {
            return await DoneAsync(Task.FromException(new RefusedException(new(RefusalKind.Conflict, "changed-meanwhile", Batch.Title))), "", stop);
        }

        return MoveInput.Read(declared.InputType, Request.Form, out var errors) is { } input
            ? await DoneAsync(moves.MakeAsync(declared, Batch, input, actor, stop), T("batch.moved", Batch.Title, T(declared.Label)), stop)
            : await WrongAsync(errors.ToDictionary(e => $"{move}-{e.Key}", e => e.Value), stop);
    }

    private async Task<bool> FindAsync(int number, CancellationToken stop)
    {
        if (await db.StandingBatches.Include(b => b.Import).SingleOrDefaultAsync(b => b.Number == number, stop) is not { } batch)
        {
            return false;
        }

        Batch = batch;
        // The lifecycle asks whether there is anything in the batch; one line is enough to know.
        await db.BatchItems.Where(i => i.BatchId == batch.Id).OrderBy(i => i.Position).Take(1).LoadAsync(stop);
        Input = new(batch.Title, batch.DecidedOn, batch.DecisionNumber);
        return true;
    }

    /// <summary>A refusal is said on the page itself, which shows the batch as it is now.</summary>
    private async Task<IActionResult> DoneAsync(Task work, string said, CancellationToken stop)
    {
        try
        {
            await work;
        }
        catch (RefusedException refused)
        {
            db.ChangeTracker.Clear();
            Response.StatusCode = refused.Refusal.Kind.Status();
            return await FindAsync(Batch.Number, stop) ? await WrongAsync(new() { [""] = [refused.Refusal.Sentence] }, stop) : NotFound();
        }

        TempData["Ok"] = said;
        return Redirect($"{Request.PathBase}/desk/batches{(Batch.State == BatchState.Discarded ? "" : $"/{Batch.Number}")}");
    }

    private async Task<IActionResult> WrongAsync(Dictionary<string, string[]> errors, CancellationToken stop)
    {
        foreach (var (field, sentences) in errors)
        {
            ModelState.AddModelError(field, sentences[0]);
        }

        return await ShowAsync(stop);
    }

    private async Task<IActionResult> ShowAsync(CancellationToken stop)
    {
        var page = int.TryParse(Request.Query["page"], out var asked) ? asked : 1;
        Items = await db.LinesOf(Batch.Id).Select(l => new Item(l.Instrument.Reference, l.Version.Name, l.Version.Model, l.Organisation.Name, l.Version.OriginalValue, l.Instrument.State)).PageAsync(page, ItemsPerPage, stop);
        if (IsDraft)
        {
            WaitingTotal = await drafts.Waiting().CountAsync(stop);
            Waiting = await drafts.Waiting().Take(MostWaiting).ToListAsync(stop);
        }

        Decision = Batch.DecisionFileId is { } file ? await db.Set<StoredFile>().AsNoTracking().SingleAsync(f => f.Id == file, stop) : null;
        History = await HistoryAsync(stop);
        NamedCheckers = await NamedCheckersAsync(stop);
        return Page();
    }

    private async Task<string?> NamedCheckersAsync(CancellationToken stop)
    {
        var begun = await BegunAsync(stop);
        var named = Batch.ClearedBy is not null && await db.Journal.AnyAsync(e => e.Subject == "batch" && e.Reference == Batch.Reference && e.Id >= begun && e.What == "name-checkers", stop);
        return named ? string.Join(T("batch.and"), await db.Accounts.Where(a => a.Id == Batch.ClearedBy || a.Id == Batch.CountersignedBy).OrderBy(a => a.Id).Select(a => a.DisplayName).ToListAsync(stop)) : null;
    }

    /// <summary>The entry with which it began: a draft that was discarded may have had its number before.</summary>
    private async Task<long> BegunAsync(CancellationToken stop) =>
        await db.Journal.Where(e => e.Subject == "batch" && e.Reference == Batch.Reference && e.What == "begin").MaxAsync(e => (long?)e.Id, stop) ?? 0;

    private async Task<IReadOnlyList<TimelineEntry>> HistoryAsync(CancellationToken stop)
    {
        var begun = await BegunAsync(stop);
        var entries = await (from e in db.Journal.AsNoTracking()
                             where e.Subject == "batch" && e.Reference == Batch.Reference && e.Id >= begun
                             join a in db.Accounts on e.AccountId equals a.Id into who
                             from a in who.DefaultIfEmpty()
                             orderby e.Id descending
                             select new { e.At, e.What, Who = a == null ? null : a.DisplayName }).ToListAsync(stop);
        return [.. entries.Select(e => new TimelineEntry(e.At, Has($"move.batch.{e.What}") ? T($"move.batch.{e.What}") : T($"batch.act-{e.What}"), e.Who, SaidAt(e.What)))];
    }

    private string? SaidAt(string what) => what switch { "clear" => Batch.ClearedNote, "countersign" => Batch.CountersignedNote, _ => null };
}
