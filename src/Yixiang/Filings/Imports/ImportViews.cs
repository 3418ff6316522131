using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings;

/// <summary>One message about a row, in the reader's language.</summary>
public sealed record ImportMessageView(string Kind, string Field, string Code, string Sentence, string? Value);

/// <summary>One row of an import's report.</summary>
public sealed record ImportRowView(int Row, string Outcome, string OwnNumber, string Name, string? Target, IReadOnlyList<ImportMessageView> Messages);

/// <summary>Something the actor may do with an import now.</summary>
public sealed record ImportActionView(string Name, string Label, string Href);

/// <summary>An import as the API shows it.</summary>
/// <param name="Problem">Why the file could not be read to its end, in words.</param>
/// <param name="Notes">What was left out of the sheet on purpose.</param>
public sealed record ImportView(
    string Reference, string State, string FileName, string Format, string Sheet, ResourceKind Kind, string? Ground, string? Problem, ImportCounts Counts, ImportMapping Mapping,
    IReadOnlyList<string> Notes, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt, Guid Version, IReadOnlyList<ImportActionView> Actions);

public sealed record ImportList(int Total, int Page, int Size, IReadOnlyList<ImportView> Items);

public sealed record ImportRowList(int Total, int Page, int Size, IReadOnlyList<ImportRowView> Items);

/// <summary>One column of the sheet, and the field it is taken for.</summary>
/// <param name="Column">From 0.</param>
/// <param name="Field">Null where it is not imported.</param>
/// <param name="Unit">Of money: <c>Yuan</c> or <c>Wan</c>.</param>
public sealed record MappingColumnView(int Column, string Letters, string Heading, string? Group, string? Field, string? FieldLabel, MoneyUnit? Unit, IReadOnlyList<string> Samples);

/// <summary>Which column holds which field, on which sheet, and what else there is to choose.</summary>
/// <param name="Fields">Keys that a column may be given, with their labels.</param>
public sealed record MappingView(string Sheet, ResourceKind Kind, IReadOnlyList<MappingColumnView> Columns, IReadOnlyList<SheetChoice> Sheets, IReadOnlyDictionary<string, string> Fields);

/// <summary>What a caller says of a mapping.</summary>
/// <param name="Kind">Null for the one that stands, or for the likeliest of another sheet.</param>
/// <param name="Columns">Null to take what is proposed; columns that are not named are not imported.</param>
/// <param name="Sheet">Null for the one that stands.</param>
public sealed record MappingBody(ResourceKind? Kind, IReadOnlyList<MappedColumn>? Columns, string? Sheet)
{
    /// <summary>What cannot be, by path.</summary>
    internal Dictionary<string, string[]> Problems(ImportLook look)
    {
        var problems = new Dictionary<string, string[]>();
        foreach (var (column, i) in (Columns ?? []).Select((c, i) => (c, i)))
        {
            if (look.Header.Columns.All(h => h.Index != column.Column))
            {
                problems[$"columns[{i}].column"] = [T("refusal.import-no-column", column.Column)];
            }

            if (column.Field is null || !ImportColumns.Has(look.Kind, column.Field))
            {
                problems[$"columns[{i}].field"] = [T("refusal.import-unknown-field", column.Field)];
            }

            if (Columns!.Take(i).Any(c => c.Column == column.Column))
            {
                problems[$"columns[{i}].column"] = [T("problem.import-column-twice", column.Column)];
            }
        }

        return problems;
    }

    /// <summary>The mapping it means; a unit of money that is not said is guessed from heading and figures.</summary>
    internal ImportMapping Over(ImportLook look) => Columns is null ? look.Mapping : new(look.Kind, [.. Columns.Select(c => c with { Unit = UnitOf(c, look) })]);

    private static MoneyUnit UnitOf(MappedColumn column, ImportLook look) =>
        Instruments.Fields.Find(column.Field)?.Kind != FieldKind.Money ? MoneyUnit.Unknown
        : column.Unit != MoneyUnit.Unknown ? column.Unit
        : ImportMapping.UnitOf(look.Header, look.Header.Columns.First(h => h.Index == column.Column), look.Samples);
}

/// <summary>How imports are shown over the API.</summary>
internal static class ImportViews
{
    public const string Root = "/api/v1/imports";

    private const int SamplesShown = 3;

    public static ImportView Of(Import i, Actor actor) => new(
        i.Reference, i.State.ToString(), i.File.Name, i.Format.ToString(), i.SheetName, i.ResourceKind, i.Ground, i.ReadProblem()?.Sentence, i.Counts, i.ReadMapping(),
        [.. i.ReadNotes().Select(n => n.Sentence)], i.CreatedAt, i.FinishedAt, i.Version,
        [.. Import.Lifecycle.AvailableTo(actor, i).Select(m => new ImportActionView(m.Name, T(m.Label), $"{Root}/{i.Reference}/{m.Name}"))]);

    public static ImportRowView Of(ImportRow r) => new(
        r.RowNumber, r.Outcome.ToString(), r.OwnNumber, r.Name, r.Target,
        [.. r.ReadMessages().Select(m => new ImportMessageView(m.Kind.ToString(), m.Field, m.Code, m.Sentence, m.Value))]);

    public static MappingView Of(ImportLook look) => new(
        look.Sheet, look.Kind, [.. look.Header.Columns.Select(c => Of(c, look))], look.Sheets, ImportColumns.Choices(look.Kind, withOrganisation: true).ToDictionary(c => c.Key, c => c.Label));

    private static MappingColumnView Of(ColumnHeading column, ImportLook look)
    {
        var mapped = look.Mapping.Of(column.Index);
        return new(
            column.Index, column.Letters, column.Label, column.Group, mapped?.Field, mapped is null ? null : ImportColumns.LabelOf(mapped.Field), mapped?.Unit is null or MoneyUnit.Unknown ? null : mapped.Unit,
            [.. look.Samples.Take(SamplesShown).Select(s => s[column.Index])]);
    }
}
