using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Tests.Instruments;

public sealed class EligibilityTests
{
    private static readonly EligibilityFacts Fitting = new(ResourceKind.SingleSet, Yuan.Of(200_000), "140702", Fiscal: true, Classified: false);

    [Fact]
    public async Task A_fiscal_single_set_at_the_threshold_is_within_the_duty()
    {
        var verdict = await JudgeAsync(Fitting);
        Assert.Equal(EligibilityOutcome.Eligible, verdict.Outcome);
        Assert.Equal("jinzhong-2023-1", verdict.RulesVersion);
        Assert.Equal(6, verdict.Findings.Count);
        Assert.Empty(verdict.Reasons);
    }

    [Fact]
    public async Task A_fen_below_the_threshold_it_is_voluntary_and_says_why()
    {
        var verdict = await JudgeAsync(Fitting with { OriginalValue = Yuan.Of(199_999.99m) });
        Assert.Equal(EligibilityOutcome.Voluntary, verdict.Outcome);
        var reason = Assert.Single(verdict.Reasons);
        Assert.Equal("A1-4", reason.RuleId);
        Assert.Contains("199,999.99", reason.Sentence);
        Assert.Contains("200,000", reason.Sentence);
    }

    [Theory]
    [InlineData(ResourceKind.LargeFacility)]
    [InlineData(ResourceKind.InstrumentCentre)]
    [InlineData(ResourceKind.ServiceUnit)]
    public async Task Only_a_single_set_has_a_threshold(ResourceKind kind) =>
        Assert.Equal(EligibilityOutcome.Eligible, (await JudgeAsync(Fitting with { Kind = kind, OriginalValue = Yuan.Of(1) })).Outcome);

    [Fact]
    public async Task Without_fiscal_money_it_is_voluntary()
    {
        var verdict = await JudgeAsync(Fitting with { Fiscal = false });
        Assert.Equal(EligibilityOutcome.Voluntary, verdict.Outcome);
        Assert.Equal("A1-5", Assert.Single(verdict.Reasons).RuleId);
    }

    [Fact]
    public async Task What_is_classified_is_refused_whatever_else_holds()
    {
        var verdict = await JudgeAsync(Fitting with { Classified = true, Fiscal = false, OriginalValue = Yuan.Of(1) });
        Assert.Equal(EligibilityOutcome.Refused, verdict.Outcome);
        Assert.Equal(["A1-1", "A1-4", "A1-5"], verdict.Reasons.Select(r => r.RuleId));
    }

    [Theory]
    [InlineData("140105")]
    [InlineData("")]
    public async Task Outside_the_city_it_is_refused(string area) =>
        Assert.Equal("A1-2", Assert.Single((await JudgeAsync(Fitting with { AreaCode = area })).Reasons).RuleId);

    [Fact]
    public async Task A_development_zone_belongs_to_the_city() =>
        Assert.Equal(EligibilityOutcome.Eligible, (await JudgeAsync(Fitting with { AreaCode = "140792" })).Outcome);

    [Fact]
    public async Task A_rule_that_forbids_sharing_refuses_and_conditions_do_not()
    {
        Assert.Equal(EligibilityOutcome.Refused, (await JudgeAsync(Fitting with { Restriction = UseRestriction.Prohibited })).Outcome);
        Assert.Equal(EligibilityOutcome.Eligible, (await JudgeAsync(Fitting with { Restriction = UseRestriction.Conditional })).Outcome);
    }

    [Theory]
    [InlineData("prohibited", false, "A special rule forbids")]
    [InlineData("conditional", true, "under conditions")]
    [InlineData("none", true, "No special rule")]
    [InlineData("", true, "No special rule")]
    public async Task What_the_unit_says_of_use_restrictions_decides_rule_A2_1(string said, bool passes, string words)
    {
        var pack = await PackAsync();
        var verdict = Eligibility.Judge(ResourceKind.SingleSet, World.Microscope().With(Fields.UseRestriction, said), pack, pack.RulesAt(new(2026, 3, 1)));
        var finding = verdict.Findings.Single(f => f.RuleId == "A2-1");
        Assert.Equal(passes, finding.Passed);
        Assert.Contains(words, Texts.In(Texts.English, finding.Words, finding.Args), StringComparison.Ordinal);
        Assert.Equal(passes ? EligibilityOutcome.Eligible : EligibilityOutcome.Refused, verdict.Outcome);
    }

    [Fact]
    public async Task A_kind_the_rules_leave_out_is_refused()
    {
        var pack = await PackAsync();
        var rules = pack.RulesAt(new(2026, 1, 1));
        var narrower = rules with { Eligibility = rules.Eligibility with { ResourceKinds = ["SingleSet"] } };
        Assert.Equal(EligibilityOutcome.Refused, Eligibility.Judge(Fitting with { Kind = ResourceKind.ServiceUnit }, pack, narrower).Outcome);
    }

    [Fact]
    public async Task Every_finding_has_a_sentence_in_both_languages()
    {
        EligibilityFacts[] all =
        [
            .. from kind in Enum.GetValues<ResourceKind>()
               from value in new[] { 1m, 900_000m }
               from area in new[] { "140702", "999999" }
               from yes in new[] { true, false }
               from restriction in Enum.GetValues<UseRestriction>()
               select new EligibilityFacts(kind, Yuan.Of(value), area, yes, yes, restriction),
        ];
        foreach (var finding in (await Task.WhenAll(all.Select(JudgeAsync))).SelectMany(v => v.Findings))
        {
            Assert.NotEqual(Texts.In(Texts.Chinese, finding.Words, finding.Args), Texts.In(Texts.English, finding.Words, finding.Args));
        }
    }

    [Fact]
    public async Task The_pack_may_name_every_resource_kind_and_no_other()
    {
        var rules = (await PackAsync()).RulesAt(new(2026, 1, 1));
        Assert.Equal(Enum.GetNames<ResourceKind>().Order(), rules.Eligibility.ResourceKinds.Order());
    }

    private static Task<CityPack> PackAsync() => CityPack.LoadAsync("jinzhong", TestContext.Current.CancellationToken);

    private static async Task<EligibilityVerdict> JudgeAsync(EligibilityFacts facts)
    {
        var pack = await PackAsync();
        return Eligibility.Judge(facts, pack, pack.RulesAt(new(2026, 3, 1)));
    }
}
