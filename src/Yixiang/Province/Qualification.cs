using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Province;

/// <summary>How one rule came out.</summary>
/// <param name="RuleId">As quoted to people: <c>A7-3</c>.</param>
/// <param name="Words">Key of the sentence; its arguments are <paramref name="Args"/>.</param>
public sealed record QualificationFinding(string RuleId, Phrase Name, Phrase Article, bool Passed, string Words, params object?[] Args)
{
    /// <summary>The finding in the reader's language.</summary>
    public string Sentence => Texts.T(Words, Args);
}

/// <summary>Whether an instrument may be recommended to the provincial platform, why, and by which version of the rules.</summary>
public sealed record Qualification(string RulesVersion, IReadOnlyList<QualificationFinding> Findings)
{
    public bool Qualifies => Findings.All(f => f.Passed);

    /// <summary>The findings that stand against it.</summary>
    public IEnumerable<QualificationFinding> Against => Findings.Where(f => !f.Passed);

    /// <summary>What stands against it, in one line with the numbers of the rules.</summary>
    public string Sentence => string.Join(Texts.T("province.reason-and"), Against.Select(f => Texts.T("province.reason", f.RuleId, f.Sentence)));
}

/// <summary>Judges what may be recommended (A7) by the rules of the city that hold today.</summary>
public sealed class Qualifying(Inspector inspector, CityPack pack, TimeProvider clock)
{
    public CityRules Rules => pack.RulesAt(clock.Today());

    /// <summary>Every rule is told, also after one has failed.</summary>
    /// <param name="version">The one that stands.</param>
    public Qualification Judge(Instrument instrument, InstrumentVersion version)
    {
        var rules = Rules;
        return new(rules.Version, [.. rules.Province.Rules.Select(rule => Find(rule, rules.Province, instrument, version))]);
    }

    private QualificationFinding Find(ProvinceRule rule, ProvinceRules terms, Instrument instrument, InstrumentVersion version)
    {
        var (passed, wording, args) = rule.Check switch
        {
            ProvinceCheck.Published => instrument.State == InstrumentState.Exited ? Told(false, "exited") : Told(instrument.State == InstrumentState.Published),
            ProvinceCheck.KnownKind => Told(terms.ResourceKinds.Contains(instrument.Kind.ToString()), null, Texts.T(instrument.Kind)),
            ProvinceCheck.ReachesThreshold => instrument.Kind == ResourceKind.SingleSet
                ? Told(version.OriginalValue >= terms.Threshold, null, version.OriginalValue, terms.Threshold)
                : Told(true, "none", Texts.T(instrument.Kind)),
            ProvinceCheck.FieldsFilled => Filled(instrument.Kind, version.Particulars()),
        };
        return new(rule.Id, rule.Name, rule.Article, passed, $"province.check-{rule.Check}-{wording}", args);
    }

    /// <summary>What the city and what the platforms ask for; a filing may do without the second, a recommendation may not.</summary>
    private (bool, string, object?[]) Filled(ResourceKind kind, Particulars particulars)
    {
        var found = inspector.Inspect(kind, particulars);
        List<string> lacking = [.. found.Wrong.Concat(found.MissingForCity).Concat(found.MissingForNation).Select(LabelOf).Distinct()];
        return Told(lacking.Count == 0, null, string.Join(Texts.T("list.and"), lacking));
    }

    private static string LabelOf(FieldProblem problem) => Fields.Find(problem.Field.Split('[', '.')[0])?.Label ?? Texts.T("field.tariff");

    private static (bool Passed, string Wording, object?[] Args) Told(bool passed, string? wording = null, params object?[] args) => (passed, wording ?? (passed ? "passed" : "failed"), args);
}
