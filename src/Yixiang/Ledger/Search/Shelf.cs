using System.Globalization;
using System.Runtime.InteropServices;

namespace Yixiang.Ledger.Search;

/// <summary>The listings with everything by which they are found. Written by one at a time, behind the gate of <see cref="LedgerIndex"/>.</summary>
/// <remarks>A listing that changes is added anew and the old one is struck out; <see cref="IsWorn"/> says when it is time for a new shelf.</remarks>
internal sealed class Shelf
{
    private static readonly CompareInfo Pinyin = CultureInfo.GetCultureInfo("zh-CN").CompareInfo;

    private readonly List<Listing> listings = [];
    private readonly List<string> words = [];
    private readonly List<byte[]> nameKeys = [];
    private readonly Dictionary<string, int> places = [];
    private readonly Dictionary<(Facet Facet, string Value), Posting> facets = [];
    private readonly WordPostings everywhere = new();
    private readonly WordPostings inName = new();
    private readonly Dictionary<LedgerOrder, List<int>> orders;

    public Shelf() => orders = new LedgerOrder[] { LedgerOrder.Newest, LedgerOrder.Name, LedgerOrder.Value, LedgerOrder.Reference }.ToDictionary(o => o, _ => new List<int>());

    private readonly Dictionary<string, (string Name, int Count, string? Uscc)> organisations = [];

    public Bits Live { get; } = new();

    public IEnumerable<ListedOrganisation> Organisations => organisations.Where(o => o.Value.Count > 0).Select(o => new ListedOrganisation(o.Key, o.Value.Name, o.Value.Count, o.Value.Uscc));

    public int Count { get; private set; }

    public int Capacity => listings.Count;

    public bool IsWorn => listings.Count - Count > 1000 && listings.Count > Count + (Count / 4);

    public Listing this[int place] => listings[place];

    public Listing? Find(string reference) => places.TryGetValue(reference, out var place) ? listings[place] : null;

    /// <summary>Everything that stands here now, for a new shelf.</summary>
    public IEnumerable<(Listing Listing, string Words)> All() => Live.Numbers().Select(place => (listings[place], words[place]));

    public void Fill(IEnumerable<(Listing Listing, string Words)> all)
    {
        foreach (var (listing, text) in all)
        {
            var place = Enter(listing, text);
            foreach (var order in orders.Values)
            {
                order.Add(place);
            }
        }

        foreach (var (order, places) in orders)
        {
            places.Sort((a, b) => Compare(order, a, b));
        }
    }

    public void Put(Listing listing, string text)
    {
        Remove(listing.Reference);
        var place = Enter(listing, text);
        foreach (var (order, places) in orders)
        {
            var at = places.BinarySearch(place, Comparer<int>.Create((a, b) => Compare(order, a, b)));
            places.Insert(at < 0 ? ~at : at, place);
        }
    }

    public void Remove(string reference)
    {
        if (places.Remove(reference, out var place))
        {
            Live.Clear(place);
            Count--;
            Tally(listings[place], -1);
        }
    }

    public void Narrow(ref Bits result, Facet facet, string value)
    {
        if (facets.TryGetValue((facet, facet == Facet.Class ? ClassTree.Stem(value) : value), out var posting))
        {
            posting.Narrow(ref result, Capacity);
        }
        else
        {
            result = new();
        }
    }

    public void Narrow(ref Bits result, string term) => everywhere.Narrow(ref result, term);

    public void NarrowToName(ref Bits result, string term) => inName.Narrow(ref result, term);

    public Dictionary<string, int> CountsOf(Facet facet, Bits result) =>
        facets.Where(f => f.Key.Facet == facet).Select(f => (f.Key.Value, Count: f.Value.CountIn(result))).Where(f => f.Count > 0).ToDictionary(f => f.Value, f => f.Count);

    /// <summary>The listings of a result, in order.</summary>
    public IEnumerable<Listing> InOrder(LedgerOrder order, Bits result) => orders[order].Where(place => result[place]).Select(place => listings[place]);

    private int Enter(Listing listing, string text)
    {
        var place = listings.Count;
        listings.Add(listing);
        words.Add(text);
        nameKeys.Add(Pinyin.GetSortKey(listing.Name).KeyData);
        places[listing.Reference] = place;
        Live.Set(place);
        Count++;
        Tally(listing, 1);
        inName.Add(place, SearchText.OfName(listing));
        everywhere.Add(place, SearchText.Of(listing, text));
        foreach (var (facet, value) in Values(listing))
        {
            ref var posting = ref CollectionsMarshal.GetValueRefOrAddDefault(facets, (facet, value), out _);
            (posting ??= new()).Add(place);
        }

        return place;
    }

    private void Tally(Listing listing, int change) =>
        organisations[listing.Organisation] = (listing.OrganisationName, organisations.GetValueOrDefault(listing.Organisation).Count + change, listing.Uscc);

    private static IEnumerable<(Facet, string)> Values(Listing listing) =>
    [
        (Facet.Area, listing.AreaCode), (Facet.Organisation, listing.Organisation), (Facet.Kind, listing.Kind.ToString()), (Facet.FeeBasis, listing.FeeBasis),
        .. ClassTree.Stems(listing.ClassCode).Select(stem => (Facet.Class, stem)),
        // Addresses that name the organisation by its credit code stay good.
        .. listing.Uscc is { } code ? [(Facet.Organisation, code)] : Array.Empty<(Facet, string)>(),
    ];

    private int Compare(LedgerOrder order, int a, int b)
    {
        var (first, second) = (listings[a], listings[b]);
        var difference = order switch
        {
            LedgerOrder.Newest => second.PublishedOn.CompareTo(first.PublishedOn),
            LedgerOrder.Name => nameKeys[a].AsSpan().SequenceCompareTo(nameKeys[b]),
            LedgerOrder.Value => second.OriginalValue.CompareTo(first.OriginalValue),
            LedgerOrder.Relevance or LedgerOrder.Reference => 0,
        };
        difference = difference != 0 ? difference : string.CompareOrdinal(first.Reference, second.Reference);
        return difference != 0 ? difference : a.CompareTo(b);
    }
}
