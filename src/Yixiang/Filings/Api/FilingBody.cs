using System.ComponentModel.DataAnnotations;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>Why and since when an instrument leaves the ledger, as the API takes it.</summary>
public sealed record ExitBody(ExitCause Cause, DateOnly On, [property: StringLength(500, ErrorMessage = "reason-length")] string Note = "");

/// <summary>A draft as the API takes it. Values are texts by field key; codes may be given by name, numbers with separators.</summary>
/// <param name="Instrument">The instrument a change or an exit is about: <c>JZ-000123</c>.</param>
/// <param name="Values">The whole of what is filed: a field that is not named is empty.</param>
public sealed record FilingBody(
    FilingKind Kind = FilingKind.Initial, ResourceKind ResourceKind = ResourceKind.SingleSet, string? Instrument = null,
    IReadOnlyDictionary<string, string>? Values = null, IReadOnlyList<TariffLine>? Tariff = null, ExitBody? Exit = null)
{
    /// <summary>What does not fit the fields of this resource kind, by path.</summary>
    public Dictionary<string, string[]> Problems(ResourceKind kind)
    {
        var known = Fields.Of(kind).Select(f => f.Key).ToHashSet();
        return (Values ?? new Dictionary<string, string>()).Keys.Where(key => !known.Contains(key)).ToDictionary(key => $"values.{key}", _ => new[] { Texts.T("problem.unknown-field") });
    }

    public Particulars ToParticulars(ResourceKind kind, Codebook codebook) =>
        Fields.Of(kind).Where(f => Values?.ContainsKey(f.Key) == true)
            .Aggregate(Particulars.Empty, (p, field) => p.With(field, TypedFiling.Canonical(field, Values![field.Key] ?? "", codebook))) with
        { Tariff = [.. Tariff ?? []] };
}

/// <summary>Whose a filing is.</summary>
public sealed record FilingOrganisation(string Reference, string Name, string? Uscc);

/// <summary>A filing in a list.</summary>
public sealed record ListedFiling(
    string Reference, FilingKind Kind, ResourceKind ResourceKind, FilingState State, string Name, string Model, string OwnNumber, string ClassCode, decimal OriginalValueYuan,
    FilingOrganisation Organisation, string Area, DateOnly? AcceptedOn, DateOnly? DueOn, DateTimeOffset? SubmittedAt, int DaysLate, string Href);

/// <summary>One page of a list of filings, in a stable order.</summary>
public sealed record FilingList(int Total, int Page, int Size, IReadOnlyList<ListedFiling> Items);

/// <summary>A move that is open to the caller now.</summary>
public sealed record FilingAction(string Name, string Label, string Method, string Href);

/// <summary>Why a field (empty: the whole) was sent back in the last round.</summary>
public sealed record FilingReturn(string Field, string Text);

/// <summary>What is wrong with a field.</summary>
public sealed record FilingProblem(string Field, string Code, string Message);

/// <summary>A file of a filing.</summary>
public sealed record FilingFile(long Id, AttachmentKind Kind, string Name, string ContentType, long Size, string Digest, string? Caption, string Href);

/// <summary>A filing in full.</summary>
public sealed record FilingView(
    string Reference, FilingKind Kind, ResourceKind ResourceKind, FilingState State, string Area, string? Instrument, IReadOnlyDictionary<string, string> Values, IReadOnlyList<TariffLine> Tariff,
    ExitBody? Exit, int Completeness, IReadOnlyList<FilingProblem> Problems, DateOnly? DueOn, DateOnly? NationallyDueOn, int DaysLate, bool Exempt, int Round,
    DateTimeOffset? SubmittedAt, DateTimeOffset? DecidedAt, string? RulesVersion, Guid Version, IReadOnlyList<FilingReturn> Returned, IReadOnlyList<FilingFile> Files, IReadOnlyList<FilingAction> Actions);
