using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using Yixiang.Kernel;

namespace Yixiang.Ledger.Search;

/// <summary>The listings with everything by which they are found. Written by one at a time, behind the gate of <see cref="LedgerIndex"/>.</summary>
/// <remarks>A listing that changes is added anew and the old one is struck out; <see cref="IsWorn"/> says when it is time for a new shelf.</remarks>
internal sealed class Shelf(Lexicon lexicon)
{
    /// <summary>More than all that two listings can share: what is near goes first.</summary>
    private const int Near = 128;

    /// <summary>Some tens of megabytes.</summary>
    private const int MostSaid = 100_000;

    private static readonly CompareInfo Pinyin = CultureInfo.GetCultureInfo("zh-CN").CompareInfo;

    private readonly List<LedgerEntry> entries = [];
    private readonly List<byte[]> nameKeys = [];
    private readonly ConcurrentDictionary<int, Said> said = [];
    private readonly ConcurrentDictionary<LedgerOrder, int[]> ranks = [];
    private readonly Dictionary<string, int> places = [];
    private readonly Dictionary<Facet, FacetColumn> facets = Enum.GetValues<Facet>().ToDictionary(f => f, _ => new FacetColumn());
    private readonly WordPostings everywhere = new();
    private readonly WordPostings inName = new();
    private readonly Dictionary<LedgerOrder, List<int>> orders =
        new LedgerOrder[] { LedgerOrder.Newest, LedgerOrder.Name, LedgerOrder.Value, LedgerOrder.Reference }.ToDictionary(o => o, _ => new List<int>());

    private readonly Dictionary<string, (string Name, string Folded, int Count, string? Uscc, string? English)> organisations = [];

    public Bits Live { get; } = new();

    public TechniqueLinks Techniques { get; } = new(lexicon);

    public SampleFamilies Samples { get; } = new(lexicon);

    public NameBook Names { get; } = new();

    public IEnumerable<ListedOrganisation> Organisations => organisations.Where(o => o.Value.Count > 0).Select(o => new ListedOrganisation(o.Key, o.Value.Name, o.Value.Count, o.Value.Uscc));

    /// <param name="code">Its number or its credit code.</param>
    /// <returns>In the reader's language; null where no listing names it.</returns>
    public string? NameOfOrganisation(string code)
    {
        var known = organisations.TryGetValue(code, out var own) ? own : organisations.Values.FirstOrDefault(o => o.Uscc == code);
        return known == default ? null : Texts.Pick(known.Name, known.English);
    }

    /// <summary>Whether a folded text stands in the name of an organisation.</summary>
    public bool NamesAnOrganisation(string text) => organisations.Values.Any(o => o.Count > 0 && o.Folded.Contains(text, StringComparison.Ordinal));

    public int Count { get; private set; }

    public int Capacity => entries.Count;

    public bool IsWorn => entries.Count - Count > 1000 && entries.Count > Count + (Count / 4);

    public Listing this[int place] => entries[place].Listing;

    public LedgerEntry Entry(int place) => entries[place];

    /// <summary>What an entry says, ready to be compared with the wording of a question; of those that come first again and again it is kept.</summary>
    public Said SaidAt(int place)
    {
        if (said.TryGetValue(place, out var ready))
        {
            return ready;
        }

        ready = Said.By(entries[place]);
        if (said.Count < MostSaid)
        {
            said.TryAdd(place, ready);
        }

        return ready;
    }

    public LedgerEntry? Find(string reference) => places.TryGetValue(reference, out var place) ? entries[place] : null;

    /// <summary>Everything that stands here now, for a new shelf.</summary>
    public IEnumerable<LedgerEntry> All() => Live.Numbers().Select(place => entries[place]);

