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
    /// <summary>Longest text of one value. A draft keeps what is too long for its field, so that it can be mended, but not without bound.</summary>
    private const int LongestValue = 20_000;

    /// <summary>Most lines of a tariff that are kept in a draft.</summary>
    private const int MostLines = 500;

    /// <summary>What does not fit a filing of this kind about a resource of that kind, by path.</summary>
    /// <param name="today">An exit cannot be in the future.</param>
    public Dictionary<string, string[]> Problems(FilingKind filing, ResourceKind kind, DateOnly today) =>
        ProblemsOfValues(kind).Concat(ProblemsOfTariff()).Concat(ProblemsOfExit(filing, today)).GroupBy(p => p.Field).ToDictionary(g => g.Key, g => g.Select(p => p.Sentence).ToArray());

    private IEnumerable<FieldProblem> ProblemsOfValues(ResourceKind kind)
    {
        var known = Fields.Of(kind).Select(f => f.Key).ToHashSet();
        foreach (var (key, text) in Values ?? new Dictionary<string, string>())
        {
            if (!known.Contains(key))
            {
                yield return new($"values.{key}", "unknown-field");
            }
            else if (text?.Length > LongestValue)
            {
                yield return new($"values.{key}", "too-long", LongestValue, text.Length);
            }
        }
    }

    private IEnumerable<FieldProblem> ProblemsOfTariff()
    {
        var lines = Tariff ?? [];
        return lines.Count > MostLines ? [new("tariff", "too-many-tariff-lines", MostLines)]
            : lines.Index().Where(l => l.Item is null || new[] { l.Item.Item, l.Item.Unit, l.Item.Note }.Any(t => t?.Length > LongestValue)).Select(l => new FieldProblem($"tariff[{l.Index}]", "value-not-understood"));
    }

    /// <summary>The same as the page asks (notice article 7).</summary>
    private IEnumerable<FieldProblem> ProblemsOfExit(FilingKind filing, DateOnly today) =>
        Exit is null ? []
        : filing != FilingKind.Exit ? [new("exit", "unknown-field")]
        : new ExitForm(Exit.Cause.ToString(), CityTime.Show(Exit.On), (Exit.Note ?? "").Trim()).Problems(today).Select(p => p with { Field = $"exit.{p.Field}" });

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
