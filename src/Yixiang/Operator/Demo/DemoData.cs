using System.Text.Json;
using System.Text.Json.Serialization;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Operator;

/// <summary>How an organisation of the demo stands: verified, waiting, named by a list only, or a user of instruments.</summary>
public enum DemoStanding { Verified, Pending, Unverified, User }

public sealed record DemoPlatform(string Kind, string Name, string Level);

public sealed record DemoOrganisation(
    string Key, string Uscc, Phrase Name, OrganisationKind Kind, FundingNature Funding, string Area, string Town, string Street,
    string Address, string Postcode, string Phone, string About, string Hours, IReadOnlyList<DemoPlatform> Platforms, DemoStanding State);

public sealed record DemoPerson(string Key, string Name, Role Role, string Email, string Phone, string? Organisation = null, string? Area = null);

public sealed record DemoMake(string Model, string Maker, string Nation, decimal ValueYuan, string Technical);

/// <summary>A type of instrument with everything a technician would say of it; the models differ in their indicators.</summary>
/// <param name="More">Further fields by key, for facilities, centres and service units.</param>
public sealed record DemoType(
    string Key, Phrase Name, ResourceKind Kind, string ClassCode, string Category, IReadOnlyList<string> Subjects, string Application, IReadOnlyList<TariffLine> Tariff,
    IReadOnlyList<DemoMake> Models, string Function, string Service, string Notes, int RunHours, int ServiceHours, IReadOnlyDictionary<string, string>? More = null);

/// <summary>What becomes of an instrument of the demo before the visitor comes.</summary>
public enum DemoStory { First, Second, Accepted, Submitted, Late, Endorsed, Checked, Returned, Resubmitted, Draft, Overdue, Exempt, Withdrawn, Discarded }

/// <param name="Accepted">A day, or <c>-12</c> for so many days before the demo is loaded.</param>
public sealed record DemoInstrument(
    string Organisation, string Type, int Model, string OwnNumber, string Accepted, string Funds, string SharingCondition, string FeeBasis, string Department, string Room,
    string RunHours, string ServiceHours, string OfferedHours, string ContactConsent, string Customs, DemoStory Story)
{
    public DateOnly AcceptedOn(DateOnly today) => Accepted[0] == '-' ? today.AddDays(int.Parse(Accepted)) : DateOnly.Parse(Accepted);
}

/// <summary>The demo city as written down in <c>CityPacks/demo</c>.</summary>
public sealed record DemoData(
    IReadOnlyDictionary<string, DemoOrganisation> Organisations, IReadOnlyList<DemoPerson> People,
    IReadOnlyDictionary<string, DemoType> Types, IReadOnlyList<DemoInstrument> Instruments, IReadOnlyDictionary<string, DemoSilhouette> Silhouettes,
    IReadOnlyList<DemoNotice> Notices)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static async Task<DemoData> ReadAsync(CancellationToken stop)
    {
        var folder = Path.Combine(CityPack.Folder, "demo");
        var organisations = await ReadAsync<DemoOrganisation>(folder, "organisations.json", stop);
        var types = await ReadAsync<DemoType>(folder, "types.json", stop);
        var lines = await File.ReadAllLinesAsync(Path.Combine(folder, "instruments.tsv"), stop);
        return new(
            organisations.ToDictionary(o => o.Key), await ReadAsync<DemoPerson>(folder, "people.json", stop),
            types.ToDictionary(t => t.Key), [.. lines.Skip(1).Select(Instrument)],
            (await File.ReadAllLinesAsync(Path.Combine(folder, "pictures.tsv"), stop)).Skip(1).Select(l => l.Split('\t'))
                .SelectMany(c => c[1].Split(' '), (c, type) => (type, Enum.Parse<DemoSilhouette>(c[0]))).ToDictionary(p => p.type, p => p.Item2),
            await ReadAsync<DemoNotice>(folder, "notices.json", stop));
    }

    /// <summary>Everything that is written in the folder, for whoever must know its characters.</summary>
    public static async Task<IEnumerable<string>> WordsAsync(CancellationToken stop)
    {
        var files = Directory.EnumerateFiles(Path.Combine(CityPack.Folder, "demo")).Where(f => Path.GetExtension(f) is ".json" or ".tsv");
        return await Task.WhenAll(files.Select(f => File.ReadAllTextAsync(f, stop)));
    }

    private static async Task<List<T>> ReadAsync<T>(string folder, string name, CancellationToken stop)
    {
        await using var file = File.OpenRead(Path.Combine(folder, name));
        return (await JsonSerializer.DeserializeAsync<List<T>>(file, Json, stop))!;
    }

    private static DemoInstrument Instrument(string line)
    {
        var c = line.Split('\t');
        return new(c[0], c[1], int.Parse(c[2]), c[3], c[4], c[5], c[6], c[7], c[8], c[9], c[10], c[11], c[12], c[13], c[14], Enum.Parse<DemoStory>(c[15], ignoreCase: true));
    }
}
