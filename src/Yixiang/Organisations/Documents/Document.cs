using Yixiang.Kernel;

namespace Yixiang.Organisations;

public enum DocumentState
{
    Current,

    /// <summary>A newer version stands in its place; the old one is kept.</summary>
    Replaced,

    /// <summary>Taken back by the unit.</summary>
    Withdrawn,
}

/// <summary>A document of an organisation beside its licence: rules of sharing, rules of incentives, a decision, a certificate (notice article 3).</summary>
public sealed partial class Document : IStateful<DocumentState>
{
    public long Id { get; private set; }

    /// <summary><c>D2026-000012</c>.</summary>
    public required string Reference { get; init; }
    public required long OrganisationId { get; init; }
    public Organisation Organisation { get; private set; } = null!;

    /// <summary>Code of the table <c>document-kind</c>.</summary>
    public required string KindCode { get; init; }
    public required string Title { get; init; }

    /// <summary>The day that the document itself bears.</summary>
    public required DateOnly IssuedOn { get; init; }

    /// <summary>The last day on which it holds; null when it names none.</summary>
    public DateOnly? ValidUntil { get; init; }

    /// <summary>Shown on the public page of the organisation, with its file.</summary>
    public required bool IsPublic { get; init; }
    public long FileId { get; private set; }
    public StoredFile File { get; private set; } = null!;
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>The older version in whose place this one stands.</summary>
    public string? Replaces { get; init; }
    public DocumentState State { get; private set; }
    public Guid Version { get; private set; } = Guid.NewGuid();

    public bool IsExpired(DateOnly today) => ValidUntil < today;
}
