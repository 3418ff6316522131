using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>A filing laid out for its unit: the sections of the form, each field with everything that is said about it.</summary>
public sealed record FilingForm(Filing Filing, TypedFiling Typed, Findings Findings, Codebook Codebook)
{
    /// <summary>What the ledger says now of the instrument; null for an initial filing.</summary>
    public Particulars? Ledger { get; init; }

    /// <summary>What another window or person saved meanwhile.</summary>
    public Particulars? Theirs { get; init; }

    /// <summary>Whether missing fields are told as problems: after an attempt to submit, or on request.</summary>
    public bool TellsMissing { get; init; }

    public Particulars Particulars => Typed.Particulars;

    public IReadOnlyList<FieldLine> Lines => field ??= [.. Fields.Of(Filing.ResourceKind).Select(Line)];

    public IEnumerable<IGrouping<FieldSection, FieldLine>> Sections => Lines.GroupBy(l => l.Field.Section);

    /// <summary>What the officer said about the whole, or about parts that are no field.</summary>
    public IEnumerable<string> RemarksOn(string key) =>
        Filing.State == FilingState.Returned ? Filing.ReturnReasons.Where(r => r.Round == Filing.Round && r.Field == key).Select(r => r.Text) : [];

    /// <summary>The problem at a path of the tariff, such as <c>tariff[2].unit</c>, or of the whole tariff.</summary>
    public string? ProblemAt(string path) => Typed.Problems.Concat(Findings.Wrong).FirstOrDefault(p => p.Field == path)?.Sentence;

    public int MissingIn(FieldSection section) =>
        Lines.Count(l => l.Field.Section == section && (l.IsMissing && l.IsRequired || WrongKeys.Contains(l.Field.Key)))
        + (section == FieldSection.Openness ? Findings.Wrong.Count(p => p.Field.StartsWith("tariff", StringComparison.Ordinal)) : 0);

    /// <summary>For a change: every field in which ledger and filing differ, old beside new.</summary>
    public IEnumerable<(string Label, string Old, string New)> Changes()
    {
        if (Ledger is null)
        {
            yield break;
        }

        foreach (var field in Particulars.DifferencesFrom(Ledger).Where(f => f.Kinds.Contains(Filing.ResourceKind)))
        {
            yield return (field.Label, Codebook.Show(field, Ledger), Codebook.Show(field, Particulars));
        }

        if (!Ledger.Tariff.SequenceEqual(Particulars.Tariff))
        {
            yield return (Texts.T("field.tariff"), Tariff.Show(Ledger), Tariff.Show(Particulars));
        }
    }

    private HashSet<string> WrongKeys => field ??= [.. Findings.Wrong.Select(p => p.Field)];

    private FieldLine Line(Field f)
    {
        var wrong = Findings.Wrong.FirstOrDefault(p => p.Field == f.Key);
        var missing = Findings.MissingForCity.Concat(Findings.MissingForNation).FirstOrDefault(p => p.Field == f.Key);
        var problem = wrong ?? (TellsMissing && f.Demand == Demand.City ? missing : null);
        return new(
            Filing, f, Particulars[f], problem?.Sentence, missing is not null, [.. RemarksOn(f.Key)],
            Ledger is null || Ledger[f] == Particulars[f] ? null : Codebook.Show(f, Ledger),
            Theirs is null || Theirs[f] == Particulars[f] ? null : Codebook.Show(f, Theirs),
            f.Table is null ? null : Codebook.Of(f));
    }
}

/// <summary>A tariff in lines that people read.</summary>
public static class Tariff
{
    public static string Show(Particulars particulars) => string.Join('\n', particulars.Tariff.Select(Show));

    public static string Show(TariffLine line) =>
        Texts.T("drafting.tariff-line", line.Item, Price(line.Internal, line.Unit), Price(line.External, line.Unit)) + (line.Note is null ? "" : $"（{line.Note}）");

    /// <summary><c>200 元/小时</c>; 面议 where there is no price.</summary>
    public static string Price(decimal? price, string unit) => price is { } yuan ? Texts.T("drafting.price", Yuan.Of(yuan), unit) : Texts.T("drafting.by-agreement");
}
