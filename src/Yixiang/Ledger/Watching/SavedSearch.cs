using Yixiang.Kernel;

namespace Yixiang.Ledger.Watching;

/// <summary>A search of the public list that somebody keeps, and is told of by mail when something new matches.</summary>
public sealed class SavedSearch
{
    public const int LongestName = 60, LongestAddress = 1000;

    /// <summary>So many an account may keep.</summary>
    public const int MostPerAccount = 30;

    public long Id { get; private set; }

    /// <summary><c>W2026-000012</c>.</summary>
    public required string Reference { get; init; }
    public required long AccountId { get; init; }
    public required string Name { get; set; }

    /// <summary>What is asked, as the address of the list says it, without order, page and day: <c>?q=质谱&amp;area=140702</c>; empty for the whole ledger.</summary>
    public required string Address { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>No mail is sent since then; null while it is watched.</summary>
    public DateTimeOffset? PausedAt { get; set; }
}
