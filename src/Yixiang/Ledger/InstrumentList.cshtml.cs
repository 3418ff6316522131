using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger;

/// <summary>A facet as the list shows it: its values with counts, most frequent first, each a link.</summary>
/// <param name="Name">The name in the address.</param>
/// <param name="Shown">How many stand open; the rest opens on demand.</param>
public sealed record FacetView(string Name, string Label, IReadOnlyList<string> Values, IReadOnlyList<FilterChoice> Choices, int Shown);

/// <summary>The public list of the ledger: words, facets, order and page live in the address.</summary>
[Public, OutputCache(PolicyName = LedgerCache.Policy)]
public sealed class InstrumentListModel(LedgerReading ledger, LedgerIndex index, CodeTables tables, CityPack pack, TimeProvider clock) : PageModel
{
    private const int Shown = 8, MostOrganisations = 40, FewAtATime = 8;

    public LedgerAddress Address { get; private set; } = null!;
    public LedgerAnswer Answer { get; private set; } = null!;
    public IReadOnlyList<FacetView> Facets { get; private set; } = [];
    public NearMatches Near { get; private set; } = NearMatches.None;
    public City City => pack.City;
    public DateOnly Today => clock.Today();
    public Pager Pager => new(Address.Question.Page, Address.Question.Size, Answer.Total);
    public bool IsNarrowed => Address.Question.Words is not null || Address.Question.Filters.Count > 0;

    /// <summary>The filters that are on, each with the address without it.</summary>
    public IEnumerable<(string Label, string Value, string Without)> Applied =>
        from facet in Facets
        from value in facet.Values
        select (facet.Label, ValueOf(facet.Name, value), Toggled(facet, value));

    public async Task OnGetAsync(CancellationToken stop)
    {
        Address = LedgerAddress.Read(Request.Query, tables, pack, clock.Today());
        if (Request.IsSimple() && !Request.Query.ContainsKey("size"))
        {
            Address = Address with { Question = Address.Question with { Size = FewAtATime } };
        }

        Answer = await ledger.AskAsync(Address, stop, Enum.GetValues<Facet>());
        if (Answer.Items.Count == 0 && Answer.Total > 0)
        {
            // A number beyond the end, as an old link may have it, is the last page.
            Address = Address with { Question = Address.Question with { Page = Pager.Count } };
            Answer = await ledger.AskAsync(Address, stop, Enum.GetValues<Facet>());
        }

        Near = Answer.Total == 0 && Address.AsOf is null ? NearMatches.Of(Address.Question, index) : NearMatches.None;
        Facets = [.. LedgerAddress.Facets.Select(f => View(f.Key, f.Value)).Where(f => f.Choices.Count > 0)];
    }

    public string AreaOf(Listing listing) => pack.AreaName(listing.AreaCode);

    public string ClassOf(Listing listing) => tables.InstrumentClasses.NameOf(listing.ClassCode);

    /// <summary>The price says already what the fee basis would: that it costs nothing.</summary>
    public bool SaysFree(Listing listing) => listing.From is { Yuan: 0 } && listing.FeeBasis == "free";

    public string FeeBasisOf(Listing listing) => tables["fee-basis"].NameOf(listing.FeeBasis);

    /// <summary>The address of this list with something changed.</summary>
    public string With(params (string, string?)[] other) => Request.PathBase + Request.Path + Address.With(other).ToQueryString();

    /// <summary>The address of this list with one value more, or without it if it was chosen.</summary>
    public string Toggled(FacetView facet, string value)
    {
        var on = facet.Values.Contains(value);
        var others = facet.Values.Where(v => v != value && (on || !Includes(facet, v, value))).ToList();
        return Request.PathBase + Request.Path + Address.With(facet.Name, on ? others : [.. others, value]).ToQueryString();
    }

    public string Export(string format) => $"{Request.PathBase}/instruments.{format}{Address.With().ToQueryString()}";

