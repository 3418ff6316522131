using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Filings;

internal static class Acceptance
{
    /// <summary>Writes the new instrument, so that its filing can point at it.</summary>
    /// <exception cref="RefusedException">The organisation already has an instrument with that number on the ledger.</exception>
    public static async Task SaveOwnNumberAsync(this Db db, Filing filing, Instrument instrument, CancellationToken stop)
    {
        if (await db.Instruments.AnyAsync(i => i.OrganisationId == filing.OrganisationId && i.OwnNumber == filing.OwnNumber && i.State != InstrumentState.Exited, stop))
        {
            throw new RefusedException(new(RefusalKind.Conflict, "filing-own-number-taken", filing.OwnNumber));
        }

        await db.SaveAsync(filing.Reference, stop);
        filing.Became(instrument);
    }

    /// <summary>Filed although no rule demands it: no fiscal money in it, or a single set below the threshold (A1).</summary>
    public static bool IsVoluntary(this Filing filing, CityPack pack)
    {
        var particulars = filing.Particulars();
        var threshold = pack.RulesOf(filing.RulesVersion!).Eligibility.Threshold;
        var fiscal = particulars.CodesOf(Fields.Funds).Any(code => code is "1" or "2");
        return !fiscal || (filing.ResourceKind == ResourceKind.SingleSet && filing.OriginalValue < threshold);
    }
}
