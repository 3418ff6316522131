using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Yixiang.Kernel;

namespace Yixiang.Tests.Rules;

/// <summary>Every word the reader meets is in both languages, is used, and stands in its folder's texts.json and nowhere else.</summary>
public partial class TextRules
{
    private static readonly Dictionary<string, string[]> Texts = Repository.Words.SelectMany(f => JsonSerializer.Deserialize<Dictionary<string, string[]>>(f.Text)!).ToDictionary();

    private static readonly string[] Scripts = [.. Repository.Code.Concat(Repository.Views).Select(f => Comments().Replace(f.Text, ""))];

    private static readonly HashSet<string> Literals = [.. Scripts.SelectMany(s => Literal().Matches(s).Concat(QuotedKey().Matches(s))).Select(m => m.Groups[1].Value), .. CityWords()];

    /// <summary>The fixed beginnings of computed keys, such as <c>field.</c> in <c>$"field.{key}"</c>.</summary>
    private static readonly HashSet<string> Prefixes = [.. Scripts.SelectMany(s => Computed().Matches(s)).Select(m => m.Groups[1].Value + m.Groups[2].Value)];

    [Fact]
    public void Every_key_asked_for_exists() =>
        Rule.Holds(from file in Repository.Code.Concat(Repository.Views)
                   from key in TextCalls.In(Comments().Replace(file.Text, ""))
                   where !Texts.ContainsKey(key)
                   select $"{file.Path} asks for '{key}'");

    [Fact]
    public void Every_refusal_and_problem_has_its_sentence() =>
        Rule.Holds(from file in Repository.Code
                   let text = Comments().Replace(file.Text, "")
                   from key in Refusals().Matches(text).Select(m => $"refusal.{m.Groups[1].Value}")
                       .Concat(Problems().Matches(text).Select(m => $"problem.{m.Groups[1].Value}"))
                   where !Texts.ContainsKey(key)
                   select $"{file.Path} needs '{key}'");

    [Fact]
    public void No_key_lies_unused() => Rule.Holds(Texts.Keys.Where(key => !IsUsed(key)).Order());

    [Fact]
    public void Enum_texts_name_members_that_exist()
    {
        var members = typeof(Db).Assembly.GetTypes().Where(t => t.IsEnum).SelectMany(t => Enum.GetNames(t).Select(n => $"enum.{t.Name}.{n}")).ToHashSet();
        Rule.Holds(Texts.Keys.Where(k => k.StartsWith("enum.", StringComparison.Ordinal) && !members.Contains(k)));
    }

    /// <summary>Where one member has a label, all have: a reader must not meet a key.</summary>
    [Fact]
    public void An_enum_that_is_shown_is_labelled_throughout()
    {
        var shown = Texts.Keys.Where(k => k.StartsWith("enum.", StringComparison.Ordinal)).Select(k => k.Split('.')[1]).ToHashSet();
        var members = typeof(Db).Assembly.GetTypes().Where(t => t.IsEnum && shown.Contains(t.Name)).SelectMany(t => Enum.GetNames(t).Select(n => $"enum.{t.Name}.{n}"));
        Rule.Holds(members.Where(m => !Texts.ContainsKey(m)));
    }

    [Fact]
    public void Both_languages_are_filled_and_tidy() =>
        Rule.Holds(Texts.Where(t => t.Value is not [{ Length: > 0 }, { Length: > 0 }] || t.Value.Any(w => w.Trim() == "") || t.Value[0] != t.Value[0].Trim()).Select(t => t.Key));

    /// <summary>But for the few words that an English text must quote because they stand so in a unit's own spreadsheet or on a decision.</summary>
    [Fact]
    public void English_has_no_Chinese_characters() => Rule.Holds(Texts.Where(t => Han().IsMatch(Quoted().Replace(t.Value[1], ""))).Select(t => $"{t.Key}: {t.Value[1]}"));

