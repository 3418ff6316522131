using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Ledger;

namespace Yixiang.OpenData;

/// <summary>OAI-PMH 2.0 over the public ledger: libraries and registries take it over, and learn of every exit as a deleted record.</summary>
internal sealed class OaiPmh(Db db, CodeTables tables, CityPack pack, Licence licence, TimeProvider clock)
{
    /// <summary>Records in one answer.</summary>
    public const int MostRecords = 100;

    private static readonly XNamespace Oai = "http://www.openarchives.org/OAI/2.0/", Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    public async Task<XDocument> AnswerAsync(HttpRequest http, CancellationToken stop)
    {
        var request = new XElement(Oai + "request", PageAddress.Of(http, "/oai"));
        var answer = new XElement(Oai + "OAI-PMH",
            new XAttribute("xmlns", Oai.NamespaceName), new XAttribute(XNamespace.Xmlns + "xsi", Xsi), new XAttribute(Xsi + "schemaLocation", $"{Oai} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"),
            new XElement(Oai + "responseDate", OaiRequest.Show(clock.GetUtcNow())), request);
        try
        {
            var asked = OaiRequest.Read(http.HasFormContentType ? http.Query.Concat(await http.ReadFormAsync(stop)) : http.Query);
            request.Add(new XAttribute("verb", asked.Verb), asked.Arguments.Select(a => new XAttribute(a.Key, XmlSafe.Text(a.Value))));
            answer.Add(await TellAsync(asked, http, stop));
        }
        catch (OaiException fault)
        {
            // The request is said back unless it was not understood (OAI-PMH 2.0, section 3.2).
            if (fault.Code is "badVerb" or "badArgument")
            {
                request.RemoveAttributes();
            }

            answer.Add(new XElement(Oai + "error", new XAttribute("code", fault.Code), XmlSafe.Text(fault.Message)));
        }

        return new(answer);
    }

    /// <summary>By GET, or by POST as the protocol has it too; nothing is changed by either.</summary>
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapMethods("/oai", [HttpMethods.Get, HttpMethods.Post], SendAsync).Marked().Public().DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> SendAsync(HttpRequest request, OaiPmh oai, CancellationToken stop)
    {
        var document = await oai.AnswerAsync(request, stop);
        using var body = new MemoryStream();
        await using (var writer = XmlWriter.Create(body, new() { Async = true, Encoding = new UTF8Encoding(false) }))
        {
            await document.SaveAsync(writer, stop);
        }

        return Results.Bytes(body.ToArray(), "text/xml; charset=utf-8");
    }

    private async Task<XElement> TellAsync(OaiRequest asked, HttpRequest http, CancellationToken stop) => asked.Verb switch
    {
        "Identify" => await IdentifyAsync(http, stop),
        "ListMetadataFormats" => await FormatsAsync(asked, http, stop),
        "ListSets" => await SetsAsync(asked, stop),
        "GetRecord" => await RecordAsync(asked, http, stop),
        _ => await ListAsync(asked, http, stop),
    };

    private async Task<XElement> IdentifyAsync(HttpRequest http, CancellationToken stop) => new(Oai + "Identify",
        new XElement(Oai + "repositoryName", pack.City.SiteTitle.Chinese),
        new XElement(Oai + "baseURL", PageAddress.Of(http, "/oai")),
        new XElement(Oai + "protocolVersion", "2.0"),
        new XElement(Oai + "adminEmail", pack.City.Office.Email),
        new XElement(Oai + "earliestDatestamp", OaiRequest.Show(await db.EarliestAsync(stop) ?? clock.GetUtcNow())),
        new XElement(Oai + "deletedRecord", "persistent"),
        new XElement(Oai + "granularity", "YYYY-MM-DDThh:mm:ssZ"));

    private async Task<XElement> FormatsAsync(OaiRequest asked, HttpRequest http, CancellationToken stop)
    {
        if (asked["identifier"] is { } identifier)
        {
            await FindAsync(identifier, http, stop);
        }

        return new(Oai + "ListMetadataFormats", OaiFormat.All.Select(f => new XElement(Oai + "metadataFormat",
            new XElement(Oai + "metadataPrefix", f.Prefix), new XElement(Oai + "schema", f.Schema), new XElement(Oai + "metadataNamespace", f.Namespace))));
    }

    /// <summary>Sets: the first-level classes, the areas, and the organisations that have something on the ledger.</summary>
    private async Task<XElement> SetsAsync(OaiRequest asked, CancellationToken stop)
    {
        if (asked["resumptionToken"] is not null)
        {
            throw new OaiException("badResumptionToken", "All sets stand in one answer.");
        }

        var organisations = await db.LedgerNow().Select(l => new { l.Organisation.Reference, l.Organisation.Name }).Distinct().OrderBy(o => o.Reference).ToListAsync(stop);
        var sets = new[] { ("class", "Classes"), ("area", "Areas"), ("organisation", "Organisations") }
            .Concat(tables.InstrumentClasses.Rows.Where(r => r.Code.EndsWith("0000", StringComparison.Ordinal)).Select(r => ($"class:{r.Code[..2]}", r.Chinese)))
            .Concat(pack.Areas.Select(a => ($"area:{a.Code}", a.Name.Chinese)))
            .Concat(organisations.Select(o => ($"organisation:{o.Reference}", o.Name)));
        return new(Oai + "ListSets", sets.Select(s => new XElement(Oai + "set", new XElement(Oai + "setSpec", s.Item1), new XElement(Oai + "setName", XmlSafe.Text(s.Item2)))));
    }

