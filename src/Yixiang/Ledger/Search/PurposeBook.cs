using System.Text.Json;
using System.Text.Json.Serialization;
using Yixiang.Kernel;

namespace Yixiang.Ledger.Search;

/// <summary>A word of the vocabulary in both languages, with the other words that people use for the same.</summary>
public sealed record PurposeWord(string Zh, string En)
{
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>How well the technique serves this; null where it serves it as well as everything else it does.</summary>
    public float? Weight { get; init; }

    [JsonIgnore]
    public IEnumerable<string> All => Also.Prepend(En).Prepend(Zh);

    [JsonIgnore]
    public Phrase Phrase => new(Zh, En);
}

/// <summary>Words in both languages.</summary>
public sealed record PurposeWords(IReadOnlyList<string> Zh, IReadOnlyList<string> En)
{
    [JsonIgnore]
    public IEnumerable<string> All => Zh.Concat(En);
}

/// <summary>A way to measure or make something: what it tells, of which samples, for which trades, and where such instruments are filed.</summary>
/// <param name="Classes">Codes of the national classification under which its instruments are filed.</param>
/// <param name="Weight">1 for what one would take first for its purposes; less for a second choice.</param>
public sealed record Technique(
    string Id, [property: JsonPropertyName("technique")] PurposeWord Name, IReadOnlyList<string> Classes, PurposeWords Synonyms,
    IReadOnlyList<PurposeWord> Measures, IReadOnlyList<PurposeWord> Samples, IReadOnlyList<PurposeWord> Industries)
{
    public float Weight { get; init; } = 1;

    public string? Note { get; init; }

    /// <summary>What the technique and its instruments are called.</summary>
    [JsonIgnore]
    public IEnumerable<string> Names => Synonyms.All.Prepend(Name.En).Prepend(Name.Zh);
}

/// <summary>What somebody wants to know or have made, as different people ask for it, and what answers it.</summary>
/// <param name="Asks">Questions and half sentences in Chinese.</param>
/// <param name="By">Techniques by their id: 3 what one would take first, 2 does it well, 1 is acceptable.</param>
public sealed record Want(IReadOnlyList<string> Asks, IReadOnlyList<string> En, IReadOnlyDictionary<string, int> By);

/// <summary>One maker under all the names it goes by.</summary>
public sealed record Maker(IReadOnlyList<string> Names);

/// <summary>The vocabulary of purposes, shared by all cities: the folder <c>CityPacks/common/purposes</c>. Data, reviewed like data.</summary>
/// <param name="Fillers">Words of a question that ask for nothing: 我想, 怎么, what.</param>
/// <param name="Wants">Known questions with what answers them: a question that nobody foresaw is answered like those that it resembles.</param>
/// <param name="Materials">Families of samples: who asks for 铝合金 is served by what takes 合金.</param>
public sealed record PurposeBook(IReadOnlyList<Technique> Techniques, IReadOnlyList<Maker> Makers, IReadOnlyList<PurposeWord> Materials, PurposeWords Fillers, IReadOnlyList<Want> Wants)
{
    private static readonly string[] Apart = ["makers.json", "materials.json", "stopwords.json"];
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };
    private static readonly Lazy<PurposeBook> Loaded = new(() => Load(Path.Combine(CityPack.Folder, "common", "purposes"), CodeTables.Shipped));

    public static PurposeBook Shipped => Loaded.Value;

    /// <exception cref="CityPackError">A file cannot be read, a technique stands twice, or a class code does not exist.</exception>
    public static PurposeBook Load(string folder, CodeTables tables)
    {
        List<Technique> techniques = [];
        var known = new HashSet<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Where(f => !Apart.Contains(Path.GetFileName(f))))
        {
            foreach (var (technique, i) in Read<Technique[]>(file).Select((t, i) => (t, i)))
            {
                if (!known.Add(technique.Id))
                {
                    throw new CityPackError(Path.GetFileName(file), $"#/[{i}].id", Texts.T("citypack.twice", technique.Id));
                }

                if (technique.Classes.FirstOrDefault(c => !tables.InstrumentClasses.Has(c)) is { } unknown)
                {
                    throw new CityPackError(Path.GetFileName(file), $"#/[{i}].classes", Texts.T("citypack.unknown", unknown));
                }

                techniques.Add(technique);
            }
        }

        return new(techniques, Read<Maker[]>(Path.Combine(folder, "makers.json")), Read<PurposeWord[]>(Path.Combine(folder, "materials.json")), Read<PurposeWords>(Path.Combine(folder, "stopwords.json")),
            [.. WantsIn(Path.Combine(folder, "wants"), known)]);
    }

    private static IEnumerable<Want> WantsIn(string folder, HashSet<string> techniques)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            foreach (var (want, i) in Read<Want[]>(file).Select((w, i) => (w, i)))
            {
                if (want.By.Keys.FirstOrDefault(id => !techniques.Contains(id)) is { } unknown)
                {
                    throw new CityPackError(Path.GetFileName(file), $"#/[{i}].by", Texts.T("citypack.unknown", unknown));
                }

                if (want.By.Count == 0 || want.By.Values.Any(grade => grade is < 1 or > 3))
                {
                    throw new CityPackError(Path.GetFileName(file), $"#/[{i}].by", Texts.T("citypack.grade"));
                }

                yield return want;
            }
        }
    }

    private static T Read<T>(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(file), Json)!;
        }
        catch (JsonException error)
        {
            throw new CityPackError(Path.GetFileName(file), error.Path ?? "#", error.Message);
        }
    }
}
