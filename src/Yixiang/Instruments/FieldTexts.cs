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
    private readonly FieldPlaces? _places;

    private FieldTexts(string[] keys, string[] texts, FieldPlaces? places = null) => (_keys, _texts, _places) = (keys, texts, places);

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

    /// <param name="texts">Of each key of <paramref name="places"/>; the array is kept and must not change any more.</param>
    internal static FieldTexts At(FieldPlaces places, string[] texts) => new(places.Keys, texts, places);

    /// <summary>The text of a field; empty where there is none.</summary>
    internal string TextOf(Field field) => (_places is { } places ? places[field] : Place(field.Key)) is >= 0 and var place ? _texts[place] : "";

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

/// <summary>Where the texts of some fields stand: many rows fill the same fields, and share one.</summary>
internal sealed class FieldPlaces
{
    private readonly short[] _places;

    /// <param name="fields">In ordinal order of their keys, each once.</param>
    public FieldPlaces(IReadOnlyList<Field> fields)
    {
        Keys = [.. fields.Select(f => f.Key)];
        _places = new short[fields.Count == 0 ? 0 : fields.Max(f => f.Number) + 1];
        Array.Fill(_places, (short)-1);
        for (var i = 0; i < fields.Count; i++)
        {
            _places[fields[i].Number] = (short)i;
        }
    }

    public string[] Keys { get; }

    /// <summary>Negative for a field that is not among them.</summary>
    public int this[Field field] => field.Number < _places.Length ? _places[field.Number] : -1;
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
