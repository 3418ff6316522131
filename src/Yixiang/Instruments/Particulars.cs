using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Yixiang.Kernel;

namespace Yixiang.Instruments;

/// <summary>One line of a tariff (收费标准): what is charged for, by which unit, inside and outside the organisation.</summary>
/// <param name="Unit">样, 小时, 元素 …, without 元/.</param>
/// <param name="Internal">Price in yuan for the organisation's own people; null when there is none.</param>
/// <param name="External">Price in yuan for everybody else; null when it is by agreement (面议).</param>
public sealed record TariffLine(string Item, string Unit, decimal? Internal, decimal? External, string? Note);

/// <summary>What is said of an instrument: the canonical text of each field, and its tariff. Immutable.</summary>
/// <remarks>A draft may hold text that is not valid yet: what a person typed is never lost. <see cref="Inspector"/> says what is wrong with it.</remarks>
public sealed record Particulars
{
    public static readonly Particulars Empty = new();

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Written once and used for what is kept and for its digest; a copy with other values writes its own.</summary>
    private string? _json;

    /// <summary>Field key → canonical text; an absent key is an empty field.</summary>
    public FieldTexts Values { get; init => (field, _json) = (value, null); } = FieldTexts.None;

    public ImmutableArray<TariffLine> Tariff { get; init => (field, _json) = (value, null); } = [];

    [JsonIgnore]
    public string this[Field field] => Values.TextOf(field);

    public Particulars With(Field field, string? text) =>
        this with { Values = string.IsNullOrWhiteSpace(text) ? Values.Without(key => key == field.Key) : Values.With(field.Key, text.Trim()) };

    /// <summary>The codes of a field of kind <see cref="FieldKind.Codes"/>.</summary>
    public string[] CodesOf(Field field) => this[field].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The amount of a money field; null when empty or not an amount.</summary>
    public Yuan? MoneyOf(Field field) =>
        decimal.TryParse(this[field], NumberStyles.Number, CultureInfo.InvariantCulture, out var yuan) && Math.Abs(yuan) < 10_000_000_000_000m ? Yuan.Of(yuan) : null;

    /// <summary>The day of a date field; null when empty or not a day.</summary>
    public DateOnly? DateOf(Field field) => this[field] is { Length: 10 } text && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public decimal? NumberOf(Field field) => decimal.TryParse(this[field], NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;

    public string ToJson() => _json ??= Write();

    public static Particulars Parse(string json) => JsonSerializer.Deserialize<Particulars>(json, Json) ?? Empty;

    /// <summary>By hand, as a serializer would: an import writes a hundred thousand of them, nearly all without a tariff.</summary>
    private string Write()
    {
        using var content = JsonText.Rent(Json.Encoder);
        var json = content.Writer;
        json.WriteStartObject();
        json.WritePropertyName("values"u8);
        FieldTextsJson.Write(json, Values);
        json.WritePropertyName("tariff"u8);
        if (Tariff.IsEmpty)
        {
            json.WriteStartArray();
            json.WriteEndArray();
        }
        else
        {
            JsonSerializer.Serialize(json, Tariff, Json);
        }

        json.WriteEndObject();
        return Encoding.UTF8.GetString(content.Written);
    }

    /// <summary>SHA-256 over the canonical JSON: two particulars with the same digest say the same.</summary>
    public string Digest() => JournalEntry.DigestOf(ToJson());

    /// <summary>The fields in which two particulars differ, in the order of the form.</summary>
    public IEnumerable<Field> DifferencesFrom(Particulars other) => Fields.All.Where(f => this[f] != other[f]);

    public bool Equals(Particulars? other) => other is not null && Values.SequenceEqual(other.Values) && Tariff.SequenceEqual(other.Tariff);

    public override int GetHashCode() => HashCode.Combine(Values.Count, Tariff.Length, this[Fields.Name]);
}
