using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Province;

namespace Yixiang.Ledger;

/// <summary>One line of the public ledger: the instrument, the version that stands, and whose it is.</summary>
public sealed class LedgerLine
{
    public required Instrument Instrument { get; init; }
    public required InstrumentVersion Version { get; init; }
    public required Organisation Organisation { get; init; }

    /// <summary>By which it stands on the provincial platform; null where it does not, or where that is not asked for (batches, feeds of changes).</summary>
    public Recommendation? Recommendation { get; init; }
}

/// <summary>The public ledger as the database has it: now, or as it stood at the end of any day (A7).</summary>
public static class PublishedLedger
{
    /// <summary>What is public now: published, not exited, in the newest version.</summary>
    public static IQueryable<LedgerLine> LedgerNow(this Db db) =>
        from i in db.Instruments.AsNoTracking()
        where i.State == InstrumentState.Published
        join v in db.InstrumentVersions on i.Id equals v.InstrumentId
        where v.Until == null
        join o in db.Organisations on i.OrganisationId equals o.Id
        join r in db.ListedThere on i.Id equals r.InstrumentId into listed
        from r in listed.DefaultIfEmpty()
        select new LedgerLine { Instrument = i, Version = v, Organisation = o, Recommendation = r };

    /// <summary>What was public when a day ended in the city, in the version that stood then.</summary>
    public static IQueryable<LedgerLine> LedgerAt(this Db db, DateOnly day)
    {
        var end = CityTime.EndOf(day);
        return from i in db.Instruments.AsNoTracking()
               where i.PublishedAt != null && i.PublishedAt < end && (i.ExitedAt == null || i.ExitedAt >= end)
               join v in db.InstrumentVersions on i.Id equals v.InstrumentId
               where v.From < end && (v.Until == null || v.Until >= end)
               join o in db.Organisations on i.OrganisationId equals o.Id
               join r in db.ListedThereAt(end) on i.Id equals r.InstrumentId into listed
               from r in listed.DefaultIfEmpty()
               select new LedgerLine { Instrument = i, Version = v, Organisation = o, Recommendation = r };
    }

    /// <summary>What a batch holds, in its order: the versions that were published with it, or while it is not published the newest ones.</summary>
    public static IQueryable<LedgerLine> LinesOf(this Db db, long batchId) =>
        from item in db.BatchItems.AsNoTracking()
        where item.BatchId == batchId
        join v in db.InstrumentVersions on item.InstrumentId equals v.InstrumentId
        where item.VersionId == null ? v.Until == null : v.Id == item.VersionId
        join i in db.Instruments on item.InstrumentId equals i.Id
        join o in db.Organisations on i.OrganisationId equals o.Id
        orderby item.Position
        select new LedgerLine { Instrument = i, Version = v, Organisation = o };

    /// <summary>The facets that the database itself can narrow by.</summary>
    public static readonly IReadOnlyList<Facet> Filterable = [Facet.Area, Facet.Class, Facet.Organisation, Facet.Kind, Facet.FeeBasis, Facet.Platform];

    /// <summary>The same filters as the index has, for a day in the past.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A facet that is not <see cref="Filterable"/>.</exception>
    public static IQueryable<LedgerLine> Where(this IQueryable<LedgerLine> lines, Facet facet, params List<string> values)
    {
        List<string> stems = [.. values.Select(ClassTree.Stem)];
        List<ResourceKind> kinds = [.. Enum.GetValues<ResourceKind>().Where(k => values.Contains(k.ToString()))];
        return facet switch
        {
            Facet.Area => lines.Where(l => values.Contains(l.Version.AreaCode)),
            Facet.Class => lines.Where(l => stems.Any(stem => EF.Functions.Like(l.Version.ClassCode, stem + "%"))),
            Facet.Organisation => lines.Where(l => values.Contains(l.Organisation.Reference) || values.Contains(l.Organisation.Uscc!)),
            Facet.Kind => lines.Where(l => kinds.Contains(l.Instrument.Kind)),
            Facet.FeeBasis => lines.Where(l => values.Contains(l.Version.FeeBasis)),
            // Either of the two: both together narrow nothing.
            Facet.Platform => lines.Where(l => values.Contains(l.Recommendation != null ? Platforms.Listed : Platforms.NotListed)),
            Facet.Funds or Facet.Mode or Facet.Audience or Facet.Value or Facet.Price or Facet.Hours => throw new ArgumentOutOfRangeException(nameof(facet), facet, null),
        };
    }

    public static IQueryable<LedgerLine> InOrder(this IQueryable<LedgerLine> lines, LedgerOrder order) => (order switch
    {
        LedgerOrder.Relevance or LedgerOrder.Newest => lines.OrderByDescending(l => l.Instrument.PublishedAt),
        LedgerOrder.Name => lines.OrderBy(l => l.Version.Name),
        LedgerOrder.Value => lines.OrderByDescending(l => l.Version.OriginalValue),
        LedgerOrder.Reference => lines.OrderBy(l => l.Instrument.Reference),
    }).ThenBy(l => l.Instrument.Reference);

    /// <summary>What a list says of a line.</summary>
    public static Listing ToListing(this LedgerLine line) => new(
        line.Instrument.Reference, line.Version.Name, line.Version.Model, line.Version.Manufacturer, line.Version.ClassCode, line.Version.AreaCode,
        line.Organisation.Reference, line.Organisation.Name, line.Instrument.Kind, line.Version.FeeBasis, line.Version.OriginalValue,
        CityTime.DateOf(line.Instrument.PublishedAt!.Value), line.Organisation.Uscc)
    {
        Province = line.Recommendation?.Was,
    };
}
