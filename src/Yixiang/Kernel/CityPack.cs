using System.Collections.Frozen;

namespace Yixiang.Kernel;

/// <summary>Everything that makes this the platform of one city: names, areas, rules, terms, holidays, settings. Another city is another folder.</summary>
/// <remarks>Read once at start from <c>CityPacks/NAME</c>, checked against the schemas in <c>CityPacks/schema</c>. The setting <c>City</c> names the folder.</remarks>
public sealed class CityPack
{
    private readonly FrozenDictionary<string, Area> areas;

    internal CityPack(string name, City city, IReadOnlyList<Area> areas, Kinds kinds, IReadOnlyList<CityRules> rules, CitySettings settings, WorkingDays workingDays, CodeTable towns)
    {
        (Name, City, Areas, Kinds) = (name, city, areas, kinds);
        (Rules, Settings, WorkingDays, Towns) = ([.. rules.OrderBy(r => r.From)], settings, workingDays, towns);
        this.areas = areas.ToFrozenDictionary(a => a.Code);
    }

    /// <summary>The folder of all packs, beside the executable.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "CityPacks");

    /// <summary>The folder's name: <c>jinzhong</c>.</summary>
    public string Name { get; }

    public City City { get; }

    /// <summary>Counties, districts and zones, in the order in which the city lists them.</summary>
    public IReadOnlyList<Area> Areas { get; }

    /// <summary>The drawing of the areas; null where the city has none.</summary>
    public CityMap? Map { get; init; }

    public Kinds Kinds { get; }

    /// <summary>All versions of the rules, oldest first.</summary>
    public IReadOnlyList<CityRules> Rules { get; }

    public CitySettings Settings { get; }

    public WorkingDays WorkingDays { get; }

    /// <summary>Towns and streets with their nine-digit codes under the areas.</summary>
    public CodeTable Towns { get; }

    /// <summary>The area with that code, or null when it is not one of this city's.</summary>
    public Area? Area(string? code) => code is null ? null : areas.GetValueOrDefault(code);

    /// <summary>The area by name; the code itself for one the city has no more.</summary>
    public string AreaName(string code) => Area(code)?.Name.ToString() ?? code;

    /// <summary>The town or street with which an address within an area begins: <c>辽阳镇滨河路15号</c> is in Liaoyang Town.</summary>
    /// <returns>Null when the address begins with none of the area's towns.</returns>
    public CodeRow? TownOf(string? area, string address) =>
        Towns.Children(Area(area)?.StatutoryCode ?? "-").Where(t => address.StartsWith(t.Chinese, StringComparison.Ordinal)).MaxBy(t => t.Chinese.Length);

    /// <summary>The rules that hold on a day. Before the first version the first holds: older instruments are filed under it too.</summary>
    public CityRules RulesAt(DateOnly day) => Rules.LastOrDefault(r => r.From <= day) ?? Rules[0];

    /// <summary>The rules a decision was made by.</summary>
    /// <exception cref="KeyNotFoundException">This pack never had that version.</exception>
    public CityRules RulesOf(string version) =>
        Rules.FirstOrDefault(r => r.Version == version) ?? throw new KeyNotFoundException($"The city pack '{Name}' has no rules '{version}'.");

    /// <summary>Reads and checks the pack of a city.</summary>
    /// <exception cref="CityPackError">A file is missing, breaks its schema, or does not fit the others.</exception>
    public static Task<CityPack> LoadAsync(string city, CancellationToken ct = default) => LoadAsync(Folder, city, ct);

    internal static Task<CityPack> LoadAsync(string folder, string city, CancellationToken ct) => new CityPackFiles(folder, city).ReadAsync(ct);
}
