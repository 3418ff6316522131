using System.Linq.Expressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Operator;

/// <summary>Where a piece of owed work stands.</summary>
public enum WorkState { Waiting, Running, Failed, Done }

/// <summary>The work that is owed: what waits, what runs, what failed and why; failed work can be tried again. Contents are not shown.</summary>
[For(Role.SystemAdministrator)]
public sealed class DeliveriesModel(Db db, Actor actor, DeliveryTerm term, ListFiles files, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public WorkState? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Carrier { get; set; }

    [BindProperty(SupportsGet = true), FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public Page<Delivery> Found { get; private set; } = new([], 0, 1, Paging.DefaultSize);

    public IReadOnlyDictionary<WorkState, int> Counts { get; private set; } = new Dictionary<WorkState, int>();

    public IReadOnlyList<string> Carriers { get; private set; } = [];

    /// <summary>Days that done work can be seen here.</summary>
    public int KeepDays => term.KeepDays;

    public WorkState StateOf(Delivery work) => Enum.GetValues<WorkState>().First(state => Is(state, clock.GetUtcNow()).Compile()(work));

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (files.Asked(Request, Sheet(), "delivery.title", Narrowed(now).AsAsyncEnumerable) is { } file)
        {
            return file;
        }

        var counts = new Dictionary<WorkState, int>();
        foreach (var state in Enum.GetValues<WorkState>())
        {
            counts[state] = await db.Deliveries.CountAsync(Is(state, now), stop);
        }

        Counts = counts;
        Carriers = await db.Deliveries.Select(d => d.Carrier).Distinct().OrderBy(c => c).ToListAsync(stop);
        Found = await Narrowed(now).PageAsync(Number, Paging.DefaultSize, stop);
        return Page();
    }

    private IQueryable<Delivery> Narrowed(DateTimeOffset now)
    {
        var rows = db.Deliveries.AsNoTracking();
        rows = State is { } wanted ? rows.Where(Is(wanted, now)) : rows.Where(d => d.DoneAt == null);
        rows = string.IsNullOrEmpty(Carrier) ? rows : rows.Where(d => d.Carrier == Carrier);
        return rows.OrderByDescending(d => d.FailedAt != null).ThenBy(d => d.DueAt).ThenBy(d => d.Id);
    }

    /// <summary>What the page shows; contents stay where they are.</summary>
    private Table<Delivery> Sheet() => new Table<Delivery>("delivery.title")
        .Text("delivery.carrier", d => d.Carrier, 14).Code("delivery.key", d => d.Key, 40).Text("delivery.state", d => T(StateOf(d)), 12).Instant("delivery.due", d => d.DoneAt ?? d.DueAt)
        .Number("delivery.attempts", d => d.Attempts).Text("delivery.error", d => d.Error, 60);

    /// <summary>Tries one failed piece of work again, or all of a carrier's, or all.</summary>
    public async Task<IActionResult> OnPostRetryAsync(long? id, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var failed = db.Deliveries.Where(Is(WorkState.Failed, now)).Where(d => id == null || d.Id == id).Where(d => string.IsNullOrEmpty(Carrier) || d.Carrier == Carrier);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var again = await failed.ExecuteUpdateAsync(s => s.SetProperty(d => d.FailedAt, (DateTimeOffset?)null).SetProperty(d => d.Attempts, 0).SetProperty(d => d.DueAt, now), stop);
        if (again == 0)
        {
            throw new RefusedException(new(RefusalKind.WrongState, "nothing-failed"));
        }

        db.Record(JournalEntry.Of("delivery", id?.ToString() ?? Carrier ?? "all", "retry", new(actor, now), new { id, Carrier, again }));
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        TempData["Ok"] = T("delivery.retried", again);
        return RedirectToPage(new { State, Carrier });
    }

    private static Expression<Func<Delivery, bool>> Is(WorkState state, DateTimeOffset now) => state switch
    {
        WorkState.Done => d => d.DoneAt != null,
        WorkState.Failed => d => d.DoneAt == null && d.FailedAt != null,
        WorkState.Running => d => d.DoneAt == null && d.FailedAt == null && d.LeasedUntil != null && d.LeasedUntil >= now,
        WorkState.Waiting => d => d.DoneAt == null && d.FailedAt == null && (d.LeasedUntil == null || d.LeasedUntil < now),
    };
}
