using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>What the house already knows of a row's instrument: it on the ledger, or a filing of it that is still open.</summary>
internal sealed record Known(string Reference, long OrganisationId, string OwnNumber, string Content, long? InstrumentId, long? FilingId, bool IsEditable)
{
    private Particulars? _particulars;

    public Particulars Particulars => _particulars ??= Instruments.Particulars.Parse(Content);
}

/// <summary>Something on the ledger or on its way there that says the same as a row, under another number.</summary>
internal sealed record Alike(long OrganisationId, string Reference);

/// <summary>By what a row is known again: the organisation and its own number, else name, model, day of acceptance and value.</summary>
internal static class MatchKey
{
    public static string Of(long? organisation, string ownNumber, Func<Field, string> value) =>
        ownNumber.Length > 0 ? ByNumber(organisation, ownNumber) : Alternative(organisation, value);

    public static string ByNumber(long? organisation, string ownNumber) => $"{organisation}\n{ownNumber}";

    public static string Alternative(long? organisation, Func<Field, string> value) => $"{organisation}\n{WithoutNumber(value)}";

    /// <summary>What stands for the number of an instrument that has none, inside its organisation.</summary>
    public static string WithoutNumber(Func<Field, string> value) =>
        $"\n{value(Fields.Name)}\n{value(Fields.Model)}\n{value(Fields.AcceptedOn)}\n{value(Fields.OriginalValue)}";
}

/// <summary>Finds rows in the ledger and among the open filings, a whole chunk with four queries.</summary>
internal sealed class RowMatcher(Db db)
{
    /// <summary>What is known of the rows of a chunk, by <see cref="MatchKey"/>. An open filing goes before the ledger: it is the newer word.</summary>
    public async Task<Dictionary<string, Known>> FindAsync(IReadOnlyList<Candidate> rows, CancellationToken stop)
    {
        var open = rows.Where(r => r.IsOpen && r.OrganisationId is not null).ToList();
        var known = new Dictionary<string, Known>();
        await ByNumberAsync(known, [.. open.Where(r => r[Fields.OwnNumber].Length > 0)], stop);
        await ByNameAsync(known, [.. open.Where(r => r[Fields.OwnNumber].Length == 0)], stop);
        return known;
    }

    /// <summary>References of what the rows that are not known resemble, by fingerprint: in the same organisation, or in another one when day and value are the same too. One query.</summary>
    public async Task<ILookup<long, Alike>> FindAlikeAsync(IEnumerable<Candidate> rows, CancellationToken stop)
    {
        long[] prints = [.. rows.Where(r => r.IsOpen).Select(r => r.Fingerprint).OfType<long>().Distinct()];
        if (prints.Length == 0)
        {
            return Array.Empty<Alike>().ToLookup(_ => 0L);
        }

        var ledger = from v in db.NewestVersionsPrinted(prints).AsNoTracking()
                     join i in db.Instruments on v.InstrumentId equals i.Id
                     where i.State != InstrumentState.Exited
                     select new { Fingerprint = v.Fingerprint!.Value, i.OrganisationId, i.Reference };
        var open = from f in db.OpenFilingsPrinted(prints).AsNoTracking()
                   where f.Kind == FilingKind.Initial
                   select new { Fingerprint = f.Fingerprint!.Value, f.OrganisationId, f.Reference };
        var found = await ledger.Concat(open).GroupBy(a => new { a.Fingerprint, a.OrganisationId }).Select(g => new { g.Key, Reference = g.Min(a => a.Reference)! }).ToListAsync(stop);
        return found.ToLookup(a => a.Key.Fingerprint, a => new Alike(a.Key.OrganisationId, a.Reference));
    }

    private async Task ByNumberAsync(Dictionary<string, Known> known, List<Candidate> rows, CancellationToken stop)
    {
        if (rows.Count == 0)
        {
            return;
        }

        (long, string)[] numbers = [.. rows.Select(r => (r.OrganisationId!.Value, r[Fields.OwnNumber])).Distinct()];
        Add(known, await OnLedger(db.InstrumentsNumbered(numbers)).ToListAsync(stop), byName: false);
        Add(known, await InFilings(db.FilingsNumbered(numbers)).ToListAsync(stop), byName: false);
    }

    private async Task ByNameAsync(Dictionary<string, Known> known, List<Candidate> rows, CancellationToken stop)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var organisations = rows.Select(r => r.OrganisationId!.Value).Distinct().ToList();
        var names = rows.Select(r => r[Fields.Name]).Distinct().ToList();
        var instruments = db.InstrumentVersions.Where(v => v.Until == null && organisations.Contains(v.OrganisationId) && names.Contains(v.Name)).Select(v => v.InstrumentId);
        Add(known, await OnLedger(db.Instruments.Where(i => instruments.Contains(i.Id))).ToListAsync(stop), byName: true);
        Add(known, await InFilings(db.Filings.Where(f => organisations.Contains(f.OrganisationId) && names.Contains(f.Name))).ToListAsync(stop), byName: true);
    }

    private static void Add(Dictionary<string, Known> known, List<Known> found, bool byName)
    {
        foreach (var one in found)
        {
            known[byName ? MatchKey.Alternative(one.OrganisationId, f => one.Particulars[f]) : MatchKey.ByNumber(one.OrganisationId, one.OwnNumber)] = one;
        }
    }

    private IQueryable<Known> OnLedger(IQueryable<Instrument> instruments) =>
        from i in instruments.AsNoTracking()
        where i.State != InstrumentState.Exited
        join v in db.InstrumentVersions.AsNoTracking() on i.Id equals v.InstrumentId
        where v.Until == null
        select new Known(i.Reference, i.OrganisationId, i.OwnNumber, v.Content, i.Id, null, false);

    private static IQueryable<Known> InFilings(IQueryable<Filing> filings) =>
        from f in filings.AsNoTracking()
        where f.State != FilingState.Accepted && f.State != FilingState.Discarded && f.Kind != FilingKind.Exit
        select new Known(f.Reference, f.OrganisationId, f.OwnNumber, f.Content, f.InstrumentId, f.Id, f.State == FilingState.Draft || f.State == FilingState.Returned);
}
