using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Yixiang.Kernel;
using Yixiang.Ledger.Figures;
using Yixiang.Ledger.Search;

namespace Yixiang.Ledger.Browsing;

/// <summary>One class of instruments: what there is, of whom, at what price, by which techniques, and its neighbours.</summary>
[Public, OutputCache(PolicyName = LedgerCache.Policy)]
public sealed class ClassPageModel(FiguresOfNow now, LedgerIndex index, Lexicon lexicon, CodeTables tables, CityPack pack, TimeProvider clock) : PageModel
{
    private const int MostInstruments = 12, MostUnits = 6, MostTechniques = 16;

    public CodeRow Row { get; private set; } = null!;
    public IReadOnlyList<CodeRow> Path { get; private set; } = [];
    public Figure Figure { get; private set; } = null!;
    public LedgerAnswer Answer { get; private set; } = null!;
    public IReadOnlyList<PriceSpan> Prices { get; private set; } = [];
    public IReadOnlyList<Phrase> Techniques { get; private set; } = [];
    public IReadOnlyList<ClassLine> Children { get; private set; } = [];
    public IReadOnlyList<ClassLine> Neighbours { get; private set; } = [];
    public IReadOnlyList<CountedWord> Areas { get; private set; } = [];
    public DateOnly Today => clock.Today();
    public string Name => tables.InstrumentClasses.NameOf(Row.Code);

    public string NameOf(CodeRow row) => tables.InstrumentClasses.NameOf(row.Code);

    public string AreaOf(Listing listing) => pack.AreaName(listing.AreaCode);

    /// <summary>Whose it is, in the reader's language.</summary>
    public string OrganisationOf(Listing listing) => index.OrganisationOf(listing);

    public IActionResult OnGet(string code)
    {
        if (tables.InstrumentClasses.ByCode(code) is not { } row)
        {
            return NotFound();
        }

        var figures = now.Figures;
        var ofClass = LedgerQuestion.Only(Facet.Class, code);
        (Row, Path, Figure) = (row, tables.InstrumentClasses.Path(code), figures.Of(Grouping.Class, code));
        Answer = index.Ask(new(null, ofClass, LedgerOrder.Newest, 1, MostInstruments), Facet.Area);
        Prices = PriceSpan.Of(index.Ask(new(null, ofClass, LedgerOrder.Reference, 1, int.MaxValue)).Items, MostUnits);
        Areas = [.. Answer.Counts[Facet.Area].OrderByDescending(a => a.Value).ThenBy(a => a.Key, StringComparer.Ordinal).Select(a => new CountedWord(a.Key, a.Value))];
        var stem = ClassTree.Stem(code);
        Techniques = [.. lexicon.Techniques.Where(t => t.Classes.Any(c => c.StartsWith(stem, StringComparison.Ordinal))).OrderByDescending(t => t.Weight).Select(t => t.Name.Phrase).DistinctBy(t => t.Chinese).Take(MostTechniques)];
        Children = [.. ClassLines.Below(figures, tables, code)];
        Neighbours = [.. ClassLines.Below(figures, tables, row.Parent).Where(l => l.Row.Code != code)];
        return Page();
    }

    public string AreaName(string code) => pack.AreaName(code);
}
