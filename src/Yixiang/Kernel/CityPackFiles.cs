using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using NJsonSchema;
using NJsonSchema.Validation;

namespace Yixiang.Kernel;

/// <summary>Reads the files of one city pack, each checked against its schema and all against each other.</summary>
internal sealed partial class CityPackFiles(string folder, string city)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public async Task<CityPack> ReadAsync(CancellationToken ct)
    {
        if (!PlainName().IsMatch(city) || !Directory.Exists(Path.Combine(folder, city)))
        {
            throw new CityPackError(city, "#", Texts.T("citypack.no-city", city, string.Join(", ", Cities())));
        }

        var areas = await ReadAsync<List<Area>>("areas", ct);
        var rules = await ReadAsync<List<CityRules>>("rules", ct);
        var years = await ReadAsync<List<HolidayYear>>("holidays", ct);
        CityPackChecks.Areas(areas);
        CityPackChecks.Rules(rules, areas);
        CityPackChecks.Holidays(years);
        return new(city, await ReadAsync<City>("city", ct), areas, await ReadAsync<Kinds>("kinds", ct), rules,
            await ReadAsync<CitySettings>("settings", ct), new(years), Towns(areas))
        { Map = await MapAsync(areas, ct) };
    }

    /// <summary>A city may do without a map.</summary>
    private async Task<CityMap?> MapAsync(IReadOnlyList<Area> areas, CancellationToken ct)
    {
        if (!File.Exists(Path.Combine(folder, city, "map.json")))
        {
            return null;
        }

        var map = await ReadAsync<CityMap>("map", ct);
        CityPackChecks.Map(map, areas);
        return map;
    }

    private IEnumerable<string> Cities() =>
        Directory.EnumerateFiles(folder, "city.json", SearchOption.AllDirectories).Select(f => Path.GetFileName(Path.GetDirectoryName(f)!)).Order(StringComparer.Ordinal);

    private CodeTable Towns(IEnumerable<Area> areas) => new("towns",
    [
        .. areas.Select(a => new CodeRow(a.Code, null, 1, a.Name.Chinese, a.Name.English, [])),
        .. CodeTableFile.Rows(Path.Combine(folder, city, "towns.tsv")),
    ]);

    private async Task<T> ReadAsync<T>(string name, CancellationToken ct)
    {
        var file = Path.Combine(folder, city, $"{name}.json");
        if (!File.Exists(file))
        {
            throw new CityPackError($"{name}.json", "#", Texts.T("citypack.missing"));
        }

        var text = await File.ReadAllTextAsync(file, ct);
        Parsed(name, text);
        var schema = await JsonSchema.FromFileAsync(Path.Combine(folder, "schema", $"{name}.schema.json"), ct);
        if (Deepest(schema.Validate(text)) is { } wrong)
        {
            throw new CityPackError($"{name}.json", wrong.Path ?? "#", Reason(wrong));
        }

        return Deserialised<T>(name, text);
    }

    private static void Parsed(string name, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
        }
        catch (JsonException wrong)
        {
            throw new CityPackError($"{name}.json", Texts.T("citypack.line", (wrong.LineNumber ?? 0) + 1), Texts.T("citypack.not-json"));
        }
    }

    private static T Deserialised<T>(string name, string text)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Json)!;
        }
        catch (JsonException wrong)
        {
            throw new CityPackError($"{name}.json", wrong.Path ?? "#", wrong.Message);
        }
    }

    /// <summary>The first thing that is wrong, as far down as the schema can tell.</summary>
    private static ValidationError? Deepest(IEnumerable<ValidationError> errors)
    {
        var wrong = errors.FirstOrDefault();
        while (wrong is ChildSchemaValidationError { Errors: var below } && below.Values.SelectMany(e => e).FirstOrDefault() is { } inner)
        {
            wrong = inner;
        }

        return wrong;
    }

    private static string Reason(ValidationError wrong) =>
        Texts.Has($"citypack.{wrong.Kind}") ? Texts.T($"citypack.{wrong.Kind}", wrong.Property, wrong.Schema.Pattern) : wrong.Kind.ToString();

    [GeneratedRegex("^[a-z][a-z0-9-]{0,40}$")]
    private static partial Regex PlainName();
}
