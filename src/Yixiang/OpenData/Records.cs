using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Encodings.Web;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;

namespace Yixiang.OpenData;

/// <summary>One instrument in the forms in which catalogues of instruments exchange them: PIDINST 1.0 and DataCite 4.6.</summary>
internal static class Records
{
    private const string DataCiteType = "application/vnd.datacite.datacite+json";
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapRecords(this IEndpointRouteBuilder app)
    {
        var records = app.MapGroup("/instruments/{reference}").Public().ExcludeFromDescription();
        records.MapGet("/pidinst.json", (string reference, HttpContext http, Dossiers dossiers, Codebook codebook, Licence licence, CancellationToken stop) =>
            GiveAsync(reference, http, dossiers, licence, "application/json; charset=utf-8", d => Pidinst(http.Request, d, codebook), stop));
        records.MapGet("/schema.jsonld", (string reference, HttpContext http, Dossiers dossiers, Codebook codebook, Licence licence, CancellationToken stop) =>
            GiveAsync(reference, http, dossiers, licence, "application/ld+json; charset=utf-8", d => LinkedData.About(http.Request, d, codebook), stop));
        records.MapGet("/datacite.json", (string reference, HttpContext http, Dossiers dossiers, CityPack pack, Licence licence, CancellationToken stop) =>
            GiveAsync(reference, http, dossiers, licence, $"{DataCiteType}; charset=utf-8", d => DataCite(http.Request, d, pack, licence), stop));
    }

    /// <summary>The forms of one instrument by media type, with the address of each: for whoever asks for one at the page's own address.</summary>
    public static readonly IReadOnlyList<(string MediaType, Func<string, string> Address)> Forms =
    [
        ("application/ld+json", reference => $"/instruments/{reference}/schema.jsonld"),
        (DataCiteType, reference => $"/instruments/{reference}/datacite.json"),
        ("application/json", reference => $"/api/v1/instruments/{reference}"),
        ("application/pdf", reference => $"/instruments/{reference}/sheet.pdf"),
    ];

