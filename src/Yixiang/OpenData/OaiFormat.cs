using System.Xml.Linq;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;

namespace Yixiang.OpenData;

/// <summary>One of the formats in which records can be harvested.</summary>
/// <param name="Prefix">Its metadataPrefix.</param>
internal sealed record OaiFormat(string Prefix, string Schema, string Namespace, Func<OaiSubject, XElement> Write)
{
    private static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance", Dc = "http://purl.org/dc/elements/1.1/";

    public static readonly IReadOnlyList<OaiFormat> All =
    [
        new("oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd", "http://www.openarchives.org/OAI/2.0/oai_dc/", DublinCore),
        new("oai_cerif_openaire", "https://www.openaire.eu/schema/cris/1.1/openaire-cerif-profile.xsd", "https://www.openaire.eu/cerif-profile/1.1/", Cerif),
    ];

    public static OaiFormat? Named(string prefix) => All.FirstOrDefault(f => f.Prefix == prefix);

    private static XElement DublinCore(OaiSubject s)
    {
        XNamespace oai = "http://www.openarchives.org/OAI/2.0/oai_dc/";
        var (line, p) = (s.Line, s.Particulars);
        var record = new XElement(oai + "dc",
            new XAttribute(XNamespace.Xmlns + "oai_dc", oai), new XAttribute(XNamespace.Xmlns + "dc", Dc), new XAttribute(XNamespace.Xmlns + "xsi", Xsi),
            new XAttribute(Xsi + "schemaLocation", $"{oai} http://www.openarchives.org/OAI/2.0/oai_dc.xsd"));
        Say("title", line.Version.Name, "zh");
        Say("title", p[Fields.EnglishName], "en");
        Say("creator", line.Version.Manufacturer);
        Say("subject", s.Class.Chinese, "zh");
        Say("subject", s.Class.English, "en");
        Say("description", p[Fields.Function], "zh");
        Say("publisher", line.Organisation.Name, "zh");
        Say("date", CityTime.Show(CityTime.DateOf(line.Instrument.PublishedAt!.Value)));
        Say("type", "PhysicalObject");
        Say("identifier", s.Page);
        Say("identifier", line.Instrument.Reference);
        Say("language", "zh");
        Say("coverage", s.Area.Chinese, "zh");
        Say("rights", s.Licence.Address);
        return record;

        void Say(string name, string text, string? language = null)
        {
            if (text != "")
            {
                record.Add(new XElement(Dc + name, language is null ? null : new XAttribute(XNamespace.Xml + "lang", language), XmlSafe.Text(text)));
            }
        }
    }

    private static XElement Cerif(OaiSubject s)
    {
        XNamespace cerif = "https://www.openaire.eu/cerif-profile/1.1/";
        var (line, p) = (s.Line, s.Particulars);
        var owner = new XElement(cerif + "OrgUnit", new XAttribute("id", line.Organisation.Reference), Text("Name", line.Organisation.Name, "zh"));
        if (line.Organisation.Uscc is { } uscc)
        {
            owner.Add(new XElement(cerif + "Identifier", new XAttribute("type", "https://w3id.org/cerif/vocab/IdentifierTypes#USCC"), uscc));
        }

        return new XElement(cerif + "Equipment",
            new XAttribute("xmlns", cerif.NamespaceName), new XAttribute("id", line.Instrument.Reference),
            Text("Name", line.Version.Name, "zh"), Text("Name", p[Fields.EnglishName], "en"),
            new XElement(cerif + "Identifier", new XAttribute("type", "https://w3id.org/cerif/vocab/IdentifierTypes#InstitutionAssignedUniqueEquipmentIdentifier"), line.Instrument.Reference),
            Text("Description", p[Fields.Function], "zh"),
            new XElement(cerif + "Owner", owner));

        XElement? Text(string name, string text, string language) => text == "" ? null : new(cerif + name, new XAttribute(XNamespace.Xml + "lang", language), XmlSafe.Text(text));
    }
}

/// <summary>What a record tells of: a line of the ledger with the words for its codes.</summary>
internal sealed record OaiSubject(LedgerLine Line, Phrase Class, Phrase Area, string Page, Licence Licence)
{
    public Particulars Particulars { get; } = Line.Version.Particulars();
}
