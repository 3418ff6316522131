using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Yixiang.Kernel;

/// <summary>A wording that a city gives in both languages; in JSON <c>["中文", "English"]</c>.</summary>
[JsonConverter(typeof(PhraseJson))]
public readonly record struct Phrase(string Chinese, string English) : IFormattable
{
    /// <summary>The wording in the reader's language.</summary>
    public override string ToString() => Texts.Pick(Chinese, English);

    /// <summary>The wording in the language of the text that it is put into.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        formatProvider is CultureInfo language ? In(language) : ToString();

    public string In(CultureInfo language) => language.TwoLetterISOLanguageName == "en" ? English : Chinese;
}

internal sealed class PhraseJson : JsonConverter<Phrase>
{
    public override Phrase Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<string[]>(ref reader, options) is [var chinese, var english]
            ? new(chinese, english)
            : throw new JsonException("A wording needs exactly two texts, Chinese and English.");

    public override void Write(Utf8JsonWriter writer, Phrase value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new[] { value.Chinese, value.English }, options);
}
