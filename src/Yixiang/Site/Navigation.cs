using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Site;

/// <summary>One entry of the main navigation.</summary>
/// <param name="Key">Text key of the label.</param>
/// <param name="Path">Without the language prefix.</param>
/// <param name="Icon">A symbol of <c>icons.svg</c>.</param>
/// <param name="Also">Further addresses that belong to the entry.</param>
public sealed record NavigationItem(string Key, string Path, string Icon, params string[] Also)
{
    public string Label => T(Key);

    /// <summary>The page itself or one below it; the home page only itself.</summary>
    public bool IsCurrent(PathString here) => Path == "/" ? here.Value is "" or "/" : here.StartsWithSegments(Path) || Also.Any(a => here.StartsWithSegments(a));
}

/// <summary>What each role finds in the main navigation: first what everybody may see, then the tools of the role.</summary>
public static class Navigation
{
    private static readonly NavigationItem[] Public =
    [
        new("nav.home", "/", "home"),
        new("nav.instruments", "/instruments", "instrument"),
        new("nav.batches", "/batches", "batch"),
        new("nav.statistics", "/statistics", "statistics"),
        new("nav.notices", "/news", "journal", "/policies", "/guides", "/events"),
    ];

    /// <summary>What somebody needs who reads simply: the two other ways in stand on the first page and in the footer.</summary>
    private static readonly NavigationItem[] Simple = [new("nav.home", "/", "home"), new("nav.instruments", "/instruments", "search"), new("nav.ask", "/needs/new", "edit")];

    private static readonly Dictionary<Role, NavigationItem[]> ByRole = new()
    {
        [Role.UnitAdministrator] =
        [
            new("nav.unit", "/unit", "inbox"),
            new("nav.filings", "/unit/filings", "filing"),
            new("nav.imports", "/unit/imports", "import"),
            new("nav.voices", "/unit/reports", "people"),
            new("nav.organisation", "/unit/organisation", "organisation"),
        ],
        [Role.CountyOfficer] = [new("nav.desk", "/desk", "inbox"), new("nav.overdue", "/desk/overdue", "clock"), new("nav.voices", "/desk/reports", "people"), new("nav.organisations", "/desk/organisations", "organisation")],
        [Role.BureauOfficer] =
        [
            new("nav.desk", "/desk", "inbox"),
            new("nav.overdue", "/desk/overdue", "clock"),
            new("nav.desk-batches", "/desk/batches", "ledger"),
            new("import.lists", "/desk/imports", "import"),
            new("nav.voices", "/desk/reports", "people"),
            new("nav.organisations", "/desk/organisations", "organisation"),
        ],
        [Role.Auditor] = [new("nav.journal", "/audit", "journal")],
        [Role.SystemAdministrator] =
        [
            new("nav.jobs", "/admin/deliveries", "jobs"),
            new("nav.mails", "/admin/mails", "mail"),
            new("nav.accounts", "/admin/accounts", "people"),
            new("nav.grants", "/admin/grants", "key"),
        ],
        [Role.SecurityAdministrator] = [new("nav.grants", "/admin/grants", "key"), new("nav.accounts", "/admin/accounts", "people")],
    };

    /// <summary>The entries for a role, of which the longest that matches the address is the current one.</summary>
    public static IReadOnlyList<NavigationItem> For(Role role, Look look = Look.Standard) => [.. look == Look.Simple ? Simple : Public, .. ByRole.GetValueOrDefault(role, [])];

    public static NavigationItem? Current(IEnumerable<NavigationItem> items, PathString here) =>
        items.Where(i => i.IsCurrent(here)).MaxBy(i => i.Path.Length);
}
