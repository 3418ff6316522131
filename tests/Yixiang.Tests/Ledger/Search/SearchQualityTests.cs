using System.Globalization;
using System.Text;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Ledger.Search;

namespace Yixiang.Tests.Ledger;

/// <summary>How well the search answers, over all judged questions. Each answer lies in <c>artifacts/search-quality.tsv</c>, the sums in <c>search-quality.txt</c> beside it, which <c>bin/test</c> prints.</summary>
public sealed class SearchQualityTests
{
    /// <summary>What the search must never fall below again; the aim is recall 0.95. Raise them when it gets better.</summary>
    private static readonly Bounds Known = new(0.958, 0.925, 0.01, 0), Unseen = new(0.875, 0.815, 0.01, 0.075);

    private static readonly Lazy<LedgerIndex> Index = new(JudgedQuestion.Index);

    private static List<string> Ask(string question) => [.. Index.Value.Ask(new(question, LedgerQuestion.NoFilters, LedgerOrder.Relevance, 1, 10)).Items.Select(i => i.Reference)];

    [Fact]
    public void The_judged_questions_are_answered_as_well_as_before()
    {
        var (known, unseen) = (Judge(JudgedQuestion.All), Judge(JudgedQuestion.Unseen));
        Assert.True(known.Count >= 200);
        Report(known, unseen);

        Known.Hold(known);
        Unseen.Hold(unseen);
    }

    private static List<Judgement> Judge(IEnumerable<JudgedQuestion> questions) => [.. questions.Select(q => new Judgement(q, Ask(q.Text)))];

    /// <summary>One instrument, asked for in the ways in which people ask.</summary>
    [Theory]
    [InlineData("扫描电镜")]
    [InlineData("掃描電子顯微鏡")]
    [InlineData("SEM")]
    [InlineData("sem")]
    [InlineData("saomiaodianjing")]
    [InlineData("sao miao dian jing")]
    [InlineData("smdj")]
    [InlineData("扫描电竟")]
    [InlineData("scanning electron microscope")]
    public void A_technique_is_found_in_whatever_way_it_is_typed(string question)
    {
        var wanted = JudgedQuestion.All.Single(q => q.Text == "SEM").Grades;
        Assert.Equal(3, wanted.GetValueOrDefault(Ask(question)[0]));
    }

    [Fact]
    public void A_search_explains_itself()
    {
        var understood = Index.Value.Ask(new("测水里的重金属", LedgerQuestion.NoFilters, LedgerOrder.Relevance, 1, 10)).Understanding;
        Assert.Equal(["水", "重金属"], understood.Matched.Select(m => m.Asked));
        Assert.Contains(understood.Matched[1].Through, t => t.English.Contains("plasma mass", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("重金属", understood.Marks);
    }

    [Fact]
    public void Where_few_fulfil_everything_the_same_elsewhere_comes_after_them_and_that_is_said()
    {
        var index = Index.Value;
        var answer = index.Ask(new("农高区 冻干", LedgerQuestion.NoFilters, LedgerOrder.Relevance, 1, 100));
        Assert.Equal(1, answer.Understanding.Fulfilling);
        Assert.Equal("Q295", answer.Items[0].Reference);
        Assert.Contains(answer.Items, i => i.Reference == "Q305");

        Assert.Null(index.Ask(new("冻干", LedgerQuestion.NoFilters, LedgerOrder.Relevance, 1, 100)).Understanding.Fulfilling);
    }

    [Fact]
    public void Of_instruments_that_do_the_same_the_one_that_says_the_same_comes_first()
    {
        var index = new LedgerIndex(Vocabulary.Shipped);
        index.Fill([Chromatograph("A", "焦炉煤气成分", 2), Chromatograph("B", "白酒中乙醇、乙酸乙酯", 1), Chromatograph("C", "室内空气苯系物", 3)]);
        Assert.Equal("B", index.Ask(new("白酒里的乙酸乙酯", LedgerQuestion.NoFilters, LedgerOrder.Relevance, 1, 10)).Items[0].Reference);
        Assert.Equal("A", index.Ask(new("焦炉煤气 气相色谱", LedgerQuestion.NoFilters, LedgerOrder.Relevance, 1, 10)).Items[0].Reference);
        Assert.Equal("C", index.Ask(new("室内空气里的苯", LedgerQuestion.NoFilters, LedgerOrder.Relevance, 1, 10)).Items[0].Reference);
    }

    private static LedgerEntry Chromatograph(string reference, string words, int day) =>
        new(new(reference, "气相色谱仪", "", "", "030401", "140702", "x", "中心", ResourceKind.SingleSet, "cost", Yuan.Zero, new(2026, 1, day)), "", words, []);

    [Fact]
    public void What_nothing_fulfils_is_said_and_the_rest_is_found()
    {
        var answer = Index.Value.Ask(new("XRD 不存在的型号QQ99", LedgerQuestion.NoFilters, LedgerOrder.Relevance, 1, 10));
        Assert.NotEqual(0, answer.Total);
        Assert.NotEmpty(answer.Understanding.LeftOut);
    }

    private static void Report(List<Judgement> known, List<Judgement> unseen)
    {
        var text = new StringBuilder("recall@10\tnDCG@10\tright in 3\tkind\tquestion\tfound\n");
        foreach (var j in known.OrderBy(j => j.Recall))
        {
            text.Append(CultureInfo.InvariantCulture, $"{j.Recall:0.00}\t{j.Ndcg:0.00}\t{j.Right}\t{j.Question.Kind}\t{j.Question.Text}\t{string.Join(' ', j.Found)}\n");
        }

        Directory.CreateDirectory("artifacts");
        File.WriteAllText(Path.Combine("artifacts", "search-quality.tsv"), text.ToString());
        File.WriteAllLines(Path.Combine("artifacts", "search-quality.txt"),
            known.GroupBy(j => j.Question.Kind).OrderBy(g => g.Key, StringComparer.Ordinal).Select(kind => Sum(kind.Key, [.. kind])).Prepend(Sum("unseen", unseen)).Prepend(Sum("all", known)));
    }

    /// <summary>What a set of questions must never fall below again.</summary>
    private sealed record Bounds(double Recall, double Ndcg, double NothingFound, double NoneRight)
    {
        public void Hold(List<Judgement> judged)
        {
            Assert.True(judged.Average(j => j.Recall) >= Recall, "recall@10 fell");
            Assert.True(judged.Average(j => j.Ndcg) >= Ndcg, "nDCG@10 fell");
            Assert.True(judged.Count(j => j.Found.Count == 0) <= judged.Count * NothingFound, "more questions find nothing");
            Assert.True(judged.Count(j => !j.Right) <= judged.Count * NoneRight, "more questions have no right answer in the first three");
        }
    }

    private static string Sum(string what, List<Judgement> of) => string.Create(CultureInfo.InvariantCulture,
        $"search quality, {what}: {of.Count} questions, recall@10 {of.Average(j => j.Recall):0.000}, nDCG@10 {of.Average(j => j.Ndcg):0.000}, nothing found {of.Average(j => j.Found.Count == 0 ? 100 : 0):0.0} %, none right in the first three {of.Count(j => !j.Right)}");

    private sealed record Judgement(JudgedQuestion Question, List<string> Found)
    {
        public double Recall { get; } = Question.Recall(Found);
        public double Ndcg { get; } = Question.Ndcg(Found);
        public bool Right { get; } = Question.IsRightInTheFirstThree(Found);
    }
}
