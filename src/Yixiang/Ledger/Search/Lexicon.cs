using System.Runtime.InteropServices;
using Yixiang.Kernel;

namespace Yixiang.Ledger.Search;

/// <summary>What a word of a question can stand for.</summary>
public enum SenseKind { Filler, Technique, Measure, Sample, Industry, Maker, Class, Area }

/// <summary>One meaning of a word.</summary>
/// <param name="Target">Number of the technique, maker, class or area.</param>
/// <param name="Weight">How well it serves, up to 1.</param>
internal readonly record struct Sense(SenseKind Kind, int Target, float Weight);

/// <summary>A word that the vocabulary knows, folded, with everything it can stand for.</summary>
internal sealed class LexiconWord(string text)
{
    private readonly Dictionary<(SenseKind, int), float> senses = [];

    public string Text { get; } = text;

    public IEnumerable<Sense> Senses => senses.Select(s => new Sense(s.Key.Item1, s.Key.Item2, s.Value));

    public bool Is(SenseKind kind) => senses.Keys.Any(s => s.Item1 == kind);

    public void Mean(Sense sense)
    {
        ref var weight = ref CollectionsMarshal.GetValueRefOrAddDefault(senses, (sense.Kind, sense.Target), out _);
        weight = Math.Max(weight, sense.Weight);
    }
}

/// <summary>All words by which something can be asked for: the vocabulary of purposes, the classification, the areas of the city; found in a text, by pinyin, or in spite of a slip.</summary>
public sealed class Lexicon
{
    private const float InOtherWords = 0.95f, InTheFamily = 0.6f;

    private readonly Dictionary<string, LexiconWord> words = [];
    private readonly WordTrie trie = new();
    private readonly Dictionary<string, List<LexiconWord>> byPinyin = [];
    private readonly Dictionary<string, List<LexiconWord>> byInitials = [];
    private readonly List<(string Code, Phrase Name)> classes = [];
    private readonly List<Area> areas = [];

    public Lexicon(PurposeBook book, CodeTables tables, CityPack pack)
    {
        Book = book;
        foreach (var filler in book.Fillers.All.Append(pack.City.Name.Chinese).Append(pack.City.Name.English))
        {
            Learn(filler, new(SenseKind.Filler, 0, 1));
        }

        foreach (var (technique, number) in book.Techniques.Select((t, i) => (t, i)))
        {
            Learn(technique, number);
        }

        book.Materials.ToList().ForEach(LearnFamily);
        foreach (var (maker, number) in book.Makers.Select((m, i) => (m, i)))
        {
            maker.Names.ToList().ForEach(name => Learn(name, new(SenseKind.Maker, number, 1)));
        }

        tables.InstrumentClasses.Rows.ToList().ForEach(LearnClass);
        pack.Areas.ToList().ForEach(LearnArea);
        words.Values.ToList().ForEach(Enter);
        Techniques = [.. book.Techniques];
    }

    public PurposeBook Book { get; }

    public IReadOnlyList<Technique> Techniques { get; }

    internal WordTrie Trie => trie;

    internal IEnumerable<LexiconWord> Words => words.Values;

    internal string ClassOf(Sense sense) => classes[sense.Target].Code;

    internal Phrase NameOfClass(Sense sense) => classes[sense.Target].Name;

    internal string AreaOf(Sense sense) => areas[sense.Target].Code;

    internal Phrase NameOfArea(Sense sense) => areas[sense.Target].Name;

    internal LexiconWord? Find(string folded) => words.GetValueOrDefault(folded);

    /// <summary>Words that are read like this, in full or by the first letters of their syllables.</summary>
    internal IReadOnlyList<LexiconWord> ReadLike(string letters) => byPinyin.GetValueOrDefault(letters) ?? byInitials.GetValueOrDefault(letters) ?? [];

    /// <summary>Words that sound the same: 扫描电竟 for 扫描电镜.</summary>
    internal IReadOnlyList<LexiconWord> SoundLike(string text) =>
        [.. Han.Spell(text, 4).SelectMany(way => byPinyin.GetValueOrDefault(string.Concat(way)) ?? []).Where(w => w.Text.Length == text.Length).Distinct()];