    /// <summary>This search as a feed, always of the present.</summary>
    public string Feed => $"{Request.PathBase}/instruments.atom{Address.With(("sort", null), ("asOf", null)).ToQueryString()}";

    /// <summary>A past day has no counts unless it was searched; its facets then show only what is chosen.</summary>
    private FacetView View(string name, Facet facet)
    {
        var counts = Answer.Counts.GetValueOrDefault(facet) ?? new Dictionary<string, int>();
        var chosen = Address.Values(facet);
        var codes = facet switch
        {
            Facet.Class => ClassCodes(counts, chosen),
            Facet.Value => Bands.Value.Select(b => b.Code),
            Facet.Price => Bands.Price.Select(b => b.Code),
            Facet.Hours => Bands.Hours.Select(b => b.Code),
            Facet.Area => pack.Areas.Select(a => a.Code).OrderByDescending(c => counts.GetValueOrDefault(c)),
            Facet.Organisation => index.Organisations.Select(o => o.Reference).OrderByDescending(o => counts.GetValueOrDefault(o)).Take(MostOrganisations),
            _ => counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Key),
        };
        var choices = codes.Union(chosen)
            .Select(c => new FilterChoice(c, ValueOf(name, c), counts.GetValueOrDefault(facet == Facet.Class ? ClassTree.Stem(c) : c))).Where(c => c.Count > 0 || chosen.Contains(c.Value));
        return new(name, T($"ledger.facet-{name}"), chosen, [.. choices], Shown);
    }

    /// <summary>The tree opens step by step: below each chosen class its children, and then the rest of the first level.</summary>
    private IEnumerable<string> ClassCodes(IReadOnlyDictionary<string, int> counts, IReadOnlyList<string> chosen) =>
        chosen.SelectMany(c => tables.InstrumentClasses.Path(c).Select(r => r.Code).Concat(ChildrenOf(c, counts))).Concat(ChildrenOf(null, counts)).Distinct();

    private IEnumerable<string> ChildrenOf(string? code, IReadOnlyDictionary<string, int> counts) =>
        tables.InstrumentClasses.Children(code).Select(r => r.Code).OrderByDescending(c => counts.GetValueOrDefault(ClassTree.Stem(c)));

    /// <summary>A class takes the place of those above and below it: chosen together with them it would say nothing.</summary>
    private static bool Includes(FacetView facet, string one, string other) =>
        facet.Name == "class" && (ClassTree.Stem(one).StartsWith(ClassTree.Stem(other), StringComparison.Ordinal) || ClassTree.Stem(other).StartsWith(ClassTree.Stem(one), StringComparison.Ordinal));

    /// <summary>Whose it is, in the reader's language.</summary>
    public string OrganisationOf(Listing item) => index.OrganisationOf(item);

    private string ValueOf(string name, string code) => LedgerAddress.Facets[name] switch
    {
        Facet.Area => pack.AreaName(code),
        Facet.Class => tables.InstrumentClasses.NameOf(code),
        Facet.Organisation => index.NameOfOrganisation(code) ?? code,
        Facet.Kind => Enum.TryParse<ResourceKind>(code, out var kind) ? T(kind) : code,
        Facet.FeeBasis => tables["fee-basis"].NameOf(code),
        Facet.Mode => tables.ServiceWays.NameOf(code),
        Facet.Audience => tables["audience"].NameOf(code),
        Facet.Funds => tables.FundSources.NameOf(code),
        Facet.Value => Bands.Label(Bands.Value.First(b => b.Code == code), "ledger.unit-wan"),
        Facet.Price => Bands.Label(Bands.Price.First(b => b.Code == code), "ledger.unit-yuan"),
        Facet.Hours => Bands.Label(Bands.Hours.First(b => b.Code == code), "ledger.unit-hours"),
        Facet.Platform => Platforms.Label(code),
    };
}
