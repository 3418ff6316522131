using Yixiang.Kernel;
using static Yixiang.Kernel.EligibilityOutcome;

namespace Yixiang.Instruments;

/// <summary>What eligibility is judged by.</summary>
/// <param name="OriginalValue">Original value of the single set, or of the whole for the other kinds.</param>
/// <param name="AreaCode">Where it stands, as a code of the city pack.</param>
/// <param name="Fiscal">Was it bought or built with fiscal money, in whole or in part?</param>
/// <param name="Classified">Is it classified (涉密)? Then it is refused at the door and nothing of it is kept.</param>
public sealed record EligibilityFacts(ResourceKind Kind, Yuan OriginalValue, string AreaCode, bool Fiscal, bool Classified, UseRestriction Restriction = UseRestriction.None)
{
    /// <summary>Sources of funds that are fiscal money, as codes of the table <c>fund-source</c>: 中央财政资金, 地方财政资金.</summary>
    private static readonly string[] FiscalFunds = ["1", "2"];

    /// <summary>What the particulars of an instrument say; an amount that cannot be read counts as none.</summary>
    public static EligibilityFacts Of(ResourceKind kind, Particulars particulars) => new(
        kind, particulars.MoneyOf(Fields.OriginalValue) ?? Yuan.Zero, particulars[Fields.Area], particulars.CodesOf(Fields.Funds).Any(FiscalFunds.Contains), particulars[Fields.Classified] == "yes", RestrictionOf(particulars));

    /// <summary>A field that says nothing, or what no code says, limits nothing.</summary>
    private static UseRestriction RestrictionOf(Particulars particulars) => particulars[Fields.UseRestriction] switch
    {
        "prohibited" => UseRestriction.Prohibited,
        "conditional" => UseRestriction.Conditional,
        _ => UseRestriction.None,
    };
}

/// <summary>How one rule came out, in words of both languages.</summary>
/// <param name="RuleId">As quoted to people: <c>A1-3</c>.</param>
/// <param name="Leads">What this rule alone leads to.</param>
/// <param name="Words">Key of the sentence; its arguments are <paramref name="Args"/>.</param>
public sealed record EligibilityFinding(string RuleId, bool Passed, EligibilityOutcome Leads, Phrase Article, string Words, params object?[] Args)
{
    /// <summary>The finding in the reader's language.</summary>
    public string Sentence => Texts.T(Words, Args);
}

/// <summary>Whether something belongs to open sharing, why, and by which version of the rules.</summary>
public sealed record EligibilityVerdict(EligibilityOutcome Outcome, string RulesVersion, IReadOnlyList<EligibilityFinding> Findings)
{
    /// <summary>The findings that decided: those that did not pass.</summary>
    public IEnumerable<EligibilityFinding> Reasons => Findings.Where(f => !f.Passed);

    /// <summary>Shared although no rule demands it: a rule of the set lets this pass as voluntary (A1).</summary>
    public bool IsVoluntary => Findings.Any(f => f.Leads == Voluntary);
}

/// <summary>Judges eligibility (A1, A2): a pure function of the facts and the rules of a day.</summary>
public static class Eligibility
{
    public static EligibilityVerdict Judge(ResourceKind kind, Particulars particulars, CityPack city, CityRules rules) => Judge(EligibilityFacts.Of(kind, particulars), city, rules);

    /// <summary>Every rule is told, also after one has refused; the strictest finding is the outcome.</summary>
    public static EligibilityVerdict Judge(EligibilityFacts facts, CityPack city, CityRules rules)
    {
        EligibilityFinding[] findings = [.. rules.Eligibility.Rules.Select(rule => Find(rule, facts, city, rules.Eligibility))];
        return new(findings.Select(f => f.Leads).DefaultIfEmpty(Eligible).Max(), rules.Version, findings);
    }

    private static EligibilityFinding Find(EligibilityRule rule, EligibilityFacts facts, CityPack city, EligibilityRules terms)
    {
        var (passed, wording, args) = rule.Check switch
        {
            EligibilityCheck.NotClassified => Told(!facts.Classified),
            EligibilityCheck.NotProhibited => Told(facts.Restriction != UseRestriction.Prohibited, facts.Restriction == UseRestriction.Conditional ? "conditional" : null),
            EligibilityCheck.InArea => Told(InArea(facts.AreaCode, city, terms), null, city.Area(facts.AreaCode)?.Name ?? new Phrase(facts.AreaCode, facts.AreaCode), city.City.Name),
            EligibilityCheck.KnownKind => Told(terms.ResourceKinds.Contains(facts.Kind.ToString()), null, Labels(facts.Kind)),
            EligibilityCheck.ReachesThreshold => Threshold(facts, terms),
            EligibilityCheck.FiscallyFunded => Told(facts.Fiscal),
        };
        return new(rule.Id, passed, passed ? Eligible : rule.WhenFailed, rule.Article, $"eligibility.{rule.Check}.{wording}", args);
    }

    private static bool InArea(string code, CityPack city, EligibilityRules terms) =>
        city.Area(code) is { } area && (terms.Areas.Count == 0 || terms.Areas.Contains(area.Code));

    /// <summary>Only a single set has a threshold; the notice sets none for the other kinds.</summary>
    private static (bool, string, object?[]) Threshold(EligibilityFacts facts, EligibilityRules terms) =>
        facts.Kind == ResourceKind.SingleSet
            ? Told(facts.OriginalValue >= terms.Threshold, null, facts.OriginalValue, terms.Threshold)
            : Told(true, "none", Labels(facts.Kind));

    private static Phrase Labels(ResourceKind kind) =>
        new(Texts.In(Texts.Chinese, $"enum.ResourceKind.{kind}"), Texts.In(Texts.English, $"enum.ResourceKind.{kind}"));

    private static (bool Passed, string Wording, object?[] Args) Told(bool passed, string? wording = null, params object?[] args) =>
        (passed, passed ? wording ?? "passed" : "failed", args);
}