    public void Fill(IEnumerable<LedgerEntry> all)
    {
        foreach (var entry in all)
        {
            var place = Enter(entry);
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

    public void Put(LedgerEntry entry)
    {
        Remove(entry.Listing.Reference);
        var place = Enter(entry);
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
            Tally(entries[place], -1);
        }
    }

    /// <summary>Whether a term occurs anywhere.</summary>
    public bool Holds(string term) => everywhere.Holds(term);

    public Bits? Holders(string term) => everywhere.Holders(term);

    public Bits? NameHolders(string term) => inName.Holders(term);

    /// <summary>What has a value; a class code stands for everything below it.</summary>
    public Posting? Holders(Facet facet, string value) => facets[facet].HoldersOf(facet == Facet.Class ? ClassTree.Stem(value) : value);

    /// <summary>Leaves what has one of the values.</summary>
    public void Narrow(ref Bits result, Facet facet, IReadOnlyList<string> values)
    {
        Posting[] holders = [.. values.Select(value => Holders(facet, value)).OfType<Posting>()];
        if (holders is [var only])
        {
            only.Narrow(ref result, Capacity);
            return;
        }

        var any = new Bits(Capacity);
        Array.ForEach(holders, holder => holder.AddTo(any));
        result.And(any);
    }

    /// <summary>How many instruments a question finds.</summary>
    public int CountOf(Lexicon words, string question) => new Ranking(this, words, question, new QuestionReader(words, this).Read(question)).Found.Count();

    /// <summary>How many instruments work by a technique, by name or class.</summary>
    public int CountOf(int technique) => Techniques.CountOf(technique, Live);

    public FacetCounts CountsOf(Facet facet, Selection result) => facets[facet].CountsIn(result);

    /// <summary>The places of a result, in order.</summary>
    public IEnumerable<int> InOrder(LedgerOrder order, Bits result, int count)
    {
        // To sort a few is cheaper than to walk past all.
        if (count < Capacity / 64)
        {
            var few = result.ToArray();
            var ranks = RanksIn(order);
            Array.Sort(Array.ConvertAll(few, place => ranks[place]), few);
            return few;
        }

        return orders[order].Where(place => result[place]);
    }

    /// <summary>By place: where it stands in an order. Worked out when it is first asked for after a change; two that do so at once find the same.</summary>
    private int[] RanksIn(LedgerOrder order)
    {
        if (ranks.TryGetValue(order, out var known))
        {
            return known;
        }

        var made = new int[Capacity];
        var places = CollectionsMarshal.AsSpan(orders[order]);
        for (var rank = 0; rank < places.Length; rank++)
        {
            made[places[rank]] = rank;
        }

        return ranks[order] = made;
    }

    /// <summary>What works by the same techniques or stands in the same class: nearest place first, then whatever shares most.</summary>
    /// <param name="techniques">Numbers of the techniques of the entry.</param>
    public IReadOnlyList<LedgerEntry> Like(LedgerEntry entry, IReadOnlyList<int> techniques, int most)
    {
        var shared = ArrayPool<int>.Shared.Rent(Math.Max(1, Capacity));
        try
        {
            Array.Clear(shared, 0, Capacity);
            foreach (var technique in techniques)
            {
                Techniques.Of(technique, Link.Named)?.AddTo(shared, 2);
                Techniques.Of(technique, Link.Classed)?.AddTo(shared, 2);
            }

            // What is filed under 其他 has nothing in common but that.
            if (ClassTree.Stem(entry.Listing.ClassCode) is { Length: > 4 } stem && !stem.EndsWith("99", StringComparison.Ordinal))
            {
                Holders(Facet.Class, entry.Listing.ClassCode)?.AddTo(shared, 1);
            }

            if (places.TryGetValue(entry.Listing.Reference, out var own))
            {
                shared[own] = 0;
            }

            return [.. MostShared(shared, Holders(Facet.Area, entry.Listing.AreaCode), most).Select(place => entries[place])];
        }
        finally
        {
            ArrayPool<int>.Shared.Return(shared);
        }
    }

    /// <summary>The best few without sorting the rest: many thousand may share as much, and of those only the newest are looked for.</summary>
    /// <param name="here">What stands in the place that goes first.</param>
    private IEnumerable<int> MostShared(int[] shared, Posting? here, int most)
    {
        var near = here?.ToBits(Capacity) ?? new();
        var tally = new int[2 * Near];
        int Rank(int place) => Math.Min(shared[place], Near - 1) + (near[place] ? Near : 0);
        List<int> alike = [];
        for (var place = 0; place < Capacity; place++)
        {
            if (shared[place] > 0 && Live[place])
            {
                alike.Add(place);
                tally[Rank(place)]++;
            }
        }

        var least = tally.Length - 1;
        var better = 0;
        while (least > 0 && better + tally[least] < most)
        {
            better += tally[least--];
        }

        var last = new Bits(Capacity);
        alike.Where(place => Rank(place) == least).ToList().ForEach(last.Set);
        return alike.Where(place => Rank(place) > least).Order(Comparer<int>.Create((a, b) => Compare(LedgerOrder.Newest, a, b))).OrderByDescending(Rank)
            .Concat(InOrder(LedgerOrder.Newest, last, tally[least]).Take(most - better));
    }

    private int Enter(LedgerEntry entry)
    {
        var (place, listing) = (entries.Count, entry.Listing);
        ranks.Clear();
        entries.Add(entry);
        nameKeys.Add(Pinyin.GetSortKey(listing.Name).KeyData);
        places[listing.Reference] = place;
        Live.Set(place);
        Count++;
        Tally(entry, 1);
        inName.Add(place, SearchText.OfName(listing, entry.EnglishName));
        everywhere.Add(place, SearchText.Of(entry));
        Techniques.Add(place, entry);
        Samples.Add(place, entry);
        Names.Add(listing);
        foreach (var (facet, column) in facets)
        {
            column.Add(place, [.. entry.Values.Where(v => v.Facet == facet).Select(v => v.Value)]);
        }

        return place;
    }

    private void Tally(LedgerEntry entry, int change)
    {
        var listing = entry.Listing;
        organisations[listing.Organisation] = (listing.OrganisationName, SearchText.Fold(listing.OrganisationName), organisations.GetValueOrDefault(listing.Organisation).Count + change, listing.Uscc, entry.OrganisationEnglishName);
    }

    private int Compare(LedgerOrder order, int a, int b)
    {
        var (first, second) = (this[a], this[b]);
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
