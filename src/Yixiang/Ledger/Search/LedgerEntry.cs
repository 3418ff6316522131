using Yixiang.Organisations;

namespace Yixiang.Ledger.Search;

/// <summary>A published instrument with everything by which it is found.</summary>
/// <param name="Words">What is said of it besides name, model, manufacturer and organisation: what it does, for whom, the names of its class and area.</param>
/// <param name="Values">Every value by which a list can be narrowed to it; a facet may occur several times.</param>
public sealed record LedgerEntry(Listing Listing, string EnglishName, string Words, IReadOnlyList<(Facet Facet, string Value)> Values)
{
    /// <summary>Kind of the organisation, as figures group it.</summary>
    public OrganisationKind OrganisationKind { get; init; }

    public string? OrganisationEnglishName { get; init; }

    /// <summary>Hours offered in a year, where a number was filed.</summary>
    public decimal? OfferedHours { get; init; }

    /// <summary>Hours run in a year, where a number was filed; in few bytes, since every entry is in memory.</summary>
    public float? RunHours { get; init; }

    /// <summary>Hours served to others in a year, where a number was filed.</summary>
    public float? ServiceHours { get; init; }

    public string NameFor(bool english) => english && EnglishName != "" ? EnglishName : Listing.Name;

    /// <summary>The values of a facet that may have several.</summary>
    public IEnumerable<string> ValuesOf(Facet facet) => Values.Where(v => v.Facet == facet).Select(v => v.Value);

    private const int Before = 24, Longest = 96;

    /// <summary>A few words that say what the instrument is for; around the first of the marks, where one occurs.</summary>
    public string Excerpt(IReadOnlyList<string> marks)
    {
        var lines = Words.Split('\n', 4).Take(3).Where(l => l.Length > 0).ToList();
        foreach (var line in lines)
        {
            if (Marks.In(line, marks).Select(m => (int?)m.Start).FirstOrDefault() is { } at)
            {
                var from = Math.Max(0, at - Before);
                return (from > 0 ? "…" : "") + Cut(line[from..]);
            }
        }

        return lines.Count > 0 ? Cut(lines[0]) : "";
    }

    private static string Cut(string text) => text.Length > Longest ? text[..Longest] + "…" : text;
}
