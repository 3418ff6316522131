using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;

namespace Yixiang.Site;

/// <summary>The front page answers three questions at one look: what can I measure here, how do I ask, what does it cost.</summary>
[Public]
public sealed class IndexModel(Db db, CityPack pack, CodeTables tables, TimeProvider clock) : PageModel
{
    public sealed record Share(string Code, string Name, int Count);

    public sealed record Announced(int Number, string Title, int Count, DateTimeOffset At);

    public City City => pack.City;
    public DateOnly Today => clock.Today();
    public int Instruments { get; private set; }
    public Yuan Value { get; private set; }
    public int Organisations { get; private set; }
    public int Areas { get; private set; }
    public IReadOnlyList<Share> ByClass { get; private set; } = [];
    public IReadOnlyList<Share> ByArea { get; private set; } = [];
    public IReadOnlyList<Announced> Batches { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken stop)
    {
        var groups = await db.InstrumentVersions.AsNoTracking().Where(v => v.Until == null)
            .Join(db.Instruments.Where(i => i.State == InstrumentState.Published), v => v.InstrumentId, i => i.Id, (v, _) => v)
            .GroupBy(v => new { Class = v.ClassCode.Substring(0, 2), v.AreaCode, v.OrganisationId })
            .Select(g => new { g.Key.Class, g.Key.AreaCode, g.Key.OrganisationId, Count = g.Count(), Fen = g.Sum(v => (long)(object)v.OriginalValue) })
            .ToListAsync(stop);
        Instruments = groups.Sum(g => g.Count);
        Value = new(groups.Sum(g => g.Fen));
        Organisations = groups.Select(g => g.OrganisationId).Distinct().Count();
        ByClass = [.. groups.Where(g => g.Class != "").GroupBy(g => g.Class + "0000").Select(g => new Share(g.Key, tables.InstrumentClasses.NameOf(g.Key), g.Sum(x => x.Count))).OrderByDescending(s => s.Count)];
        var counts = groups.GroupBy(g => g.AreaCode).ToDictionary(g => g.Key, g => g.Sum(x => x.Count));
        Areas = counts.Count;
        ByArea = [.. pack.Areas.Select(a => new Share(a.Code, a.Name.ToString(), counts.GetValueOrDefault(a.Code)))];
        Batches = await db.Batches.AsNoTracking().Where(b => b.State == BatchState.Published).OrderByDescending(b => b.Number).Take(3)
            .Select(b => new Announced(b.Number, b.Title, b.Items.Count, b.PublishedAt!.Value)).ToListAsync(stop);
    }
}
