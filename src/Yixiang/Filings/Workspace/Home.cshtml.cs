using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Filings;

/// <summary>The unit's workspace: what is missing, returned, due and late, and where to begin.</summary>
[For(Role.UnitAdministrator)]
public sealed class WorkspaceModel(Db db, Actor actor, CityPack pack, TimeProvider clock) : PageModel
{
    private const int Shown = 8;

    public DateOnly Today { get; } = clock.Today();

    public string Organisation { get; private set; } = "";

    public IReadOnlyDictionary<FilingState, int> Counts { get; private set; } = new Dictionary<FilingState, int>();

    public int Late { get; private set; }

    public int Due { get; private set; }

    public int Published { get; private set; }

    /// <summary>What asks for an act of the unit: returned first, then by the end of the term.</summary>
    public IReadOnlyList<OwnFilingLine> Open { get; private set; } = [];

    /// <summary>Accepted filings that lack what the national platform asks for.</summary>
    public IReadOnlyList<OwnFilingLine> Thin { get; private set; } = [];

    public int In(params IEnumerable<FilingState> states) => states.Sum(s => Counts.GetValueOrDefault(s));

    /// <summary>The last day by the national clock, beside the city's own.</summary>
    public DateOnly? NationallyDueOn(OwnFilingLine line) =>
        line is { DueOn: not null, AcceptedOn: { } accepted } ? pack.RulesAt(accepted).Filing.NationallyDueOn(accepted, pack.WorkingDays) : null;

    public async Task OnGetAsync(CancellationToken stop)
    {
        var own = db.Filings.AsNoTracking().VisibleTo(actor);
        Organisation = await db.Organisations.Where(o => o.Id == actor.OrganisationId).Select(o => o.Name).SingleAsync(stop);
        Counts = await own.GroupBy(f => f.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, stop);
        Late = await own.WhereLate(Today).CountAsync(stop);
        Due = await own.WhereDue(Today, FilingBadge.Pressing).CountAsync(stop);
        Published = await db.Instruments.OwnedBy(actor).CountAsync(i => i.State == InstrumentState.Published, stop);
        Open = await own.Where(f => f.State == FilingState.Returned || f.State == FilingState.Draft)
            .OrderByDescending(f => f.State == FilingState.Returned).ThenBy(f => f.DueOn == null).ThenBy(f => f.DueOn).ThenByDescending(f => f.ChangedAt)
            .Take(Shown).Select(OwnFilingLine.From).ToListAsync(stop);
        Thin = await own.Where(f => f.State == FilingState.Accepted && f.Kind != FilingKind.Exit && f.Completeness < 100)
            .OrderBy(f => f.Completeness).ThenBy(f => f.Id).Take(5).Select(OwnFilingLine.From).ToListAsync(stop);
    }
}
