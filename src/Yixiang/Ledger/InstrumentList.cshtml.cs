using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger;

/// <summary>The public list of the ledger: words, filters, order and page live in the address.</summary>
[Public, OutputCache(PolicyName = LedgerCache.Policy)]
public sealed class InstrumentListModel(LedgerReading ledger, LedgerIndex index, CodeTables tables, CityPack pack, TimeProvider clock) : PageModel
{
    /// <summary>More than this nobody picks from a list; they are found by words instead.</summary>
    private const int MostOrganisations = 200;

    private static readonly Facet[] Counted = [Facet.Area, Facet.Class, Facet.Kind, Facet.FeeBasis];

    public LedgerAddress Address { get; private set; } = null!;
    public LedgerAnswer Answer { get; private set; } = null!;
    public FilterBar Filters { get; private set; } = null!;
    public DateOnly Today => clock.Today();

    public Pager Pager => new(Address.Question.Page, Address.Question.Size, Answer.Total);

    public async Task OnGetAsync(CancellationToken stop)
    {
        Address = LedgerAddress.Read(Request.Query, tables, pack, clock.Today());
        Answer = await ledger.AskAsync(Address, stop, Counted);
        Filters = new(
            new("q", T("ledger.words"), Address.Question.Words),
            new("area", T("ledger.area"), Address.Value(Facet.Area), [.. pack.Areas.Select(a => Choice(Facet.Area, a.Code, a.Name.ToString()))]),
            new("class", T("ledger.class"), Address.Value(Facet.Class), [.. Classes()]),
            new("organisation", T("ledger.organisation"), Address.Value(Facet.Organisation), [.. Organisations()]),
            new("kind", T("ledger.kind"), Address.Value(Facet.Kind), [.. Enum.GetValues<ResourceKind>().Select(k => Choice(Facet.Kind, k.ToString(), T(k)))]),
            new("fee", T("ledger.fee-basis"), Address.Value(Facet.FeeBasis), [.. tables["fee-basis"].Rows.Select(r => Choice(Facet.FeeBasis, r.Code, r.Name))]));
    }

    public string AreaOf(Listing listing) => pack.Area(listing.AreaCode)?.Name.ToString() ?? listing.AreaCode;

    public string ClassOf(Listing listing) => tables.InstrumentClasses.NameOf(listing.ClassCode);

    public string FeeBasisOf(Listing listing) => tables["fee-basis"].NameOf(listing.FeeBasis);

    /// <summary>The address of this list in another order, or as a file.</summary>
    public string With(params (string, string?)[] other) => Request.PathBase + Request.Path + Address.With(other).ToQueryString();

    public string Export(string format) => $"{Request.PathBase}/instruments.{format}{Address.With().ToQueryString()}";

    public string? SortOf(LedgerOrder order) => Address.Question.Order != order ? null : order is LedgerOrder.Value or LedgerOrder.Newest ? "descending" : "ascending";

    private IEnumerable<FilterChoice> Organisations() =>
        index.Organisations.Select(o => (Organisation: o, Chosen: Address.Value(Facet.Organisation) is { } asked && (asked == o.Reference || asked == o.Uscc)))
            .OrderByDescending(o => o.Chosen).Take(MostOrganisations)
            .Select(o => new FilterChoice(o.Chosen ? Address.Value(Facet.Organisation)! : o.Organisation.Reference, o.Organisation.Name, o.Organisation.Count));

    private FilterChoice Choice(Facet facet, string value, string text) =>
        new(value, text, Answer.Counts.TryGetValue(facet, out var counts) ? counts.GetValueOrDefault(facet == Facet.Class ? ClassTree.Stem(value) : value) : null);

    /// <summary>The first level always, and below the chosen class its path and its children: the tree opens step by step, without a script.</summary>
    private IEnumerable<FilterChoice> Classes()
    {
        var path = tables.InstrumentClasses.Path(Address.Value(Facet.Class));
        var open = path.Select(r => r.Code).ToHashSet();
        return Below(null, 0);

        IEnumerable<FilterChoice> Below(string? code, int depth) =>
            from row in tables.InstrumentClasses.Children(code)
            from choice in Choice(Facet.Class, row.Code, new string('　', depth) + row.Name) is { } own && (own.Count is null or > 0 || open.Contains(row.Code))
                ? (open.Contains(row.Code) ? Below(row.Code, depth + 1) : []).Prepend(own)
                : []
            select choice;
    }
}
