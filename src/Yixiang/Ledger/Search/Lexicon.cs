using System.Collections.Concurrent;
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

    /// <summary>Asks for nothing. A word that stands for something too is that.</summary>
    public bool IsFiller => senses.Keys.All(s => s.Item1 == SenseKind.Filler);

    public void Mean(Sense sense)
    {
        ref var weight = ref CollectionsMarshal.GetValueRefOrAddDefault(senses, (sense.Kind, sense.Target), out _);
        weight = Math.Max(weight, sense.Weight);
    }
}

/// <summary>All words by which something can be asked for: the vocabulary of purposes, the classification, the areas of the city; found in a text, by pinyin, or in spite of a slip.</summary>
public sealed partial class Lexicon
{
    private const float InOtherWords = 0.95f, OfTheKind = 0.6f, OneOfThem = 0.7f, PartOfTheName = 0.8f, WordOfTheName = 0.55f;
    private const int ShortestWord = 4;

    private readonly Dictionary<string, LexiconWord> words = [];
    private readonly Dictionary<string, string> written = [];
    private readonly WordTrie trie = new();
    private readonly Dictionary<string, List<LexiconWord>> byPinyin = [];
    private readonly Dictionary<string, List<LexiconWord>> byInitials = [];
    private readonly List<(string Code, Phrase Name)> classes = [];
    private readonly List<Area> areas = [];
    private readonly Lazy<NearWants> wants;

    private static readonly ConcurrentDictionary<string, Lazy<Lexicon>> Known = [];

    /// <summary>The words of a city, read once for each set of areas: all that a city adds to the vocabulary.</summary>
    public static Lexicon Of(CityPack pack) => Known.GetOrAdd(
        string.Join('|', pack.Areas.Select(a => $"{a.Code} {a.Name.Chinese} {a.Name.English}").Prepend(pack.City.Name.Chinese)),
        _ => new(() => new(PurposeBook.Shipped, CodeTables.Shipped, pack))).Value;

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
        LearnMembers();
        foreach (var (maker, number) in book.Makers.Select((m, i) => (m, i)))
        {
            maker.Names.ToList().ForEach(name => Learn(name, new(SenseKind.Maker, number, 1)));
        }

