using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Kernel;

/// <summary>Reads and checks the input of a move in the same way for a page and for the API.</summary>
/// <remarks>Error messages of the attributes are problem codes (<c>problem.CODE</c>), so that they speak the reader's language.</remarks>
public static class MoveInput
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
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
            errors = new() { [(error.Path ?? "$").TrimStart('$', '.')] = [T("problem.value-not-understood")] };
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

    private static string Say(string message) => Has($"problem.{message}") ? T($"problem.{message}") : message;
}
