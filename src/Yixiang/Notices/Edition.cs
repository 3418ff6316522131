using System.ComponentModel.DataAnnotations;
using Yixiang.Kernel;

namespace Yixiang.Notices;

public enum EditionState
{
    /// <summary>Being written; beside a published one where there is one.</summary>
    Draft,

    /// <summary>A unit's guide that waits for the bureau's look.</summary>
    Submitted,

    /// <summary>Appears by itself at a set moment.</summary>
    Scheduled,

    /// <summary>What holds now.</summary>
    Published,

    /// <summary>A newer edition stands in its place; it stays readable under its own address.</summary>
    Replaced,

    /// <summary>Taken back: with it no edition of the notice is readable any more, only that it was there and why it is gone.</summary>
    Withdrawn,

    /// <summary>A draft that came to nothing.</summary>
    Discarded,
}

/// <summary>When a notice is to appear.</summary>
/// <param name="At">Local time of the city.</param>
public sealed record Appointment([property: Required(ErrorMessage = "required")] DateTime? At);

/// <summary>What a notice says at one time. Written while it is a draft; once it was published not a letter changes, a new edition takes its place.</summary>
public sealed partial class Edition : IStateful<EditionState>
{
    public long Id { get; private set; }
    public long NoticeId { get; private set; }
    public required Notice Notice { get; init; }

    /// <summary>Runs through all that was ever begun, 1, 2, 3: the name of a draft.</summary>
    public required int Serial { get; init; }

    /// <summary>Runs through what was published, 1, 2, 3: in the address of the edition. Null until then.</summary>
    public int? Number { get; private set; }
    public required string Reference { get; init; }
    public EditionState State { get; private set; }
    public Wording Wording { get; private set; } = new();
    public Span Span { get; private set; } = new();

    /// <summary>What lists are searched by: title, number, summary and text without marks, in small letters.</summary>
    public string Words { get; private set; } = "";

    /// <summary>A class of the code table for which the guide is meant.</summary>
    public string? ClassCode { get; private set; }

    /// <summary>A technique of the vocabulary of purposes for which the guide is meant.</summary>
    public string? Technique { get; private set; }

    /// <summary>The one instrument whose guide and typical results these are.</summary>
    public long? InstrumentId { get; private set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>When it is to appear by itself.</summary>
    public DateTimeOffset? ScheduledFor { get; private set; }
    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>When a newer one took its place, or when it was withdrawn.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why it was sent back to the unit, or withdrawn.</summary>
    public string? Remark { get; private set; }
    public Guid Version { get; private set; } = Guid.NewGuid();
    public List<EditionFile> Files { get; } = [];

    public bool IsOpen => State is EditionState.Draft or EditionState.Submitted or EditionState.Scheduled;

    /// <summary>Once published, and not withdrawn.</summary>
    public bool IsReadable => State is EditionState.Published or EditionState.Replaced;

    /// <summary>Writes what was typed. Only a draft can be written; the database holds that too.</summary>
    internal void Write(Wording wording, Span span, Binding binding, DateTimeOffset at)
    {
        (Wording, Span, Words) = (wording, span, wording.Searchable());
        (ClassCode, Technique, InstrumentId) = (binding.ClassCode, binding.Technique, binding.InstrumentId);
        (ChangedAt, Version) = (at, Guid.NewGuid());
    }

    internal void Touch(DateTimeOffset at) => (ChangedAt, Version) = (at, Guid.NewGuid());
}

/// <summary>For what a guide is meant; at most one of them.</summary>
public sealed record Binding(string? ClassCode = null, string? Technique = null, long? InstrumentId = null);

/// <summary>A file that goes with an edition: a form to download, a scanned decision, a picture that the text shows.</summary>
public sealed class EditionFile
{
    public long Id { get; private set; }
    public long EditionId { get; private set; }
    public long FileId { get; private set; }
    public required StoredFile File { get; init; }

    public bool IsPicture => File.ContentType.StartsWith("image/", StringComparison.Ordinal);
}
