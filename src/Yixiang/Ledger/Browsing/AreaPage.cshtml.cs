using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Yixiang.Kernel;
using Yixiang.Ledger.Figures;
using Yixiang.Ledger.Search;

namespace Yixiang.Ledger.Browsing;

/// <summary>One area of the city: what is shared there, by whom, of which classes.</summary>
[Public, OutputCache(PolicyName = LedgerCache.Policy)]
public sealed class AreaPageModel(FiguresOfNow now, LedgerIndex index, CodeTables tables, CityPack pack, TimeProvider clock) : PageModel
{
    private const int MostInstruments = 10, MostOrganisations = 20, MostClasses = 20;

    public Area Area { get; private set; } = null!;
    public Area? Within { get; private set; }
    public Figure Figure { get; private set; } = null!;
    public MapView? Map { get; private set; }
    public LedgerAnswer Answer { get; private set; } = null!;
    public IReadOnlyList<(string Code, string Name, int Count)> Classes { get; private set; } = [];
    public IReadOnlyList<(string Code, string Name, int Count)> Organisations { get; private set; } = [];
    public DateOnly Today => clock.Today();

    /// <summary>Whose it is, in the reader's language.</summary>
    public string OrganisationOf(Listing listing) => index.OrganisationOf(listing);

    public IActionResult OnGet(string code)
    {
        if (pack.Area(code) is not { } area)
        {
            return NotFound();
        }

        (Area, Within) = (area, pack.Area(area.Within));
        (Figure, Map) = (now.Figures.Of(Grouping.Area, code), MapView.Of(pack, now.Figures, code));
        Answer = index.Ask(new(null, LedgerQuestion.Only(Facet.Area, code), LedgerOrder.Newest, 1, MostInstruments), Facet.Class, Facet.Organisation);
        Classes = [.. Answer.Counts[Facet.Class].Where(c => c.Key.Length == 4).OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(MostClasses)
            .Select(c => (c.Key.PadRight(6, '0'), tables.InstrumentClasses.NameOf(c.Key.PadRight(6, '0')), c.Value))];
        var counts = Answer.Counts[Facet.Organisation];
        Organisations = [.. index.Organisations.Where(o => counts.ContainsKey(o.Reference)).Select(o => (o.Reference, index.NameOfOrganisation(o.Reference) ?? o.Name, counts[o.Reference])).OrderByDescending(o => o.Item3).Take(MostOrganisations)];
        return Page();
    }
}
