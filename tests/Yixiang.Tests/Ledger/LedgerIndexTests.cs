using CsCheck;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Ledger.Search;

namespace Yixiang.Tests.Ledger;

public sealed class LedgerIndexTests
{
    private static readonly string[] Names = ["扫描电子显微镜", "透射电子显微镜", "气相色谱-质谱联用仪", "液相色谱仪", "X射线衍射仪", "核磁共振波谱仪"];
    private static readonly string[] Models = ["SU8010", "QTRAP 6500", "EVO-LS10", "Biacore™X100 Plus", "ICS1100", ""];
    private static readonly string[] Areas = ["140702", "140703", "140781"];
    private static readonly string[] Classes = ["010102", "010101", "010201", "020301", ""];

    private static readonly Gen<(Listing Listing, string Words)> GenListing = Gen.Select(
        Gen.Int[1, 400], Any(Names), Any(Models), Any(Areas), Any(Classes), Gen.Int[1, 5], Gen.Int[0, 60],
        (number, name, model, area, code, organisation, days) => (new Listing(
            $"JZ-{number:000000}", name, model, "日立高新", code, area, $"12140700DEM00000{organisation}", $"晋中第{organisation}检测中心",
            (ResourceKind)(number % 4), number % 3 == 0 ? "free" : "cost", Yuan.Of(number % 7 * 100_000), new DateOnly(2026, 1, 1).AddDays(days)), $"煤化工 分析 {days}"));

