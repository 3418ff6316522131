using Yixiang.Kernel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Yixiang.Instruments;
using Yixiang.Ledger;
using static Yixiang.Kernel.Texts;

namespace Yixiang.OpenData;

/// <summary>What a page says to machines in the words of schema.org, as JSON-LD. Angle brackets are escaped, so that no value can end the data block.</summary>
public static class LinkedData
{
    public static string Dataset(HttpRequest request, Licence licence, DateTimeOffset? changed) => Said(new()
    {
        ["@type"] = "Dataset",
        ["name"] = T("data.title"),
        ["description"] = T("data.lead"),
        ["url"] = PageAddress.Of(request, "/data", ReaderIsEnglish),
        ["license"] = licence.Address,
        ["isAccessibleForFree"] = true,
        ["dateModified"] = changed is { } at ? CityTime.Stamp(at) : null,
        ["distribution"] = new JsonArray([.. new[] { ("csv", "text/csv"), ("jsonl", "application/jsonl"), ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet") }
            .Select(f => new JsonObject { ["@type"] = "DataDownload", ["encodingFormat"] = f.Item2, ["contentUrl"] = PageAddress.Of(request, $"/data/ledger.{f.Item1}") })]),
    });

    public static string Instrument(HttpRequest request, Dossier d, Codebook codebook) => Said(new()
    {
        ["@type"] = "Product",
        ["name"] = d.Version.Name,
        ["alternateName"] = Filled(d.Particulars[Fields.EnglishName]),
        ["sku"] = d.Instrument.Reference,
        ["url"] = PageAddress.Of(request, $"/instruments/{d.Instrument.Reference}", ReaderIsEnglish),
        ["description"] = Filled(d.Particulars[Fields.Function]),
        ["model"] = Filled(d.Version.Model),
        ["category"] = Filled(codebook.Show(Fields.ClassCode, d.Particulars)),
        ["manufacturer"] = d.Version.Manufacturer == "" ? null : new JsonObject { ["@type"] = "Organization", ["name"] = d.Version.Manufacturer },
    });

    private static string? Filled(string text) => text == "" ? null : text;

    private static string Said(JsonObject thing)
    {
        foreach (var empty in thing.Where(p => p.Value is null).Select(p => p.Key).ToList())
        {
            thing.Remove(empty);
        }

        thing.Insert(0, "@context", "https://schema.org");
        return thing.ToJsonString(JsonSerializerOptions.Default);
    }
}
