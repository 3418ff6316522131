using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Province;

/// <summary>Hears that an instrument left the ledger. A proposal of which the province knows nothing lapses by itself; what is with the province is for an officer, because only the province can take it off its platform.</summary>
internal sealed class ExitedInstruments : IListener
{
    public IEnumerable<Delivery> Owed(JournalEntry entry)
    {
        if (entry.Subject == Instrument.Lifecycle.Subject && entry.What == Instrument.Lifecycle.Exit.Name)
        {
            yield return new() { Carrier = LapseCarrier.CarrierName, Key = entry.Reference, Payload = "{}", DueAt = entry.At, CreatedAt = entry.At };
        }
    }
}

/// <summary>Lets the open proposal of an instrument that left the ledger lapse.</summary>
internal sealed class LapseCarrier(Db db, Recommendations recommendations) : ICarrier
{
    public const string CarrierName = "province-lapse";

    public string Name => CarrierName;

    public async Task CarryAsync(Delivery delivery, CancellationToken stop)
    {
        var proposed = await (from r in db.Recommendations
                              where r.State == RecommendationState.Proposed
                              join i in db.Instruments on r.InstrumentId equals i.Id
                              where i.Reference == delivery.Key && i.State == InstrumentState.Exited
                              select r).SingleOrDefaultAsync(stop);
        if (proposed is not null)
        {
            await recommendations.MakeAsync(Recommendation.Lifecycle.Lapse, proposed, new Nothing(), Actor.Product, stop);
        }
    }
}
