using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>What a thousand keys find, each by its index.</summary>
/// <remarks>
/// PostgreSQL plans by statistics that are minutes old while an import fills its tables: asked for all keys at once it takes the table for small
/// and reads the whole of it for every chunk. Asked key by key it cannot. SQLite looks each key of a list up in any case.
/// </remarks>
internal static class LookUpSql
{
    /// <param name="numbers">Pairs of an organisation and its own number.</param>
    public static IQueryable<Instrument> InstrumentsNumbered(this Db db, IReadOnlyCollection<(long Organisation, string OwnNumber)> numbers)
    {
        var (organisations, own) = Apart(db, numbers);
        return db.OnPostgres
            ? db.Instruments.FromSql($"SELECT i.* FROM unnest({organisations}, {own}) AS k(organisation, own) CROSS JOIN LATERAL (SELECT * FROM instruments WHERE organisation_id = k.organisation AND own_number = k.own AND state <> 'Exited' OFFSET 0) AS i")
            : db.Instruments.Where(i => organisations.Contains(i.OrganisationId) && own.Contains(i.OwnNumber) && i.State != InstrumentState.Exited);
    }

    /// <param name="numbers">Pairs of an organisation and its own number.</param>
    public static IQueryable<Filing> FilingsNumbered(this Db db, IReadOnlyCollection<(long Organisation, string OwnNumber)> numbers)
    {
        var (organisations, own) = Apart(db, numbers);
        return db.OnPostgres
            ? db.Filings.FromSql($"SELECT f.* FROM unnest({organisations}, {own}) AS k(organisation, own) CROSS JOIN LATERAL (SELECT * FROM filings WHERE organisation_id = k.organisation AND own_number = k.own OFFSET 0) AS f")
            : db.Filings.Where(f => organisations.Contains(f.OrganisationId) && own.Contains(f.OwnNumber));
    }

    /// <summary>The newest versions of instruments that have one of these fingerprints.</summary>
    public static IQueryable<InstrumentVersion> NewestVersionsPrinted(this Db db, long[] fingerprints) =>
        db.OnPostgres
            ? db.InstrumentVersions.FromSql($"SELECT v.* FROM unnest({fingerprints}) AS k(print) CROSS JOIN LATERAL (SELECT * FROM instrument_versions WHERE fingerprint = k.print AND until IS NULL OFFSET 0) AS v")
            : db.InstrumentVersions.Where(v => v.Until == null && v.Fingerprint != null && fingerprints.Contains(v.Fingerprint.Value));

    /// <summary>Open filings that have one of these fingerprints; what is open is said as the partial index says it, else neither database takes it.</summary>
    public static IQueryable<Filing> OpenFilingsPrinted(this Db db, long[] fingerprints) =>
        db.OnPostgres
            ? db.Filings.FromSql($"SELECT f.* FROM unnest({fingerprints}) AS k(print) CROSS JOIN LATERAL (SELECT * FROM filings WHERE fingerprint = k.print AND state NOT IN ('Accepted', 'Discarded') OFFSET 0) AS f")
            : db.Filings.Where(f => f.Fingerprint != null && fingerprints.Contains(f.Fingerprint.Value) && !EF.Constant(Closed).Contains(f.State));

    private static readonly FilingState[] Closed = [FilingState.Accepted, FilingState.Discarded];

    /// <summary>Pair by pair for PostgreSQL; for SQLite, which looks among them all, each organisation once.</summary>
    private static (long[] Organisations, string[] Own) Apart(Db db, IReadOnlyCollection<(long Organisation, string OwnNumber)> numbers)
    {
        var organisations = numbers.Select(n => n.Organisation);
        return ([.. db.OnPostgres ? organisations : organisations.Distinct()], [.. numbers.Select(n => n.OwnNumber)]);
    }
}
