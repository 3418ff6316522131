using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Filings;

/// <summary>Something that may be the same thing as a filing describes.</summary>
/// <param name="SameNumber">Same organisation and own number; else same name and model.</param>
/// <param name="OnLedger">An instrument on the ledger; else an open filing.</param>
public sealed record Likeness(bool SameNumber, bool OnLedger, string Reference, string Name, string Model, string OwnNumber, string Organisation);

public static class Likenesses
{
    public const int Most = 10;

    /// <summary>Likely duplicates on the ledger and among open filings: the same own number, or the same name and model, in the same organisation. Two queries.</summary>
    public static async Task<IReadOnlyList<Likeness>> LikenessesOfAsync(this Db db, Filing filing, CancellationToken stop)
    {
        if (filing.Kind != FilingKind.Initial || filing.Name == "")
        {
            return [];
        }

        var own = filing.InstrumentId ?? 0;
        var ledger = from v in db.InstrumentVersions
                     join i in db.Instruments on v.InstrumentId equals i.Id
                     join o in db.Organisations on i.OrganisationId equals o.Id
                     where v.Until == null && i.State != InstrumentState.Exited && i.Id != own && i.OrganisationId == filing.OrganisationId
                        && (i.OwnNumber == filing.OwnNumber || (v.Name == filing.Name && v.Model == filing.Model))
                     orderby i.Id
                     select new Likeness(i.OwnNumber == filing.OwnNumber, true, i.Reference, v.Name, v.Model, i.OwnNumber, o.Name);
        var open = from f in db.Filings
                   join o in db.Organisations on f.OrganisationId equals o.Id
                   where f.Id != filing.Id && f.Kind == FilingKind.Initial && f.OrganisationId == filing.OrganisationId
                      && f.FirstSubmittedAt != null && f.State != FilingState.Draft && f.State != FilingState.Accepted && f.State != FilingState.Discarded
                      && (f.OwnNumber == filing.OwnNumber || (f.Name == filing.Name && f.Model == filing.Model))
                   orderby f.Id
                   select new Likeness(f.OwnNumber == filing.OwnNumber, false, f.Reference, f.Name, f.Model, f.OwnNumber, o.Name);
        return [.. await ledger.Take(Most).ToListAsync(stop), .. await open.Take(Most).ToListAsync(stop)];
    }
}
