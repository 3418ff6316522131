namespace Yixiang.Kernel;

/// <summary>A piece of work that is owed: written in the transaction that caused it, done at least once, marked when done.</summary>
/// <remarks>Mails, reminders, deadlines, imports, index updates and pushes are all rows here, so that a restart loses nothing.</remarks>
public sealed class Delivery
{
    public const int MostAttempts = 8;

    public long Id { get; private set; }

    /// <summary>Who does it: the name of an <see cref="ICarrier"/>.</summary>
    public required string Carrier { get; init; }

    /// <summary>Makes it unique for its carrier: the database refuses a second delivery with the same key.</summary>
    public required string Key { get; init; }

    /// <summary>What the carrier needs to know, JSON; references only, no personal data.</summary>
    public required string Payload { get; init; }
    public required DateTimeOffset DueAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DoneAt { get; set; }
    public DateTimeOffset? LeasedUntil { get; set; }
    public int Attempts { get; set; }
    public string? Error { get; set; }

    /// <summary>Given up after <see cref="MostAttempts"/>; the operator may try again.</summary>
    public DateTimeOffset? FailedAt { get; set; }

    /// <summary>How long to wait before the next attempt: 1, 2, 4 … minutes, at most six hours.</summary>
    public TimeSpan NextPause => TimeSpan.FromMinutes(Math.Min(360, Math.Pow(2, Attempts - 1)));
}

/// <summary>Does one kind of owed work. Must bear being called twice for the same delivery.</summary>
public interface ICarrier
{
    string Name { get; }

    /// <summary>How long one delivery may take before another node may take it over.</summary>
    TimeSpan Lease => TimeSpan.FromMinutes(5);

    /// <summary>What the keys begin with of those that may be carried in one go with this one; null where each is carried alone. Must not throw: what is wrong with a delivery is found when it is carried.</summary>
    string? GatheredBy(Delivery delivery) => null;

    Task CarryAsync(Delivery delivery, CancellationToken stop);

    /// <summary>Carries several in one go: done or failed together.</summary>
    Task CarryAsync(IReadOnlyList<Delivery> gathered, CancellationToken stop) => CarryAsync(gathered.Single(), stop);
}

/// <summary>Turns what happened into work that is owed; called for every journal entry before it is saved.</summary>
public interface IListener
{
    IEnumerable<Delivery> Owed(JournalEntry entry);
}
