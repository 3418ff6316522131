using System.Text;
using System.Xml;
using System.Xml.Linq;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Kernel;

/// <summary>A link of a feed or of one of its entries.</summary>
/// <param name="Relation"><c>self</c>, <c>alternate</c>, <c>license</c>.</param>
/// <param name="Type">The media type of what stands there, where it is known.</param>
public sealed record AtomLink(string Relation, string Address, string? Type = null)
{
    /// <summary>A page for people.</summary>
    public static AtomLink Page(string address) => new("alternate", address, "text/html");
}

/// <summary>One thing that is told of.</summary>
/// <param name="Id">Never changes and is never given to anything else.</param>
/// <param name="Page">Where people read of it.</param>
public sealed record AtomEntry(string Id, string Title, DateTimeOffset Updated, string Page, string Summary)
{
    public string? Author { get; init; }

    public DateTimeOffset? Published { get; init; }
}

/// <summary>A list of what is new, in the form that feed readers take (Atom, RFC 4287), in the reader's language.</summary>
public sealed record AtomFeed(string Id, string Title, DateTimeOffset Updated, IReadOnlyList<AtomLink> Links, IEnumerable<AtomEntry> Entries)
{
    private const string MediaType = "application/atom+xml";
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    public string? Author { get; init; }

    public string? Rights { get; init; }

    /// <summary>The link to the feed itself.</summary>
    public static AtomLink Self(string address) => new("self", address, MediaType);

    /// <summary>The feed as an answer, with a tag of its content.</summary>
    /// <param name="changed">When it could last change, by a new entry or by one that left it; null where that cannot be told to the second.</param>
    public IResult Answer(DateTimeOffset? changed = null)
    {
        var bytes = Write();
        return Results.Bytes(bytes, $"{MediaType}; charset=utf-8", entityTag: EntityTags.Of(bytes), lastModified: changed);
    }

    private byte[] Write()
    {
        var feed = new XElement(
            Atom + "feed",
            new XAttribute(XNamespace.Xml + "lang", ReaderIsEnglish ? "en" : "zh-CN"),
            Say("id", Id), Say("title", Title), Say("updated", CityTime.Stamp(Updated)), Say("rights", Rights),
            By(Author), Links.Select(Link), Entries.Select(Entry));
        using var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, new() { Encoding = new UTF8Encoding(false) }))
        {
            feed.WriteTo(writer);
        }

        return bytes.ToArray();
    }

    private static XElement Entry(AtomEntry entry) => new(
        Atom + "entry",
        Say("id", entry.Id), Say("title", entry.Title), Say("updated", CityTime.Stamp(entry.Updated)),
        Say("published", entry.Published is { } at ? CityTime.Stamp(at) : null), By(entry.Author), Link(AtomLink.Page(entry.Page)), Say("summary", entry.Summary));

    private static XElement? Say(string name, string? text) => text is null ? null : new(Atom + name, XmlSafe.Text(text));

    private static XElement? By(string? author) => author is null ? null : new(Atom + "author", Say("name", author));

    private static XElement Link(AtomLink link) =>
        new(Atom + "link", new XAttribute("rel", link.Relation), link.Type is null ? null : new XAttribute("type", link.Type), new XAttribute("href", link.Address));
}
