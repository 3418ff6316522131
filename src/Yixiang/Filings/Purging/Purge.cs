using System.ComponentModel.DataAnnotations;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>Input of a proposal: why it must go, in words that give nothing away.</summary>
public sealed record PurgeGround([property: Required(ErrorMessage = "reason-length"), StringLength(200, MinimumLength = 2, ErrorMessage = "reason-length")] string Text);

/// <summary>A classified thing that got in by mistake and waits for a second officer, who makes every trace of it go (A1). The row goes with it.</summary>
public sealed class Purge
{
    public long Id { get; private set; }

    /// <summary>The filing by which it was found; the instrument on the ledger and all its filings go too.</summary>
    public required string FilingReference { get; init; }
    public required string Ground { get; init; }
    public required long ProposedBy { get; init; }
    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>Written in the transaction that removes everything, and never by the one who proposed: the database itself holds that, and lets rows go on this ground only.</summary>
    public long? ConfirmedBy { get; private set; }
    public List<PurgeItem> Items { get; } = [];

    internal void Confirm(Actor actor) => ConfirmedBy = actor.AccountId;
}

/// <summary>One filing or one instrument that goes with a purge.</summary>
public sealed class PurgeItem
{
    public long Id { get; private set; }
    public long PurgeId { get; private set; }
    public long? FilingId { get; init; }
    public long? InstrumentId { get; init; }
}

/// <summary>What a purge removes.</summary>
public sealed record PurgeScope(IReadOnlyList<long> Filings, IReadOnlyList<long> Instruments, IReadOnlyList<string> References);

/// <summary>Whoever keeps something of filings or instruments in tables of its own, in a folder above this one, removes it here.</summary>
public interface ITraces
{
    /// <summary>Its tables that may have carried content: PostgreSQL writes them anew afterwards, so that no dead row keeps it.</summary>
    IReadOnlyList<string> Tables { get; }

    /// <summary>Runs in the purge's own transaction, before the filings and instruments themselves go.</summary>
    /// <returns>Ids of stored files that nobody needs any more because of it.</returns>
    Task<IReadOnlyList<long>> EraseAsync(Db db, PurgeScope scope, CancellationToken stop);
}
