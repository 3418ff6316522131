using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Yixiang.Kernel;

/// <summary>The words of the product in both languages. Each folder keeps its own <c>texts.json</c>: <c>{ "filing.submit": ["提交", "Submit"] }</c>.</summary>
/// <remarks>Both languages stand side by side, so that neither can be forgotten; a key that does not exist is an error, never an empty label.</remarks>
public static class Texts
{
    public static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");
    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    private static readonly FrozenDictionary<string, string[]> All = Load(typeof(Texts).Assembly);

    public static bool ReaderIsEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    public static IEnumerable<string> Keys => All.Keys;

    /// <summary>The text of a key in the reader's language, with <c>{0}</c>, <c>{1}</c> … filled in.</summary>
    /// <exception cref="KeyNotFoundException">No folder declares the key.</exception>
    public static string T(string key, params object?[] args) => In(CultureInfo.CurrentUICulture, key, args);

    /// <summary>The text of a key in a given language: for mails and files, which are not read by whoever caused them.</summary>
    public static string In(CultureInfo language, string key, params object?[] args)
    {
        if (!All.TryGetValue(key, out var words))
        {
            throw new KeyNotFoundException($"No texts.json declares '{key}'.");
        }

        var word = words[language.TwoLetterISOLanguageName == "en" ? 1 : 0];
        return args.Length == 0 ? word : string.Format(language, word, args);
    }

    /// <summary>A text as the label of a button or a heading: in English its first letter is a capital, where within a sentence it is none.</summary>
    public static string Label(string key)
    {
        var text = T(key);
        return ReaderIsEnglish ? string.Concat(text[..1].ToUpperInvariant(), text.AsSpan(1)) : text;
    }

    public static bool Has(string key) => All.ContainsKey(key);

    /// <summary>The label of an enum member: key <c>enum.TypeName.Member</c>.</summary>
    public static string T<TEnum>(TEnum value) where TEnum : struct, Enum => T($"enum.{typeof(TEnum).Name}.{value}");

    /// <summary>One of two wordings that data carries in both languages.</summary>
    public static string Pick(string chinese, string? english) => ReaderIsEnglish && !string.IsNullOrEmpty(english) ? english : chinese;

    /// <summary>The language of what somebody filed, for its <c>lang</c> on an English page (WCAG 2.2, 3.1.2): <c>zh</c> where it holds Chinese; null where it needs none.</summary>
    public static string? LanguageOf(string? filed) => ReaderIsEnglish && filed is not null && filed.Any(c => c is >= '\u3400' and <= '\u9fff') ? "zh" : null;

    private static FrozenDictionary<string, string[]> Load(Assembly assembly)
    {
        var all = new Dictionary<string, string[]>();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith("texts.json", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            foreach (var (key, words) in JsonSerializer.Deserialize<Dictionary<string, string[]>>(stream)!)
            {
                if (words is not [{ Length: > 0 }, { Length: > 0 }])
                {
                    throw new InvalidDataException($"{name}: '{key}' needs exactly two texts, Chinese and English.");
                }

                if (!all.TryAdd(key, words))
                {
                    throw new InvalidDataException($"{name}: '{key}' is declared twice.");
                }
            }
        }

        return all.ToFrozenDictionary();
    }
}
