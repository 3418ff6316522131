using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Filings;

/// <summary>One column of a mapping.</summary>
/// <param name="Column">From 0.</param>
/// <param name="Field">Key of a field, or of an extra column.</param>
/// <param name="Unit">For money: in which unit its figures are.</param>
public sealed record MappedColumn(int Column, string Field, MoneyUnit Unit = MoneyUnit.Unknown);

/// <summary>Which column holds which field.</summary>
public sealed record ImportMapping(ResourceKind Kind, IReadOnlyList<MappedColumn> Columns)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public MappedColumn? Of(int column) => Columns.FirstOrDefault(c => c.Column == column);

    public bool Has(string field) => Columns.Any(c => c.Field == field);

    /// <summary>Why rows cannot be read with it, or null.</summary>
    public Refusal? WhyNot(bool namesOrganisations) =>
        !Has(Fields.Name.Key) ? new(RefusalKind.Incomplete, "import-no-name")
        : namesOrganisations && !Has(ImportColumns.OrganisationName) && !Has(ImportColumns.OrganisationCode) ? new(RefusalKind.Incomplete, "import-no-organisation")
        : Columns.GroupBy(c => c.Field).FirstOrDefault(g => g.Count() > 1) is { } twice ? new(RefusalKind.Incomplete, "import-field-twice", ImportColumns.LabelOf(twice.Key))
        : null;

    /// <summary>The same columns for another kind of resource: what that kind has too stays as it was set, the rest is as proposed for it.</summary>
    public ImportMapping As(ResourceKind kind, ImportMapping proposed)
    {
        List<MappedColumn> kept = [.. Columns.Where(c => ImportColumns.Has(kind, c.Field))];
        return new(kind, [.. kept.Concat(proposed.Columns.Where(p => !kept.Exists(k => k.Column == p.Column || k.Field == p.Field))).OrderBy(c => c.Column)]);
    }

    /// <summary>What the headings and the first values suggest.</summary>
    public static ImportMapping Propose(ResourceKind kind, HeaderBlock header, IReadOnlyList<string[]> samples) => new(kind,
        [.. ImportColumns.Lexicon(kind).Guess(header.Columns).Select(g => new MappedColumn(g.Column, g.Field, UnitOf(g, header, samples)))]);

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static ImportMapping Parse(string json) => JsonSerializer.Deserialize<ImportMapping>(json, Json) is { Columns: not null } mapping ? mapping : new(ResourceKind.SingleSet, []);

    private static MoneyUnit UnitOf(ColumnGuess guess, HeaderBlock header, IReadOnlyList<string[]> samples) =>
        Fields.Find(guess.Field)?.Kind != FieldKind.Money ? MoneyUnit.Unknown : UnitOf(header, header.Columns[guess.Column], samples);

    /// <summary>The unit of a money column: as its heading says, or the line above the table, else as its figures suggest.</summary>
    public static MoneyUnit UnitOf(HeaderBlock header, ColumnHeading heading, IReadOnlyList<string[]> samples) =>
        SaidUnitOf(header, heading) is not MoneyUnit.Unknown and var unit ? unit : MoneyCells.GuessUnit(samples.Select(s => s[heading.Index]));

    /// <summary>The unit that the sheet gives for a column: in its heading, in the one above that, or in a line above the table.</summary>
    public static MoneyUnit SaidUnitOf(HeaderBlock header, ColumnHeading heading) =>
        MoneyCells.UnitOf(heading.Label) is not MoneyUnit.Unknown and var own ? own
        : MoneyCells.UnitOf(heading.Group ?? "") is not MoneyUnit.Unknown and var group ? group
        : header.MoneyUnit;
}

/// <summary>A mapping that was used before: offered again for the next file with the same headings.</summary>
[Unjournalled("a convenience; the mapping an import used is kept with the import")]
public sealed class SavedMapping
{
    public long Id { get; private set; }

    /// <summary>Null for the bureau.</summary>
    public long? OrganisationId { get; init; }
    public required string Signature { get; init; }
    public required string Mapping { get; set; }
    public required DateTimeOffset UsedAt { get; set; }
}
