using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Notices;

/// <summary>What the bureau and the units publish in words.</summary>
public enum NoticeKind
{
    /// <summary>动态.</summary>
    News,

    /// <summary>制度措施 (notice articles 4 and 5): has a document number and a day on which it takes effect.</summary>
    Policy,

    /// <summary>使用指南 (article 13): of the platform, of a class of instruments, of a technique, or of one instrument with its typical results.</summary>
    Guide,

    /// <summary>开放日.</summary>
    OpenDay,

    /// <summary>集中报送: a time in which units file together.</summary>
    Round,
}

/// <summary>One thing that is published in words, under a number that never changes; what it says stands in its editions.</summary>
public sealed class Notice : IOfUnit
{
    public long Id { get; private set; }

    /// <summary>In the address, for ever: <c>/policies/12</c>.</summary>
    public required int Number { get; init; }
    public required NoticeKind Kind { get; init; }

    /// <summary>The unit that writes it; null for the bureau.</summary>
    public required long? OrganisationId { get; init; }
    public Organisation? Organisation { get; private set; }

    /// <summary>Stands before the others of its list.</summary>
    public bool Pinned { get; private set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public Guid Version { get; private set; } = Guid.NewGuid();
    public List<Edition> Editions { get; } = [];

    public string Reference => $"N{Number}";

    internal void Pin(bool pinned) => (Pinned, Version) = (pinned, Guid.NewGuid());
}
