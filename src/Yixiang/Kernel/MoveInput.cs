using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Kernel;

/// <summary>Reads and checks the input of a move in the same way for a page and for the API.</summary>
/// <remarks>Error messages of the attributes are problem codes (<c>problem.CODE</c>), so that they speak the reader's language.</remarks>
public static class MoveInput
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // By name only: a number may be a member that does not exist.
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly JsonSerializerOptions FormJson = new(Json) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip, NumberHandling = JsonNumberHandling.AllowReadingFromString };

    /// <summary>From a posted form: empty fields count as absent, fields of the page itself are passed over.</summary>
    public static object? Read(Type type, IFormCollection form, out Dictionary<string, string[]> errors) =>
        Read(type, JsonSerializer.SerializeToElement(form.Where(f => f.Value.ToString() != "").ToDictionary(f => f.Key, f => f.Value.ToString())), FormJson, out errors);

    /// <summary>From an API body: an unknown field is an error.</summary>
    public static object? Read(Type type, JsonElement body, out Dictionary<string, string[]> errors) => Read(type, body, Json, out errors);

    private static object? Read(Type type, JsonElement body, JsonSerializerOptions json, out Dictionary<string, string[]> errors)
    {
        object? input;
        try
        {
            input = body.Deserialize(type, json);
        }
        catch (JsonException error)
        {
            var path = (error.Path ?? "$").TrimStart('$', '.');
            errors = new() { [path] = [T(IsKnown(path, json.GetTypeInfo(type)) ? "problem.value-not-understood" : "problem.unknown-field")] };
            return null;
        }

        var found = new List<ValidationResult>();
        if (input is not null)
        {
            Validator.TryValidateObject(input, new ValidationContext(input), found, validateAllProperties: true);
        }

        errors = input is null
            ? new() { [""] = [T("problem.value-not-understood")] }
            : found.GroupBy(e => JsonNamingPolicy.CamelCase.ConvertName(e.MemberNames.FirstOrDefault() ?? "")).ToDictionary(g => g.Key, g => g.Select(e => Say(e.ErrorMessage!)).ToArray());
        return errors.Count == 0 ? input : null;
    }

    /// <summary>Whether a path of the body, such as <c>tariff[2].price</c>, leads through fields that this type has.</summary>
    private static bool IsKnown(string path, JsonTypeInfo type)
    {
        foreach (var part in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = part.Split('[')[0];
            if (type.Kind != JsonTypeInfoKind.Object)
            {
                return true;
            }

            if (type.Properties.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } property)
            {
                return false;
            }

            type = type.Options.GetTypeInfo(property.PropertyType);
            type = part.Contains('[', StringComparison.Ordinal) && type.ElementType is { } element ? type.Options.GetTypeInfo(element) : type;
        }

        return true;
    }

    private static string Say(string message) => Has($"problem.{message}") ? T($"problem.{message}") : message;
}
