using System.Text.Json;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Filings;

public enum ImportState
{
    /// <summary>The file is kept and a mapping of its columns proposed.</summary>
    Uploaded,

    /// <summary>Every row is being read and judged; nothing is written but the report (dry run).</summary>
    Checking,

    Checked,

    /// <summary>Filings are being written, some rows at a time.</summary>
    Applying,

    Applied,

    /// <summary>Stopped by a person; what was written until then stays.</summary>
    Cancelled,
}

/// <summary>A spreadsheet of instruments on its way to filings: by a unit as drafts, by the bureau as accepted ones on the ground of a decision.</summary>
public sealed partial class Import : IStateful<ImportState>, IOfUnit
{
    public long Id { get; private set; }
    public required string Reference { get; init; }

    /// <summary>The unit whose instruments these are; null for a list of the bureau, in which each row names its organisation.</summary>
    public long? OrganisationId { get; init; }
    public ImportState State { get; private set; } = ImportState.Uploaded;
    public required long FileId { get; init; }
    public StoredFile File { get; init; } = null!;
    public required FileFormat Format { get; init; }
    public required string SheetName { get; set; }

    /// <summary>Digest of the headings: the next file with the same ones is offered the same mapping.</summary>
    public required string Signature { get; set; }

    /// <summary>Number of the last heading row, as Excel shows it.</summary>
    public required int HeaderRow { get; set; }
    public ResourceKind ResourceKind { get; private set; } = ResourceKind.SingleSet;

    /// <summary>Which column holds which field: canonical JSON of an <see cref="ImportMapping"/>.</summary>
    public string Mapping { get; private set; } = "{}";

    /// <summary>The decision document on whose ground the bureau's list is accepted without a review.</summary>
    public string? Ground { get; init; }
    public long? GroundFileId { get; init; }

    /// <summary>What was left out of the sheet on purpose, JSON.</summary>
    public string Notes { get; private set; } = "[]";

    /// <summary>Why the file could not be read to its end: a <see cref="Refusal"/>, JSON.</summary>
    public string? Problem { get; private set; }

    /// <summary>Excel's number of the last row that was dealt with in the present pass.</summary>
    public int LastRow { get; private set; }
    public ImportCounts Counts { get; private set; } = new();
    public required DateTimeOffset CreatedAt { get; init; }
    public long? CreatedBy { get; init; }

    /// <summary>The person on whose behalf rows are written.</summary>
    public long? AppliedBy { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }
    public Guid Version { get; private set; } = Guid.NewGuid();

    /// <summary>In a list of several organisations: whose rows are that name none.</summary>
    public long? OwnerId { get; init; }

    /// <summary>Whether its rows go straight onto the ledger, on the ground of a decision.</summary>
    public bool Admits => Ground is not null;

    /// <summary>Why rows cannot be read with a mapping, or null.</summary>
    public Refusal? WhyNot(ImportMapping mapping) => mapping.WhyNot(namesOrganisations: OrganisationId is null && OwnerId is null);

    /// <summary>Keeps what was left out of the sheet, to be said beside the result.</summary>
    internal void Remember(IReadOnlyList<SheetNote> notes) => Notes = JsonSerializer.Serialize(notes, JsonSerializerOptions.Web);

    public IReadOnlyList<SheetNote> ReadNotes() => JsonSerializer.Deserialize<SheetNote[]>(Notes, JsonSerializerOptions.Web)!;

    public Refusal? ReadProblem() => RowMessage.Unkeep(Problem);

    public ImportMapping ReadMapping() => ImportMapping.Parse(Mapping);

    /// <summary>Says which column holds which field; an earlier dry run no longer counts.</summary>
    /// <exception cref="RefusedException">Rows are being dealt with, or have been written (<c>import-not-mappable</c>).</exception>
    /// <param name="table">The sheet it speaks of; null for the one that stands.</param>
    public void Map(ImportMapping mapping, SheetTable? table = null)
    {
        if (State is not (ImportState.Uploaded or ImportState.Checked or ImportState.Cancelled) || StoppedWhileApplying)
        {
            throw new RefusedException(new(RefusalKind.WrongState, "import-not-mappable", Reference, Texts.T(State)));
        }

        (Mapping, ResourceKind, Version) = (mapping.ToJson(), mapping.Kind, Guid.NewGuid());
        State = ImportState.Uploaded;
        if (table is not null)
        {
            (SheetName, Signature, HeaderRow) = (table.Sheet.Name, table.Header.Signature(), table.Header.LastRow);
            Remember([.. table.Notes, .. ImportColumns.NotesOf(table.Header, mapping)]);
        }
    }
}

/// <summary>How many data rows came to which end. Each row is counted once.</summary>
public sealed record ImportCounts
{
    public int Rows { get; init; }
    public int Accepted { get; init; }
    public int Corrected { get; init; }
    public int Rejected { get; init; }
    public int Unchanged { get; init; }
    public int Duplicates { get; init; }

    public ImportCounts With(IEnumerable<RowOutcome> outcomes) => outcomes.Aggregate(this, (counts, outcome) => outcome switch
    {
        RowOutcome.Accepted => counts with { Rows = counts.Rows + 1, Accepted = counts.Accepted + 1 },
        RowOutcome.Corrected => counts with { Rows = counts.Rows + 1, Corrected = counts.Corrected + 1 },
        RowOutcome.Rejected => counts with { Rows = counts.Rows + 1, Rejected = counts.Rejected + 1 },
        RowOutcome.Unchanged => counts with { Rows = counts.Rows + 1, Unchanged = counts.Unchanged + 1 },
        RowOutcome.Duplicate => counts with { Rows = counts.Rows + 1, Duplicates = counts.Duplicates + 1 },
    });

    public int Of(RowOutcome outcome) => outcome switch
    {
        RowOutcome.Accepted => Accepted,
        RowOutcome.Corrected => Corrected,
        RowOutcome.Rejected => Rejected,
        RowOutcome.Unchanged => Unchanged,
        RowOutcome.Duplicate => Duplicates,
    };

    /// <summary>Rows that are written when the import is applied.</summary>
    public int Applicable => Accepted + Corrected;
}
