using Yixiang.Kernel;

namespace Yixiang.Notices;

/// <summary>The lists into which the kinds of notices are sorted; each is a word of the address.</summary>
public enum Section { News, Policies, Guides, Events }

/// <summary>Where notices are found, without host and language.</summary>
public static class NoticeAddress
{
    public const string Files = "/notices/";

    public static readonly IReadOnlyList<Section> Sections = Enum.GetValues<Section>();

    public static string PathOf(Section section) => "/" + section.ToString().ToLowerInvariant();

    public static Section SectionOf(NoticeKind kind) => kind switch
    {
        NoticeKind.News => Section.News,
        NoticeKind.Policy => Section.Policies,
        NoticeKind.Guide => Section.Guides,
        NoticeKind.OpenDay or NoticeKind.Round => Section.Events,
    };

    public static IReadOnlyList<NoticeKind> KindsOf(Section section) => [.. Enum.GetValues<NoticeKind>().Where(k => SectionOf(k) == section)];

    /// <summary><c>/policies/12</c>.</summary>
    public static string Of(NoticeKind kind, int number) => $"{PathOf(SectionOf(kind))}/{number}";

    /// <summary><c>/policies/12/versions/1</c>.</summary>
    public static string OfVersion(NoticeKind kind, int number, int version) => $"{Of(kind, number)}/versions/{version}";

    /// <summary>The same content for ever: its digest is in the address.</summary>
    public static string OfFile(int number, StoredFile file) => $"{Files}{number}/files/{file.Digest}/{Uri.EscapeDataString(file.Name)}";

    /// <summary>Attachments by their names, for the text that shows or offers them.</summary>
    public static Func<string, string?> FilesOf(int number, IEnumerable<EditionFile> files)
    {
        var byName = files.GroupBy(f => f.File.Name).ToDictionary(g => g.Key, g => OfFile(number, g.First().File));
        return name => byName.GetValueOrDefault(name);
    }
}

/// <summary>Lets only the words of sections into an address.</summary>
public sealed class SectionConstraint : IRouteConstraint
{
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        NoticeAddress.Sections.Any(s => NoticeAddress.PathOf(s)[1..] == values[routeKey]?.ToString());
}