        tables.InstrumentClasses.Rows.ToList().ForEach(LearnClass);
        var city = pack.City.Name.Chinese.TrimEnd('市');
        pack.Areas.ToList().ForEach(area => LearnArea(area, city));
        words.Values.ToList().ForEach(Enter);
        Techniques = [.. book.Techniques];
        wants = new(() => new(book));
        // Learnt beside the start of the site: the first question waits for it, the first page does not.
        _ = Task.Run(() => wants.Value);
        techniquesOfClass = Techniques.SelectMany((t, number) => t.Classes.Select(code => (code, number))).ToLookup(p => p.code, p => p.number);
    }

    public PurposeBook Book { get; }

    public IReadOnlyList<Technique> Techniques { get; }

    internal NearWants Wants => wants.Value;

    internal WordTrie Trie => trie;

    internal IEnumerable<LexiconWord> Words => words.Values;

    internal string ClassOf(Sense sense) => classes[sense.Target].Code;

    internal Phrase NameOfClass(Sense sense) => classes[sense.Target].Name;

    internal string AreaOf(Sense sense) => areas[sense.Target].Code;

    internal Phrase NameOfArea(Sense sense) => areas[sense.Target].Name;

    internal LexiconWord? Find(string folded) => words.GetValueOrDefault(folded);

    /// <summary>Words that begin like this, by characters or as they are read; the shortest first.</summary>
    internal IEnumerable<LexiconWord> BeginningLike(string folded) =>
        words.Values.Where(w => w.Text.StartsWith(folded, StringComparison.Ordinal))
            .Concat(folded.Length > 1 && folded.All(char.IsAsciiLetter)
                ? byPinyin.Where(p => p.Key.StartsWith(folded, StringComparison.Ordinal)).Concat(byInitials.Where(p => p.Key == folded)).SelectMany(p => p.Value)
                : [])
            .Where(w => !w.IsFiller).OrderBy(w => w.Text.Length).ThenBy(w => w.Text, StringComparer.Ordinal);

    internal IEnumerable<LexiconWord> Containing(string folded) =>
        words.Values.Where(w => w.Text.Contains(folded, StringComparison.Ordinal) && !w.IsFiller).OrderBy(w => w.Text.Length).ThenBy(w => w.Text, StringComparer.Ordinal);

    /// <summary>A word with its capitals and signs, as the vocabulary writes it: ICP-MS.</summary>
    internal string AsWritten(string folded) => written.GetValueOrDefault(folded, folded);

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
            LearnParts(name, new(SenseKind.Technique, number, PartOfTheName));
        }

        Learn(SenseKind.Measure, technique.Measures, technique, number);
        Learn(SenseKind.Sample, technique.Samples, technique, number);
        Learn(SenseKind.Industry, technique.Industries, technique, number);
    }

    private void Learn(SenseKind kind, IReadOnlyList<PurposeWord> all, Technique technique, int number)
    {
        foreach (var (word, i) in all.Select((w, i) => (w, i)))
        {
            var weight = (word.Weight ?? technique.Weight) * (kind == SenseKind.Measure ? 1 : Closeness(i, all.Count));
            Learn(word.Zh, new(kind, number, weight));
            Learn(word.En, new(kind, number, weight));
            foreach (var other in word.Also)
            {
                Learn(other, new(kind, number, weight * InOtherWords));
            }

            if (kind == SenseKind.Measure)
            {
                word.Also.Prepend(word.En).ToList().ForEach(name => LearnParts(name, new(kind, number, weight * PartOfTheName)));
            }
        }
    }

    /// <summary>English names are long, and people type a part of them: liquid chromatography, sulfur.</summary>
    private void LearnParts(string name, Sense sense)
    {
        var parts = SearchText.Fold(name).Split(SearchText.Gap);
        if (parts.Length < 2 || !parts.All(p => p.All(char.IsAsciiLetter)))
        {
            return;
        }

        for (var first = 0; first < parts.Length; first++)
        {
            for (var last = first + 2; last <= parts.Length && last - first < parts.Length; last++)
            {
                if (!IsFiller(parts[first]) && !IsFiller(parts[last - 1]))
                {
                    Learn(string.Join(SearchText.Gap, parts[first..last]), sense);
                }
            }

            if (sense.Kind == SenseKind.Measure && parts[first].Length >= ShortestWord && !IsFiller(parts[first]))
            {
                Learn(parts[first], sense with { Weight = sense.Weight * WordOfTheName });
            }
        }
    }

    private bool IsFiller(string word) => words.GetValueOrDefault(word)?.IsFiller == true;

    /// <summary>What a technique names first it is made for; of many samples each is less its own.</summary>
    private static float Closeness(int place, int of) => (1 - (0.7f * place / of)) / MathF.Pow(of, 0.25f);

    /// <summary>What takes alloys takes aluminium alloy, less surely; what takes aluminium alloy may be meant by who asks for alloys.</summary>
    private void LearnFamily(PurposeWord family)
    {
        List<string> kind = [family.Zh, family.En];
        var ofTheKind = SamplesOf(kind);
        var ofMembers = SamplesOf(family.Also);
        foreach (var member in family.Also)
        {
            ofTheKind.ForEach(s => Learn(member, s with { Weight = s.Weight * OfTheKind }));
        }

        foreach (var name in kind)
        {
            ofMembers.ForEach(s => Learn(name, s with { Weight = s.Weight * OneOfThem }));
        }
    }

    private List<Sense> SamplesOf(IEnumerable<string> names) =>
        [.. names.Select(n => words.GetValueOrDefault(SearchText.Fold(n))).OfType<LexiconWord>().SelectMany(w => w.Senses).Where(s => s.Kind == SenseKind.Sample)];

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

    /// <summary>太谷 for 太谷区, and within the city 开发区 for 晋中开发区.</summary>
    private void LearnArea(Area area, string city)
    {
        areas.Add(area);
        var within = area.Name.Chinese.Replace(city, "", StringComparison.Ordinal).Replace("国家", "", StringComparison.Ordinal);
        string[] names = [area.Name.Chinese, area.Name.English, area.Name.Chinese.TrimEnd('县', '区', '市'), within, area.Name.English.Split(' ')[0]];
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
            written.TryAdd(folded, name.Trim());
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

        if (word.Text.Length < 2 || !word.Text.Any(Han.Is) || word.IsFiller)
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
