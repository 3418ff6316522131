using System.Globalization;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Ledger.Search;

namespace Yixiang.Tests.Ledger;

/// <summary>Questions as people type them with the instruments that answer them, judged by somebody who did not know the vocabulary.</summary>
/// <param name="Kind">purpose, phrase, technique, abbreviation, model, maker, pinyin, initials, slip, traditional, material, industry, place, unit, mixed, english.</param>
/// <param name="Grades">3 exactly what is wanted, 2 does it well, 1 would be acceptable.</param>
internal sealed record JudgedQuestion(string Text, string Kind, IReadOnlyDictionary<string, int> Grades, string Why)
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Ledger", "Search");

    /// <summary>The questions by which the search is made better.</summary>
    public static IReadOnlyList<JudgedQuestion> All { get; } = In("queries.tsv");

    /// <summary>Questions that nobody looks at who works on the search or its vocabulary: they tell how well it answers what nobody foresaw.</summary>
    public static IReadOnlyList<JudgedQuestion> Unseen { get; } = In("unseen.tsv");

    private static IReadOnlyList<JudgedQuestion> In(string file) =>
        [.. File.ReadLines(Path.Combine(Folder, file)).Skip(1).Select(line => line.Split('\t')).Select(c => new JudgedQuestion(c[0], c[1], Read(c[2]), c[3]))];

    /// <summary>The instruments as a filled index.</summary>
    public static LedgerIndex Index()
    {
        var (tables, lexicon) = (CodeTables.Shipped, Vocabulary.Shipped);
        var index = new LedgerIndex(lexicon);
        index.Fill(File.ReadLines(Path.Combine(Folder, "instruments.tsv")).Skip(1).Select(line => Entry(line.Split('\t'), tables)));
        return index;
    }

    /// <summary>The instruments that a good answer holds; where none is good, the acceptable ones.</summary>
    private HashSet<string> Wanted { get; } = Grades.Where(g => g.Value >= (Grades.Values.Max() >= 2 ? 2 : 1)).Select(g => g.Key).ToHashSet();

    /// <summary>Of the wanted instruments, how many stand among the first ten, as a share of how many can.</summary>
    public double Recall(IReadOnlyList<string> found) => found.Take(10).Count(Wanted.Contains) / (double)Math.Min(10, Wanted.Count);

    public double Ndcg(IReadOnlyList<string> found) => Gain(found.Select(f => Grades.GetValueOrDefault(f))) / Gain(Grades.Values.OrderDescending());

    public bool IsRightInTheFirstThree(IReadOnlyList<string> found) => found.Take(3).Any(Wanted.Contains);

    private static double Gain(IEnumerable<int> grades) => grades.Take(10).Select((grade, i) => (Math.Pow(2, grade) - 1) / Math.Log2(i + 2)).Sum();

    private static Dictionary<string, int> Read(string grades) =>
        grades.Split(',').Select(g => g.Split(':')).ToDictionary(g => g[0].Trim(), g => int.Parse(g[1], CultureInfo.InvariantCulture));

    private static LedgerEntry Entry(string[] c, CodeTables tables)
    {
        var listing = new Listing(c[0], c[1], c[3], c[4], c[5], c[6], c[7], c[7], ResourceKind.SingleSet, "cost", Yuan.Zero, new(2026, 1, 1));
        var words = string.Join('\n', c[8..12].Concat(tables.InstrumentClasses.Path(c[5]).SelectMany(r => new[] { r.Chinese, r.English })));
        return new(listing, c[2], words, [.. LedgerWords.Values(listing)]);
    }
}