    private static Gen<string> Any(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static LedgerIndex Filled(IEnumerable<(Listing Listing, string Words)> all)
    {
        var index = new LedgerIndex(Vocabulary.Shipped);
        index.Fill(all.Select(Entry));
        return index;
    }

    private static LedgerEntry Entry((Listing Listing, string Words) of) => new(of.Listing, "", of.Words, [.. LedgerWords.Values(of.Listing)]);

    private static LedgerQuestion Question(string? words = null, params (Facet, string)[] filters) =>
        new(words, filters.GroupBy(f => f.Item1, f => f.Item2).ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g]), LedgerOrder.Relevance, 1, 20);

    [Theory]
    [InlineData("质谱", "气相色谱-质谱联用仪")]
    [InlineData("色谱 质谱", "气相色谱-质谱联用仪")]
    [InlineData("qtrap6500", "QTRAP 6500")]
    [InlineData("ＱＴＲＡＰ", "QTRAP 6500")]
    [InlineData("evo ls10", "EVO-LS10")]
    [InlineData("biacoretm x100", "Biacore™X100 Plus")]
    [InlineData("镜", "显微镜")]
    public void A_word_is_found_in_any_spelling_people_type(string asked, string expected)
    {
        using var index = Filled(Names.Zip(Models, (name, model) => (new Listing($"JZ-{Array.IndexOf(Names, name)}", name, model, "", "010102", "140702", "x", "中心", ResourceKind.SingleSet, "cost", Yuan.Zero, new(2026, 1, 1)), ""))
            .Concat(Models.Select((m, i) => (new Listing($"M-{i}", "仪器", m, "", "010102", "140702", "x", "中心", ResourceKind.SingleSet, "cost", Yuan.Zero, new(2026, 1, 1)), ""))));

        var items = index.Ask(Question(asked)).Items;

        Assert.NotEmpty(items);
        Assert.All(items, i => Assert.Contains(expected, i.Name + i.Model, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_alike_comes_nearest_first_then_what_shares_most_then_the_newest()
    {
        static (Listing, string) Of(string reference, string name, string area, int day, string code = "010102") =>
            (new(reference, name, "", "", code, area, "x", "中心", ResourceKind.SingleSet, "cost", Yuan.Zero, new DateOnly(2026, 1, 1).AddDays(day)), "");
        var own = Of("own", "扫描电子显微镜", "140702", 0);
        using var index = Filled(
        [
            own, Of("old here", "扫描电子显微镜", "140702", 1), Of("new here", "扫描电子显微镜", "140702", 9), Of("class only, here", "仪器", "140702", 30), Of("other thing here", "定氮仪", "140702", 40, "020301"),
            .. Enumerable.Range(0, 200).Select(i => Of($"far {i:000}", "扫描电子显微镜", "140781", i)), Of("class only, far", "仪器", "140781", 400),
        ]);

        IEnumerable<string> Like(int most) => index.Like(Entry(own), most).Select(e => e.Listing.Reference);

        Assert.Equal(["new here", "old here", "class only, here", "far 199", "far 198", "far 197"], Like(6));
        Assert.Equal(["new here", "old here"], Like(2));
        Assert.Equal("class only, far", Like(500).Last());
        Assert.Equal(204, Like(500).Count());
    }

    [Fact]
    public void Hits_in_the_name_come_before_hits_in_the_function()
    {
        var listing = new Listing("A", "热分析仪", "", "", "010102", "140702", "x", "中心", ResourceKind.SingleSet, "cost", Yuan.Zero, new(2026, 2, 1));
        using var index = Filled([(listing, "可与质谱联用"), (listing with { Reference = "B", Name = "质谱仪", PublishedOn = new(2026, 1, 1) }, "")]);

        Assert.Equal(["B", "A"], index.Ask(Question("质谱")).Items.Select(i => i.Reference));
    }

    [Fact]
    public void A_class_stands_for_everything_below_it_and_counts_leave_their_own_filter_out()
    {
        using var index = Filled(Classes.Select((c, i) => (new Listing($"{i}", "仪器", "", "", c, Areas[i % 3], "x", "中心", ResourceKind.SingleSet, "cost", Yuan.Zero, new(2026, 1, 1)), "")));

        Assert.Equal(3, index.Ask(Question(null, (Facet.Class, "010000"))).Total);
        Assert.Equal(2, index.Ask(Question(null, (Facet.Class, "010100"))).Total);
        Assert.Equal(0, index.Ask(Question(null, (Facet.Class, "010200"), (Facet.Area, "140702"))).Total);
        var counts = index.Ask(Question(null, (Facet.Area, "140702")), Facet.Area, Facet.Class).Counts;
        Assert.Equal(2, counts[Facet.Area]["140702"]);
        Assert.Equal(2, counts[Facet.Area]["140703"]);
        Assert.Equal(1, counts[Facet.Class]["01"]);
    }

    [Fact]
    public void One_of_several_values_of_a_facet_is_enough_and_each_facet_narrows_further()
    {
        using var index = Filled(Classes.Select((c, i) => (new Listing($"{i}", "仪器", "", "", c, Areas[i % 3], "x", "中心", ResourceKind.SingleSet, i % 2 == 0 ? "cost" : "free", Yuan.Zero, new(2026, 1, 1)), "")));
        int Total(params (Facet, string)[] filters) => index.Ask(Question(null, filters)).Total;

        Assert.Equal(Total((Facet.Area, Areas[0])) + Total((Facet.Area, Areas[1])), Total((Facet.Area, Areas[0]), (Facet.Area, Areas[1])));
        Assert.Equal(index.Count, Total((Facet.FeeBasis, "cost"), (Facet.FeeBasis, "free")));
        Assert.Equal(Total((Facet.Area, Areas[0]), (Facet.FeeBasis, "cost")) + Total((Facet.Area, Areas[1]), (Facet.FeeBasis, "cost")), Total((Facet.Area, Areas[0]), (Facet.Area, Areas[1]), (Facet.FeeBasis, "cost")));
        Assert.Equal(0, Total((Facet.Organisation, "nobody"), (Facet.Organisation, "no other")));
        Assert.Equal(1, index.Ask(Question(null, (Facet.Area, Areas[0]), (Facet.Area, Areas[1])), Facet.Area).Counts[Facet.Area][Areas[2]]);
    }

    [Fact]
    public void Pages_never_overlap_and_together_are_the_whole() => GenListing.Array[0, 80].Select(Gen.Enum<LedgerOrder>()).Sample((all, order) =>
    {
        var distinct = all.DistinctBy(a => a.Listing.Reference).ToArray();
        using var index = Filled(distinct);
        var pages = Enumerable.Range(1, 12).SelectMany(n => index.Ask(new(null, LedgerQuestion.NoFilters, order, n, 7)).Items).Select(i => i.Reference).ToList();
        return pages.Count == distinct.Length && pages.Distinct().Count() == distinct.Length;
    });

    /// <summary>After any history of changes the index answers like one that is filled anew: the same hits, in the same order, with the same counts.</summary>
    [Fact]
    public void After_any_changes_the_index_answers_like_a_new_one() =>
        Gen.Select(GenListing.Array[0, 60], Gen.Select(GenListing, Gen.Bool).Array[0, 60], Any("质谱", "电子显微", "x", "色谱 煤化工", "检测中心", "SU8010", "没有", "sem", "saomiaodianjing"), Any(Areas), Gen.Bool).Sample(
            (first, changes, words, area, narrowed) =>
            {
                var plain = first.DistinctBy(a => a.Listing.Reference).ToDictionary(a => a.Listing.Reference);
                using var index = Filled(plain.Values.ToArray());
                foreach (var (entry, gone) in changes)
                {
                    index.Change(new Dictionary<string, LedgerEntry?> { [entry.Listing.Reference] = gone ? null : Entry(entry) });
                    plain.Remove(entry.Listing.Reference);
                    if (!gone)
                    {
                        plain[entry.Listing.Reference] = entry;
                    }
                }

                using var anew = Filled(plain.Values);
                LedgerQuestion question = new(words, narrowed ? LedgerQuestion.Only(Facet.Area, area) : LedgerQuestion.NoFilters, LedgerOrder.Relevance, 1, 100);
                var (answer, expected) = (index.Ask(question, Facet.Kind), anew.Ask(question, Facet.Kind));
                return answer.Items.SequenceEqual(expected.Items) && index.Count == plain.Count && answer.Counts[Facet.Kind].Values.Sum() == expected.Total;
            },
            iter: 500);

    /// <summary>A word that the vocabulary does not know is looked for as it stands.</summary>
    [Fact]
    public void A_word_of_no_vocabulary_finds_what_a_plain_look_finds() =>
        Gen.Select(GenListing.Array[0, 60], Any("su8010", "检测中心", "qtrap", "没有的词", "日立高新")).Sample((all, word) =>
        {
            var distinct = all.DistinctBy(a => a.Listing.Reference).ToArray();
            using var index = Filled(distinct);
            var expected = distinct.Where(e => SearchText.Occurs(SearchText.Of(Entry(e)), word)).Select(e => e.Listing).ToHashSet();
            var answer = index.Ask(new(word, LedgerQuestion.NoFilters, LedgerOrder.Name, 1, 100));
            return expected.Count == 0 || expected.SetEquals(answer.Items);
        });

    [Fact]
    public void A_listing_that_changes_thousands_of_times_does_not_make_the_index_grow_without_end()
    {
        var listing = new Listing("A", "质谱仪", "", "", "010102", "140702", "x", "中心", ResourceKind.SingleSet, "cost", Yuan.Zero, new(2026, 1, 1));
        using var index = Filled([(listing, "")]);

        for (var i = 0; i < 5000; i++)
        {
            index.Change(new Dictionary<string, LedgerEntry?> { ["A"] = Entry((listing with { Model = $"M{i}" }, "")) });
        }

        Assert.Equal("M4999", Assert.Single(index.Ask(Question("质谱")).Items).Model);
        Assert.Equal(1, index.Ask(Question("m4999")).Total);
        Assert.DoesNotContain(index.Ask(Question("m4998")).Items, i => i.Model == "M4998");
    }
}
