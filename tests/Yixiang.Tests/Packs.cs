using System.Text.Json.Nodes;
using Yixiang.Kernel;

namespace Yixiang.Tests;

/// <summary>The shipped city under other rules, written as a city would write them and read through the same checks.</summary>
public static class Packs
{
    private static readonly Dictionary<string, CityPack> Made = [];
    private static readonly SemaphoreSlim Making = new(1);

    /// <summary>How many officers a filing passes: see <see cref="ReviewRules"/>.</summary>
    public static Task<CityPack> WithReviewAsync(bool countyFirst, bool secondOfficer) =>
        MadeAsync($"{countyFirst}/{secondOfficer}", rule => (rule["review"]!["countyFirst"], rule["review"]!["secondOfficerAccepts"]) = (countyFirst, secondOfficer));

    /// <summary>A city whose duty to file does not depend on this.</summary>
    public static Task<CityPack> WithoutCheckAsync(EligibilityCheck check) =>
        MadeAsync($"{check}", rule => rule["eligibility"]!["rules"]!.AsArray().RemoveAll(r => (string)r!["check"]! == $"{check}"));

    private static async Task<CityPack> MadeAsync(string key, Action<JsonNode> change)
    {
        await Making.WaitAsync();
        try
        {
            return Made.TryGetValue(key, out var made) ? made : Made[key] = await MakeAsync(change);
        }
        finally
        {
            Making.Release();
        }
    }

    private static async Task<CityPack> MakeAsync(Action<JsonNode> change)
    {
        var folder = Directory.CreateTempSubdirectory("yixiang-pack-");
        foreach (var file in Directory.EnumerateFiles(CityPack.Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder.FullName, Path.GetRelativePath(CityPack.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var place = Path.Combine(folder.FullName, "jinzhong", "rules.json");
        var rules = JsonNode.Parse(await File.ReadAllTextAsync(place))!.AsArray();
        foreach (var rule in rules)
        {
            change(rule!);
        }

        await File.WriteAllTextAsync(place, rules.ToJsonString());
        var pack = await CityPack.LoadAsync(folder.FullName, "jinzhong", default);
        folder.Delete(recursive: true);
        return pack;
    }
}
