using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Organisations;

namespace Yixiang.OpenData;

/// <summary>One instrument as a harvester sees it.</summary>
/// <param name="At">When what is public of it last changed: published, changed, or left.</param>
/// <param name="Exited">It has left the ledger: a deleted record.</param>
internal sealed record HarvestHead(long Id, string Reference, DateTimeOffset At, bool Exited, string ClassCode, string AreaCode, string Organisation);

/// <summary>Which records a harvester wants.</summary>
/// <param name="From">From this moment on.</param>
/// <param name="Until">Before this moment.</param>
/// <param name="Set"><c>class:01</c>, <c>area:140702</c>, <c>organisation:O-000001</c>; null for everything.</param>
internal sealed record HarvestQuestion(DateTimeOffset? From, DateTimeOffset? Until, string? Set);

/// <summary>Reads the ledger in the order of change. Whatever changes while a harvester is on its way comes later again, so nothing is missed.</summary>
internal static class Harvest
{
    /// <summary>Records after a place in that order.</summary>
    public static async Task<List<HarvestHead>> AfterAsync(this Db db, HarvestQuestion question, (DateTimeOffset At, long Id)? place, int most, CancellationToken stop)
    {
        var heads = Heads(db, question);
        if (place is var (at, id))
        {
            heads = heads.Where(h => h.At > at || (h.At == at && h.Id > id));
        }

        return [.. (await heads.OrderBy(h => h.At).ThenBy(h => h.Id).Take(most).ToListAsync(stop)).Select(h => h.ToHead())];
    }

    public static Task<int> CountAsync(this Db db, HarvestQuestion question, CancellationToken stop) => Heads(db, question).CountAsync(stop);

    public static async Task<HarvestHead?> FindAsync(this Db db, string reference, CancellationToken stop) =>
        (await Heads(db, new(null, null, null)).SingleOrDefaultAsync(h => h.Reference == reference, stop))?.ToHead();

    public static async Task<DateTimeOffset?> EarliestAsync(this Db db, CancellationToken stop) =>
        await db.Instruments.Where(i => i.PublishedAt != null).MinAsync(i => i.PublishedAt, stop);

    private static IQueryable<Row> Heads(Db db, HarvestQuestion question)
    {
        var rows = from i in db.Instruments.AsNoTracking()
                   where i.PublishedAt != null
                   join v in db.InstrumentVersions on i.Id equals v.InstrumentId
                   where v.Until == null
                   join o in db.Organisations on i.OrganisationId equals o.Id
                   select new Row
                   {
                       Id = i.Id,
                       Reference = i.Reference,
                       Exited = i.State != InstrumentState.Published,
                       ClassCode = v.ClassCode,
                       AreaCode = v.AreaCode,
                       Organisation = o.Reference,
                       At = i.ExitedAt ?? (v.From > i.PublishedAt!.Value ? v.From : i.PublishedAt!.Value),
                   };
        rows = question.From is { } from ? rows.Where(h => h.At >= from) : rows;
        rows = question.Until is { } until ? rows.Where(h => h.At < until) : rows;
        return question.Set?.Split(':', 2) switch
        {
            null or ["class" or "area" or "organisation"] => rows,
            ["class", { Length: 2 } code] => rows.Where(h => h.ClassCode.StartsWith(code)),
            ["area", var code] => rows.Where(h => h.AreaCode == code),
            ["organisation", var reference] => rows.Where(h => h.Organisation == reference),
            _ => rows.Where(_ => false),
        };
    }

    private sealed class Row
    {
        public required long Id { get; init; }
        public required string Reference { get; init; }
        public required DateTimeOffset At { get; init; }
        public required bool Exited { get; init; }
        public required string ClassCode { get; init; }
        public required string AreaCode { get; init; }
        public required string Organisation { get; init; }

        public HarvestHead ToHead() => new(Id, Reference, At, Exited, ClassCode, AreaCode, Organisation);
    }
}