    private static async Task<IResult> GiveAsync(string reference, HttpContext http, Dossiers dossiers, Licence licence, string type, Func<Dossier, JsonObject> say, CancellationToken stop)
    {
        if (await dossiers.FindAsync(reference, null, stop) is not { } dossier)
        {
            return Problems.NotFound(reference);
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(say(dossier), Json);
        (http.Response.Headers.CacheControl, http.Response.Headers.Link) = ("public, no-cache", licence.Link);
        return Results.Bytes(bytes, type, entityTag: EntityTags.Of(bytes));
    }

    /// <summary>The metadata of a persistent identifier of instruments, in the JSON form of PIDINST 1.0. The identifier is the address: this house mints no Handle or DOI.</summary>
    private static JsonObject Pidinst(HttpRequest request, Dossier d, Codebook codebook)
    {
        var address = PageAddress.Of(request, $"/instruments/{d.Instrument.Reference}");
        var owner = new JsonObject { ["ownerName"] = d.Organisation.Name };
        if (d.Organisation.Uscc is { } uscc)
        {
            owner["ownerIdentifier"] = new JsonObject { ["ownerIdentifier"] = uscc, ["ownerIdentifierType"] = "USCC" };
        }

        var record = new JsonObject
        {
            ["identifier"] = new JsonObject { ["identifier"] = address, ["identifierType"] = "URL" },
            ["schemaVersion"] = "1.0",
            ["landingPage"] = address,
            ["name"] = d.Version.Name,
            ["owners"] = new JsonArray(owner),
            ["manufacturers"] = new JsonArray(new JsonObject { ["manufacturerName"] = MakerOf(d) }),
            ["alternateIdentifiers"] = new JsonArray(new JsonObject { ["alternateIdentifier"] = d.Instrument.Reference, ["alternateIdentifierType"] = "Other", ["alternateIdentifierName"] = "Ledger reference" }),
        };
        if (d.Version.Model != "")
        {
            record["model"] = new JsonObject { ["modelName"] = d.Version.Model };
        }

        if (d.Particulars[Fields.Function] is { Length: > 0 } function)
        {
            record["description"] = function;
        }

        if (codebook.Show(Fields.ClassCode, d.Particulars) is { Length: > 0 } type)
        {
            record["instrumentTypes"] = new JsonArray(new JsonObject
            {
                ["instrumentTypeName"] = type,
                ["instrumentTypeIdentifier"] = new JsonObject { ["instrumentTypeIdentifier"] = d.Particulars[Fields.ClassCode], ["instrumentTypeIdentifierType"] = "ClassCode" },
            });
        }

        if (Dates(d) is { Count: > 0 } dates)
        {
            record["dates"] = dates;
        }

        if (Related(d, "WasUsedIn") is { Count: > 0 } related)
        {
            record["relatedIdentifiers"] = related;
        }

        return record;
    }

    /// <summary>What was written with it and can be named by a DOI.</summary>
    /// <param name="relation">How the instrument stands to the paper, in the words of the form: PIDINST says that it was used in it, DataCite that the paper refers to it.</param>
    private static JsonArray Related(Dossier d, string relation) => new([.. Literature.Of(d.Particulars).Where(w => w.Doi is not null)
        .Select(w => new JsonObject { ["relatedIdentifier"] = w.Doi, ["relatedIdentifierType"] = "DOI", ["relationType"] = relation })]);

    /// <summary>Acceptance is when it was commissioned; only scrapping and destruction say that it runs no more.</summary>
    private static JsonArray Dates(Dossier d)
    {
        JsonArray dates = [];
        if (d.Version.AcceptedOn is { } accepted)
        {
            dates.Add(new JsonObject { ["date"] = CityTime.Show(accepted), ["dateType"] = "Commissioned" });
        }

        if (d.ExitedOn is { } exited && d.Instrument.ExitCause is ExitCause.Scrapped or ExitCause.Destroyed)
        {
            dates.Add(new JsonObject { ["date"] = CityTime.Show(exited), ["dateType"] = "DeCommissioned" });
        }

        return dates;
    }

    /// <summary>DataCite as PIDINST maps to it: the maker is the creator, the owner hosts.</summary>
    private static JsonObject DataCite(HttpRequest request, Dossier d, CityPack pack, Licence licence)
    {
        var address = PageAddress.Of(request, $"/instruments/{d.Instrument.Reference}");
        var record = new JsonObject
        {
            ["schemaVersion"] = "http://datacite.org/schema/kernel-4",
            ["url"] = address,
            ["types"] = new JsonObject { ["resourceTypeGeneral"] = "Instrument", ["resourceType"] = d.Instrument.Kind.ToString() },
            ["creators"] = new JsonArray(new JsonObject { ["name"] = MakerOf(d), ["nameType"] = "Organizational" }),
            ["titles"] = new JsonArray(new JsonObject { ["title"] = d.Version.Name, ["lang"] = "zh" }),
            ["publisher"] = new JsonObject { ["name"] = pack.City.Bureau.Chinese },
            ["publicationYear"] = $"{d.PublishedOn.Year}",
            ["contributors"] = new JsonArray(new JsonObject { ["name"] = d.Organisation.Name, ["nameType"] = "Organizational", ["contributorType"] = "HostingInstitution" }),
            ["alternateIdentifiers"] = new JsonArray(new JsonObject { ["alternateIdentifier"] = address, ["alternateIdentifierType"] = "URL" }),
            ["rightsList"] = new JsonArray(new JsonObject { ["rightsIdentifier"] = licence.Spdx, ["rightsUri"] = licence.Address, ["rightsIdentifierScheme"] = "SPDX" }),
            ["version"] = $"{d.Version.Number}",
        };
        if (d.Particulars[Fields.EnglishName] is { Length: > 0 } english)
        {
            record["titles"]!.AsArray().Add(new JsonObject { ["title"] = english, ["titleType"] = "TranslatedTitle", ["lang"] = "en" });
        }

        if (d.Particulars[Fields.Function] is { Length: > 0 } function)
        {
            record["descriptions"] = new JsonArray(new JsonObject { ["description"] = function, ["descriptionType"] = "Abstract", ["lang"] = "zh" });
        }

        if (Related(d, "IsReferencedBy") is { Count: > 0 } related)
        {
            record["relatedIdentifiers"] = related;
        }

        return record;
    }

    /// <summary>Both forms demand a maker; DataCite has a standard word for one that nobody named.</summary>
    private static string MakerOf(Dossier d) => d.Version.Manufacturer == "" ? ":unav" : d.Version.Manufacturer;
}