    private async Task<XElement> RecordAsync(OaiRequest asked, HttpRequest http, CancellationToken stop)
    {
        var format = FormatOf(asked["metadataPrefix"]!);
        var head = await FindAsync(asked["identifier"]!, http, stop);
        return new(Oai + "GetRecord", await RecordsAsync([head], format, http, stop));
    }

    private async Task<XElement> ListAsync(OaiRequest asked, HttpRequest http, CancellationToken stop)
    {
        var token = asked["resumptionToken"] is { } text ? ResumptionToken.Read(text) : null;
        var format = FormatOf(token?.Prefix ?? asked["metadataPrefix"]!);
        var (from, until) = asked.Span();
        var question = token?.Question ?? new(from, until, asked["set"]);
        var heads = await db.AfterAsync(question, token is null ? null : (token.At, token.Id), MostRecords + 1, stop);
        if (heads.Count == 0 && token is null)
        {
            throw new OaiException("noRecordsMatch", "Nothing on the ledger matches.");
        }

        var page = heads.Take(MostRecords).ToList();
        var list = new XElement(Oai + asked.Verb, asked.Verb == "ListRecords" ? await RecordsAsync(page, format, http, stop) : page.Select(h => HeaderOf(h, http)));
        var sent = (token?.Sent ?? 0) + page.Count;
        if (heads.Count > MostRecords || token is not null)
        {
            var whole = token?.Whole ?? await db.CountAsync(question, stop);
            var next = heads.Count > MostRecords ? new ResumptionToken(format.Prefix, question, page[^1].At, page[^1].Id, sent, whole).ToString() : "";
            list.Add(new XElement(Oai + "resumptionToken", new XAttribute("completeListSize", Math.Max(whole, sent)), new XAttribute("cursor", token?.Sent ?? 0), next));
        }

        return list;
    }

    private async Task<IEnumerable<XElement>> RecordsAsync(List<HarvestHead> heads, OaiFormat format, HttpRequest http, CancellationToken stop)
    {
        var wanted = heads.Where(h => !h.Exited).Select(h => h.Reference).ToList();
        var lines = await db.LedgerNow().Where(l => wanted.Contains(l.Instrument.Reference)).ToDictionaryAsync(l => l.Instrument.Reference, stop);
        return heads.Select(h => new XElement(Oai + "record", HeaderOf(h, http), lines.TryGetValue(h.Reference, out var line) ? new XElement(Oai + "metadata", format.Write(SubjectOf(line, http))) : null));
    }

    private OaiSubject SubjectOf(LedgerLine line, HttpRequest http)
    {
        var row = tables.InstrumentClasses.ByCode(line.Version.ClassCode);
        return new(line, row is null ? new(line.Version.ClassCode, line.Version.ClassCode) : new(row.Chinese, row.English), pack.Area(line.Version.AreaCode)?.Name ?? new(line.Version.AreaCode, line.Version.AreaCode), PageAddress.Of(http, $"/instruments/{line.Instrument.Reference}"), licence);
    }

    private static XElement HeaderOf(HarvestHead head, HttpRequest http) => new(Oai + "header",
        head.Exited ? new XAttribute("status", "deleted") : null,
        new XElement(Oai + "identifier", Prefix(http) + head.Reference), new XElement(Oai + "datestamp", OaiRequest.Show(head.At)),
        SetsOf(head).Select(s => new XElement(Oai + "setSpec", s)));

    /// <summary>Centres and facilities have no class, and so no set of it.</summary>
    private static IEnumerable<string> SetsOf(HarvestHead head) =>
        [.. head.ClassCode is [var first, var second, ..] ? new[] { $"class:{first}{second}" } : [], $"area:{head.AreaCode}", $"organisation:{head.Organisation}"];

    private async Task<HarvestHead> FindAsync(string identifier, HttpRequest http, CancellationToken stop) =>
        identifier.StartsWith(Prefix(http), StringComparison.Ordinal) && await db.FindAsync(identifier[Prefix(http).Length..], stop) is { } head
            ? head
            : throw new OaiException("idDoesNotExist", "No record has this identifier.");

    private static OaiFormat FormatOf(string prefix) => OaiFormat.Named(prefix) ?? throw new OaiException("cannotDisseminateFormat", $"{prefix} is not served here.");

    private static string Prefix(HttpRequest http) => $"oai:{http.Host.Host}:";
}
