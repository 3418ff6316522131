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

    /// <summary>Judged by the rules that held when it was filed.</summary>
    public static bool IsVoluntary(this Filing filing, CityPack pack) => filing.Judge(pack, pack.RulesOf(filing.RulesVersion!)).IsVoluntary;

    public static EligibilityVerdict Judge(this Filing filing, CityPack pack, CityRules rules) => Eligibility.Judge(filing.ResourceKind, filing.Particulars(), pack, rules);
}