    private void Learn(Technique technique, int number)
    {
        foreach (var name in technique.Names)
        {
            Learn(name, new(SenseKind.Technique, number, 1));
        }

        Learn(SenseKind.Measure, technique.Measures, technique, number);
        // A technique that takes few kinds of samples is made for them.
        Learn(SenseKind.Sample, technique.Samples, technique, number, 1 / MathF.Sqrt(Math.Max(1, technique.Samples.Count)));
        Learn(SenseKind.Industry, technique.Industries, technique, number, 1 / MathF.Sqrt(Math.Max(1, technique.Industries.Count)));
    }

    private void Learn(SenseKind kind, IReadOnlyList<PurposeWord> all, Technique technique, int number, float part = 1)
    {
        foreach (var word in all)
        {
            var weight = (word.Weight ?? technique.Weight) * part;
            Learn(word.Zh, new(kind, number, weight));
            Learn(word.En, new(kind, number, weight));
            foreach (var other in word.Also)
            {
                Learn(other, new(kind, number, weight * InOtherWords));
            }
        }
    }

    /// <summary>Members of a family serve one another, less well than themselves.</summary>
    private void LearnFamily(PurposeWord family)
    {
        var members = family.All.Select(SearchText.Fold).Distinct().ToList();
        var senses = members.Select(m => words.GetValueOrDefault(m)).OfType<LexiconWord>().SelectMany(w => w.Senses).Where(s => s.Kind == SenseKind.Sample).ToList();
        foreach (var member in members)
        {
            senses.ForEach(s => Learn(member, s with { Weight = s.Weight * InTheFamily }));
        }
    }

    private void LearnClass(CodeRow row)
    {
        if (row.Chinese is "其他" or "其他仪器")
        {
            return;
        }

        classes.Add((row.Code, new(row.Chinese, row.English)));
        foreach (var name in row.Aliases.Prepend(row.English).Prepend(row.Chinese))
        {
            Learn(name, new(SenseKind.Class, classes.Count - 1, 1));
        }
    }

    private void LearnArea(Area area)
    {
        areas.Add(area);
        string[] names = [area.Name.Chinese, area.Name.English, area.Name.Chinese.TrimEnd('县', '区', '市'), area.Name.English.Split(' ')[0]];
        foreach (var name in names.Where(n => n.Length > (Han.Is(n[0]) ? 1 : 2)))
        {
            Learn(name, new(SenseKind.Area, areas.Count - 1, 1));
        }
    }

    private void Learn(string name, Sense sense)
    {
        var folded = SearchText.Fold(name);
        if (folded.Length > 0)
        {
            ref var word = ref CollectionsMarshal.GetValueRefOrAddDefault(words, folded, out _);
            (word ??= new(folded)).Mean(sense);
        }
    }

    private void Enter(LexiconWord word)
    {
        trie.Add(word);
        var together = word.Text.Replace(" ", "", StringComparison.Ordinal);
        if (together.Length < word.Text.Length)
        {
            // icp ms is also typed icpms.
            trie.Add(word, together);
        }

        if (word.Text.Length > 3 && char.IsAsciiLetter(word.Text[^1]))
        {
            trie.Add(word, word.Text[^1] == 's' ? word.Text[..^1] : word.Text + 's');
        }

        if (word.Text.Length < 2 || !word.Text.Any(Han.Is) || word.Is(SenseKind.Filler))
        {
            return;
        }

        foreach (var way in Han.Spell(together))
        {
            Note(byPinyin, string.Concat(way), word);
            if (way.Length > 2)
            {
                Note(byInitials, string.Concat(way.Select(s => s[0])), word);
            }
        }
    }

    private static void Note(Dictionary<string, List<LexiconWord>> under, string key, LexiconWord word)
    {
        ref var all = ref CollectionsMarshal.GetValueRefOrAddDefault(under, key, out _);
        all ??= [];
        if (!all.Contains(word))
        {
            all.Add(word);
        }
    }
}