    /// <summary>Only names and abbreviations (API, CSV, JSON-LD) are the same in both.</summary>
    [Fact]
    public void Chinese_is_Chinese() => Rule.Holds(Texts.Where(t => !Han().IsMatch(t.Value[0]) && WholeWord().IsMatch(Placeholder().Replace(t.Value[0], ""))).Select(t => $"{t.Key}: {t.Value[0]}"));

    [Fact]
    public void Both_languages_fill_in_the_same_things() =>
        Rule.Holds(Texts.Where(t => !Places(t.Value[0]).SetEquals(Places(t.Value[1]))).Select(t => $"{t.Key}: {t.Value[0]} / {t.Value[1]}"));

    [Fact]
    public void Pages_have_no_Chinese_of_their_own() =>
        Rule.Holds(from file in Repository.Views.Concat(Repository.Code.Where(f => f.Path.EndsWith(".cshtml.cs", StringComparison.Ordinal)))
                   from line in Comments().Replace(file.Text, "").Split('\n')
                   where Han().IsMatch(OwnName().Replace(line, ""))
                   select $"{file.Path}: {line.Trim()}");

    /// <summary>A key is named as a literal, by the tail that its kind of text computes it from, or by the fixed beginning of a computed key.</summary>
    private static bool IsUsed(string key)
    {
        var (kind, tail) = (key[..(key.IndexOf('.', StringComparison.Ordinal) + 1)], key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..]);
        return Literals.Contains(key) || kind switch
        {
            "enum." => true, // Enum_texts_name_members_that_exist
            "move." => Moves.Contains(key),
            "refusal." or "problem." => Literals.Contains(tail),
            _ => Prefixes.Any(p => key.StartsWith(p, StringComparison.Ordinal)),
        };
    }

    private static readonly HashSet<string> Moves =
    [
        .. typeof(ILifecycle).Assembly.GetTypes().Where(t => !t.ContainsGenericParameters).SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
            .Where(f => typeof(ILifecycle).IsAssignableFrom(f.FieldType)).Select(f => f.GetValue(null)).Cast<ILifecycle>().SelectMany(l => l.Moves).Select(m => m.Label),
    ];

    private static IEnumerable<string> CityWords() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "CityPacks"), "*.json", SearchOption.AllDirectories).SelectMany(f => Literal().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value);

    private static HashSet<string> Places(string text) => [.. Placeholder().Matches(text).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(@"\$""([a-z][\w-]*\.(?:[\w-]+\.)*[\w-]*)\{|""([a-z][\w-]*\.(?:[\w-]+[.-])*)""\s*\+")]
    private static partial Regex Computed();

    /// <summary>A key between quotes inside an attribute of a page, where quotes do not pair up: <c>title="@T("key")"</c>.</summary>
    [GeneratedRegex(@"(?<="")([a-z][\w-]*(?:\.[\w-]+)+)(?="")")]
    private static partial Regex QuotedKey();

    [GeneratedRegex(@"""((?:[^""\\\n]|\\.)*)""")]
    private static partial Regex Literal();

    /// <summary>Line comments of code (not the slashes of an address) and comments of pages.</summary>
    [GeneratedRegex(@"(?<![:""'\w~/])//[^\n]*|@\*.*?\*@|<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"RefusalKind\.\w+,\s*""([a-z0-9-]+)""")]
    private static partial Regex Refusals();

    [GeneratedRegex(@"(?:new FieldProblem\([^,()]+(?:\([^()]*\))?,\s*|ErrorMessage = )""([a-z0-9-]+)""")]
    private static partial Regex Problems();

    /// <summary>A language is called by its own name in every language.</summary>
    [GeneratedRegex("[\">]中文[\"<]")]
    private static partial Regex OwnName();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();

    [GeneratedRegex("(?<!\\p{IsCJKUnifiedIdeographs})(?:万元|元|是|否|市科函〔\\d{4}〕\\d号)(?!\\p{IsCJKUnifiedIdeographs})")]
    private static partial Regex Quoted();

    /// <summary>A written-out word, unlike an abbreviation or a unit.</summary>
    [GeneratedRegex(@"(?<![.\w])[a-z]{4,}\b")]
    private static partial Regex WholeWord();

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Placeholder();
}
