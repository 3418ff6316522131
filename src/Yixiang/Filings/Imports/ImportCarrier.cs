using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>Does the passes of imports in the background, whichever node they fall to.</summary>
internal sealed class ImportCarrier(ImportRun run, Db db, TimeProvider clock) : ICarrier
{
    internal const string CarrierName = "import";

    public string Name => CarrierName;

    /// <summary>Short, and renewed with every chunk: after a crash the work goes on soon.</summary>
    public TimeSpan Lease => TimeSpan.FromSeconds(30);

    public Task CarryAsync(Delivery delivery, CancellationToken stop) => run.CarryAsync(
        delivery.Payload,
        alive => db.Deliveries.Where(d => d.Id == delivery.Id).ExecuteUpdateAsync(s => s.SetProperty(d => d.LeasedUntil, clock.GetUtcNow() + Lease), alive),
        stop);
}

/// <summary>Each pass that a person begins is owed from that moment on.</summary>
internal sealed class ImportListener : IListener
{
    public IEnumerable<Delivery> Owed(JournalEntry entry) => entry is { Subject: "import", What: "check" or "apply" or "resume" or "load" }
        ? [new() { Carrier = ImportCarrier.CarrierName, Key = $"{entry.Reference}/{entry.What}/{entry.At.ToUnixTimeMilliseconds()}", Payload = entry.Reference, DueAt = entry.At, CreatedAt = entry.At }]
        : [];
}
