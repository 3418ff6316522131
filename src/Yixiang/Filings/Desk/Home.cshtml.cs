using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Filings.Desk;

/// <summary>What one area has on the desk.</summary>
public sealed record AreaLine(string Code, string Name, int Waiting, int Returned, int Overdue);

/// <summary>The officer's desk (A4): what waits, what should be answered by today, what was not filed in time. Three queries, whatever there is.</summary>
[For(Role.BureauOfficer, Role.CountyOfficer)]
public sealed class DeskHomeModel(Db db, Actor actor, CityPack pack, TimeProvider clock) : PageModel
{
    private const int Shown = 10;

    public DateOnly Today { get; } = clock.Today();

    public CityPack Pack { get; } = pack;

    public bool IsCounty => actor.Is(Role.CountyOfficer);

    public string? Area => actor.AreaCode is { } code ? Pack.AreaName(code) : null;

    public int AnswerDays => Pack.RulesAt(Today).Review.ReviewWorkingDays;

    public IReadOnlyDictionary<FilingState, int> Waiting { get; private set; } = null!;
    public int ToAnswer { get; private set; }
    public int Mine { get; private set; }
    public int Returned { get; private set; }
    public int Overdue { get; private set; }
    public int DueSoon { get; private set; }
    public IReadOnlyList<QueueRow> Oldest { get; private set; } = [];
    public IReadOnlyList<AreaLine> Areas { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken stop)
    {
        var answerBefore = CityTime.EndOf(LastDayToAnswer());
        FilingState[] open = [.. QueueAsk.WaitingStates, FilingState.Returned];
        var counts = await db.Filings.VisibleTo(actor).Where(f => open.Contains(f.State))
            .GroupBy(f => new { f.State, f.AreaCode, Ripe = f.SubmittedAt < answerBefore, Mine = f.AssignedTo == actor.AccountId })
            .Select(g => new { g.Key.State, g.Key.AreaCode, g.Key.Ripe, g.Key.Mine, Count = g.Count() }).ToListAsync(stop);
        var owed = await db.Filings.OwedTo(actor).Where(f => f.DueOn <= Today.AddDays(7))
            .GroupBy(f => new { f.AreaCode, Over = f.DueOn < Today }).Select(g => new { g.Key.AreaCode, g.Key.Over, Count = g.Count() }).ToListAsync(stop);
        var waiting = counts.Where(c => c.State != FilingState.Returned).ToList();

        Waiting = waiting.GroupBy(c => c.State).ToDictionary(g => g.Key, g => g.Sum(c => c.Count));
        ToAnswer = waiting.Where(c => c.Ripe).Sum(c => c.Count);
        Mine = waiting.Where(c => c.Mine).Sum(c => c.Count);
        Returned = counts.Where(c => c.State == FilingState.Returned).Sum(c => c.Count);
        (Overdue, DueSoon) = (owed.Where(o => o.Over).Sum(o => o.Count), owed.Where(o => !o.Over).Sum(o => o.Count));
        Areas = [.. Pack.Areas.Where(a => !IsCounty || a.Code == actor.AreaCode).Select(a => new AreaLine(
            a.Code, a.Name.ToString(),
            waiting.Where(c => c.AreaCode == a.Code).Sum(c => c.Count),
            counts.Where(c => c.AreaCode == a.Code && c.State == FilingState.Returned).Sum(c => c.Count),
            owed.Where(o => o.AreaCode == a.Code && o.Over).Sum(o => o.Count)))];
        Oldest = await db.RowsOf(db.Filings.AsNoTracking().VisibleTo(actor).Where(f => QueueAsk.WaitingStates.Contains(f.State)).OrderBy(f => f.SubmittedAt).ThenBy(f => f.Id)).Take(Shown).ToListAsync(stop);
    }

    /// <summary>What was handed in up to this day should be answered by today.</summary>
    private DateOnly LastDayToAnswer()
    {
        var day = Today;
        while (Pack.WorkingDays.Add(day, AnswerDays) > Today)
        {
            day = day.AddDays(-1);
        }

        return day;
    }
}
