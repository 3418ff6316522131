using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Organisations;

namespace Yixiang.OpenData;

/// <summary>The ledger for harvesters: OAI-PMH 2.0 at <c>/oai</c>, in Dublin Core; who left the ledger stays as a deleted record.</summary>
internal static class Oai
{
    private const int Length = 100;
    private const string DublinCore = "oai_dc";
    private static readonly XNamespace Ns = "http://www.openarchives.org/OAI/2.0/";
    private static readonly XNamespace OaiDc = "http://www.openarchives.org/OAI/2.0/oai_dc/";
    private static readonly XNamespace Dc = "http://purl.org/dc/elements/1.1/";
    private static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>The verbs with the arguments each knows.</summary>
    private static readonly Dictionary<string, string[]> Verbs = new()
    {
        ["Identify"] = [],
        ["ListMetadataFormats"] = ["identifier"],
        ["ListSets"] = ["resumptionToken"],
        ["GetRecord"] = ["identifier", "metadataPrefix"],
        ["ListIdentifiers"] = ["metadataPrefix", "from", "until", "set", "resumptionToken"],
        ["ListRecords"] = ["metadataPrefix", "from", "until", "set", "resumptionToken"],
    };

    private sealed record Room(HttpRequest Request, Db Db, CodeTables Tables, CityPack Pack, Licence Licence, TimeProvider Clock, CancellationToken Stop)
    {
        public string Prefix => $"oai:{Request.Host.Host}:";
    }

