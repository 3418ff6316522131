using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Filings.Desk;

/// <summary>The drafts that are owed, by age: what officers may know of them, and not one particular more.</summary>
internal sealed class OverdueBoard(Db db, Actor actor, DateOnly today)
{
    /// <summary>Over at all; over by up to 30, 90 or more days; due within seven days; due later.</summary>
    public static readonly string[] Ages = ["over", "over30", "over90", "older", "soon", "later"];

    public IQueryable<Filing> Owed => db.Filings.AsNoTracking().OwedTo(actor);

    /// <summary>How many there are of each age: one query.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountAgesAsync(CancellationToken stop)
    {
        var days = await Owed.GroupBy(f => f.DueOn).Select(g => new { Due = g.Key!.Value, Count = g.Count() }).ToListAsync(stop);
        return Ages.ToDictionary(age => age, age => days.Where(d => IsOf(age, d.Due)).Sum(d => d.Count));
    }

    public IQueryable<Filing> Narrow(OverdueAsk ask)
    {
        var (from, to) = Span(ask.Age);
        var owed = Owed;
        owed = from is { } first ? owed.Where(f => f.DueOn >= first) : owed;
        owed = to is { } last ? owed.Where(f => f.DueOn <= last) : owed;
        owed = ask.Area is { } area ? owed.Where(f => f.AreaCode == area) : owed;
        return owed.OrderBy(f => f.DueOn).ThenBy(f => f.Id);
    }

    public IQueryable<OverdueRow> RowsOf(IQueryable<Filing> owed, string? organisation = null) =>
        from f in owed
        join o in organisation is null ? db.Organisations : db.Organisations.Named(organisation) on f.OrganisationId equals o.Id
        select new OverdueRow(f.Reference, f.OwnNumber, f.Name, o.Name, o.Uscc, o.OfficePhone, f.AreaCode, f.AcceptedOn!.Value, f.DueOn!.Value, f.Completeness);

    /// <summary>The units with the most filings over their term.</summary>
    public async Task<IReadOnlyList<OwingUnit>> UnitsAsync(int most, CancellationToken stop) => await (
        from f in Owed.Where(f => f.DueOn < today)
        join o in db.Organisations on f.OrganisationId equals o.Id
        group f by new { o.Reference, o.Name, o.AreaCode } into g
        orderby g.Count() descending, g.Key.Reference
        select new OwingUnit(g.Key.Reference, g.Key.Name, g.Key.AreaCode, g.Count(), g.Min(f => f.DueOn)!.Value)).Take(most).ToListAsync(stop);

    private bool IsOf(string age, DateOnly due)
    {
        var (from, to) = Span(age);
        return (from is null || due >= from) && (to is null || due <= to);
    }

    private (DateOnly? From, DateOnly? To) Span(string? age) => age switch
    {
        "over" => (null, today.AddDays(-1)),
        "over30" => (today.AddDays(-30), today.AddDays(-1)),
        "over90" => (today.AddDays(-90), today.AddDays(-31)),
        "older" => (null, today.AddDays(-91)),
        "soon" => (today, today.AddDays(7)),
        "later" => (today.AddDays(8), null),
        _ => (null, null),
    };
}
