using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Yixiang.Instruments;

/// <summary>Field key → canonical text, in ordinal order of the keys. Immutable.</summary>
/// <remarks>Two short arrays, because an import makes and asks a hundred thousand of them.</remarks>
[JsonConverter(typeof(FieldTextsJson))]
[SuppressMessage("Naming", "CA1710", Justification = "It is named for what it holds; that it can be asked like a dictionary is second.")]
public sealed class FieldTexts : IReadOnlyDictionary<string, string>
{
    public static readonly FieldTexts None = new([], []);

    private readonly string[] _keys;
    private readonly string[] _texts;

    private FieldTexts(string[] keys, string[] texts) => (_keys, _texts) = (keys, texts);

    public int Count => _keys.Length;

    public IEnumerable<string> Keys => _keys;

    public IEnumerable<string> Values => _texts;

    /// <exception cref="KeyNotFoundException">The field is empty.</exception>
    public string this[string key] => TryGetValue(key, out var text) ? text : throw new KeyNotFoundException(key);

    /// <exception cref="ArgumentException">A key stands twice.</exception>
    public static FieldTexts Of(ReadOnlySpan<KeyValuePair<string, string>> texts)
    {
        var (keys, values) = (new string[texts.Length], new string[texts.Length]);
        for (var i = 0; i < texts.Length; i++)
        {
            (keys[i], values[i]) = (texts[i].Key, texts[i].Value);
        }

        Array.Sort(keys, values, StringComparer.Ordinal);
        for (var i = 1; i < keys.Length; i++)
        {
            if (keys[i] == keys[i - 1])
            {
                throw new ArgumentException(keys[i], nameof(texts));
            }
        }

        return new(keys, values);
    }

    /// <param name="keys">In ordinal order, each once.</param>
    /// <param name="texts">Of each key; null for an empty field. Both arrays are kept when none is, and must not change any more.</param>
    internal static FieldTexts OfSorted(string[] keys, string?[] texts) => Array.IndexOf(texts, null) < 0
        ? new(keys, texts!)
        : new([.. keys.Where((_, i) => texts[i] is not null)], [.. texts.OfType<string>()]);

    public FieldTexts With(string key, string text) => Of([.. this.Where(t => t.Key != key), new(key, text)]);

    public FieldTexts Without(Func<string, bool> key) => Of([.. this.Where(t => !key(t.Key))]);

    public bool ContainsKey(string key) => Place(key) >= 0;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        var place = Place(key);
        value = place < 0 ? null : _texts[place];
        return place >= 0;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
    {
        for (var i = 0; i < _keys.Length; i++)
        {
            yield return new(_keys[i], _texts[i]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int Place(string key) => Array.BinarySearch(_keys, key, StringComparer.Ordinal);
}

internal sealed class FieldTextsJson : JsonConverter<FieldTexts>
{
    public override FieldTexts Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options)!;
        return FieldTexts.Of([.. texts]);
    }

    public override void Write(Utf8JsonWriter writer, FieldTexts value, JsonSerializerOptions options) => Write(writer, value);

    public static void Write(Utf8JsonWriter writer, FieldTexts value)
    {
        writer.WriteStartObject();
        foreach (var (key, text) in value)
        {
            writer.WriteString(key, text);
        }

        writer.WriteEndObject();
    }
}