    public static void MapOai(this IEndpointRouteBuilder app) =>
        app.MapMethods("/oai", ["GET", "POST"], async (HttpRequest request, Db db, CodeTables tables, CityPack pack, Licence licence, TimeProvider clock, CancellationToken stop) =>
            await AnswerAsync(new(request, db, tables, pack, licence, clock, stop))).Public().DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> AnswerAsync(Room room)
    {
        var given = room.Request.HasFormContentType ? (await room.Request.ReadFormAsync(room.Stop)).ToList() : room.Request.Query.ToList();
        var asked = new XElement(Ns + "request", PageAddress.Of(room.Request, "/oai"));
        XElement said;
        try
        {
            var arguments = Checked(given.ToDictionary(a => a.Key, a => a.Value.Count == 1 ? a.Value.ToString() : throw new OaiError("badArgument", $"{a.Key} is given twice.")));
            said = await SayAsync(arguments, room);
            asked.Add(arguments.Select(a => new XAttribute(a.Key, a.Value)));
        }
        catch (OaiError error)
        {
            said = new(Ns + "error", new XAttribute("code", error.Code), error.Message);
        }

        var answer = new XElement(Ns + "OAI-PMH", new XAttribute(XNamespace.Xmlns + "xsi", Xsi), new XAttribute(Xsi + "schemaLocation", $"{Ns} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"),
            new XElement(Ns + "responseDate", Stamp(room.Clock.GetUtcNow())), asked, said);
        return Results.Text("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + answer.ToString(SaveOptions.DisableFormatting), "text/xml; charset=utf-8");
    }

    private static Dictionary<string, string> Checked(Dictionary<string, string> arguments)
    {
        if (!Verbs.TryGetValue(arguments.GetValueOrDefault("verb", ""), out var known))
        {
            throw new OaiError("badVerb", "The verb is missing or none of the protocol's.");
        }

        return arguments.Keys.Except([.. known, "verb"]).FirstOrDefault() is { } unknown ? throw new OaiError("badArgument", $"{unknown} is no argument of this verb.") : arguments;
    }

    private static async Task<XElement> SayAsync(Dictionary<string, string> arguments, Room room) => arguments["verb"] switch
    {
        "Identify" => await IdentifyAsync(room),
        "ListMetadataFormats" => await FormatsAsync(arguments, room),
        "ListSets" => await SetsAsync(arguments, room),
        "GetRecord" => new(Ns + "GetRecord", Record(await FindAsync(arguments, room), room, whole: true)),
        var list => await ListAsync(OaiRequest.Read(arguments), list, room),
    };

    private static async Task<XElement> IdentifyAsync(Room room) => new(Ns + "Identify",
        new XElement(Ns + "repositoryName", room.Pack.City.SiteTitle.English),
        new XElement(Ns + "baseURL", PageAddress.Of(room.Request, "/oai")),
        new XElement(Ns + "protocolVersion", "2.0"),
        new XElement(Ns + "adminEmail", room.Pack.City.Office.Email),
        new XElement(Ns + "earliestDatestamp", Stamp(await room.Db.Instruments.Where(i => i.PublishedAt != null).MinAsync(i => i.PublishedAt, room.Stop) ?? room.Clock.GetUtcNow())),
        new XElement(Ns + "deletedRecord", "persistent"),
        new XElement(Ns + "granularity", "YYYY-MM-DDThh:mm:ssZ"));

    private static async Task<XElement> FormatsAsync(Dictionary<string, string> arguments, Room room)
    {
        if (arguments.ContainsKey("identifier"))
        {
            await FindAsync(new(arguments) { ["metadataPrefix"] = DublinCore }, room);
        }

        return new(Ns + "ListMetadataFormats", new XElement(Ns + "metadataFormat", new XElement(Ns + "metadataPrefix", DublinCore),
            new XElement(Ns + "schema", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"), new XElement(Ns + "metadataNamespace", OaiDc.NamespaceName)));
    }

    private static async Task<XElement> SetsAsync(Dictionary<string, string> arguments, Room room)
    {
        if (arguments.ContainsKey("resumptionToken"))
        {
            throw new OaiError("badResumptionToken", "The list of sets is given at once.");
        }

        var owners = await Public(room.Db).Select(l => new { l.Organisation.Reference, l.Organisation.Name }).Distinct().OrderBy(o => o.Reference).ToListAsync(room.Stop);
        var codes = await Public(room.Db).Select(l => l.Version.ClassCode).Distinct().ToListAsync(room.Stop);
        var classes = codes.Where(c => c != "").SelectMany(ClassTree.Stems).Distinct().Order(StringComparer.Ordinal).Select(s => s.PadRight(6, '0'));
        return new(Ns + "ListSets",
            classes.Select(c => Set($"class:{c}", room.Tables.InstrumentClasses.NameOf(c))),
            room.Pack.Areas.Select(a => Set($"area:{a.Code}", a.Name.ToString())),
            owners.Select(o => Set($"organisation:{o.Reference}", o.Name)));
    }

    private static XElement Set(string spec, string name) => new(Ns + "set", new XElement(Ns + "setSpec", spec), new XElement(Ns + "setName", name));

    private static async Task<LedgerLine> FindAsync(Dictionary<string, string> arguments, Room room)
    {
        if (!arguments.TryGetValue("identifier", out var identifier) || !arguments.TryGetValue("metadataPrefix", out var prefix))
        {
            throw new OaiError("badArgument", "identifier and metadataPrefix are needed.");
        }

        KnowsForm(prefix);
        var reference = identifier.StartsWith(room.Prefix, StringComparison.Ordinal) ? identifier[room.Prefix.Length..] : "";
        return await Public(room.Db).SingleOrDefaultAsync(l => l.Instrument.Reference == reference, room.Stop) ?? throw new OaiError("idDoesNotExist", "There is no such record.");
    }

    private static void KnowsForm(string prefix)
    {
        if (prefix != DublinCore)
        {
            throw new OaiError("cannotDisseminateFormat", "Records are given as oai_dc.");
        }
    }

    private static async Task<XElement> ListAsync(OaiRequest asked, string verb, Room room)
    {
        KnowsForm(asked.Prefix);
        var lines = Narrowed(Public(room.Db), asked).Where(l => l.Instrument.Id > asked.After).OrderBy(l => l.Instrument.Id);
        var some = await lines.Take(Length + 1).ToListAsync(room.Stop);
        if (some.Count == 0 && asked.After == 0)
        {
            throw new OaiError("noRecordsMatch", "No record answers that.");
        }

        var list = new XElement(Ns + verb, some.Take(Length).Select(l => Record(l, room, verb == "ListRecords")));
        if (some.Count > Length || asked.After > 0)
        {
            // The last part of a list ends with an empty token.
            list.Add(new XElement(Ns + "resumptionToken", some.Count > Length ? asked.Token(some[Length - 1].Instrument.Id) : ""));
        }

        return list;
    }

    /// <summary>Everything that ever was public, in its last public version.</summary>
    private static IQueryable<LedgerLine> Public(Db db) =>
        from i in db.Instruments.AsNoTracking()
        where i.PublishedAt != null
        join v in db.InstrumentVersions on i.Id equals v.InstrumentId
        where i.ExitedAt == null ? v.Until == null : v.From < i.ExitedAt && (v.Until == null || v.Until >= i.ExitedAt)
        join o in db.Organisations on i.OrganisationId equals o.Id
        select new LedgerLine { Instrument = i, Version = v, Organisation = o };

    private static IQueryable<LedgerLine> Narrowed(IQueryable<LedgerLine> lines, OaiRequest asked)
    {
        if (asked.From is { } from)
        {
            lines = lines.Where(l => l.Instrument.PublishedAt >= from || l.Version.From >= from || l.Instrument.ExitedAt >= from);
        }

        if (asked.Until is { } until)
        {
            lines = lines.Where(l => l.Instrument.PublishedAt < until && l.Version.From < until && (l.Instrument.ExitedAt == null || l.Instrument.ExitedAt < until));
        }

        return asked.Set.Split(':') switch
        {
            [""] => lines,
            ["class", var code] => lines.Where(Facet.Class, code),
            ["area", var code] => lines.Where(Facet.Area, code),
            ["organisation", var reference] => lines.Where(Facet.Organisation, reference),
            _ => throw new OaiError("noRecordsMatch", "There is no such set."),
        };
    }

    private static XElement Record(LedgerLine line, Room room, bool whole)
    {
        var (i, v) = (line.Instrument, line.Version);
        var header = new XElement(Ns + "header", i.ExitedAt is null ? null : new XAttribute("status", "deleted"),
            new XElement(Ns + "identifier", room.Prefix + i.Reference),
            new XElement(Ns + "datestamp", Stamp(new[] { i.PublishedAt!.Value, v.From, i.ExitedAt ?? v.From }.Max())),
            v.ClassCode == "" ? null : ClassTree.Stems(v.ClassCode).Select(s => new XElement(Ns + "setSpec", $"class:{s.PadRight(6, '0')}")),
            new XElement(Ns + "setSpec", $"area:{v.AreaCode}"), new XElement(Ns + "setSpec", $"organisation:{line.Organisation.Reference}"));
        return !whole ? header : new(Ns + "record", header, i.ExitedAt is null ? new XElement(Ns + "metadata", Core(line, room)) : null);
    }

    private static XElement Core(LedgerLine line, Room room)
    {
        var said = line.Version.Particulars();
        (string Name, string? Text)[] facts =
        [
            ("title", line.Version.Name), ("title", said[Fields.EnglishName]), ("creator", line.Version.Manufacturer), ("subject", room.Tables.InstrumentClasses.Has(line.Version.ClassCode) ? room.Tables.InstrumentClasses.NameOf(line.Version.ClassCode) : ""),
            ("description", said[Fields.Function]), ("publisher", room.Pack.City.Bureau.Chinese), ("contributor", line.Organisation.Name), ("date", CityTime.Show(CityTime.DateOf(line.Instrument.PublishedAt!.Value))),
            ("type", "PhysicalObject"), ("identifier", PageAddress.Of(room.Request, $"/instruments/{line.Instrument.Reference}")), ("rights", room.Licence.Address),
        ];
        return new(OaiDc + "dc", new XAttribute(XNamespace.Xmlns + "oai_dc", OaiDc), new XAttribute(XNamespace.Xmlns + "dc", Dc),
            new XAttribute(Xsi + "schemaLocation", $"{OaiDc} http://www.openarchives.org/OAI/2.0/oai_dc.xsd"),
            facts.Where(f => !string.IsNullOrEmpty(f.Text)).Select(f => new XElement(Dc + f.Name, f.Text)));
    }

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");
}
