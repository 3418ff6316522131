using System.Runtime.InteropServices;

namespace Yixiang.Ledger.Search;

/// <summary>One facet of all listings: which listings have a value, and of any result how many have each.</summary>
/// <remarks>
/// Counting is what costs in a search with facets. Of a large result the holders of each value are laid over it, sixty-four at a time, where the facet has few
/// values; otherwise each listing points at its combination of values, and combinations are counted.
/// </remarks>
internal sealed class FacetColumn
{
    /// <summary>So many times sixty-four places are laid over one another while one place is looked up.</summary>
    private const int WordsPerPlace = 3;

    private readonly List<int> combinationOf = [];
    private readonly List<string[]> combinations = [];
    private readonly Dictionary<string, int> numbers = [];
    private readonly Dictionary<string, Posting> holders = [];

    /// <summary>Listings are added in rising order, without gaps.</summary>
    public void Add(int document, string[] values)
    {
        var key = string.Join('\n', values);
        if (!numbers.TryGetValue(key, out var number))
        {
            numbers.Add(key, number = combinations.Count);
            combinations.Add(values);
        }

        combinationOf.Add(number);
        foreach (var value in combinations[number])
        {
            ref var posting = ref CollectionsMarshal.GetValueRefOrAddDefault(holders, value, out _);
            (posting ??= new()).Add(document);
        }
    }

    public Posting? HoldersOf(string value) => holders.GetValueOrDefault(value);

    /// <summary>How many of a result have each value; values that none has are left out.</summary>
    public Dictionary<string, int> CountsIn(Selection result) => (long)holders.Count * (combinationOf.Count / 64) < result.Count * WordsPerPlace ? CountsOver(result.Bits) : CountsOf(result.Places);

    private Dictionary<string, int> CountsOver(Bits result)
    {
        Dictionary<string, int> byValue = [];
        foreach (var (value, posting) in holders)
        {
            if (posting.CountIn(result) is > 0 and var count)
            {
                byValue.Add(value, count);
            }
        }

        return byValue;
    }

    private Dictionary<string, int> CountsOf(ReadOnlySpan<int> documents)
    {
        var counts = new int[combinations.Count];
        var numberOf = CollectionsMarshal.AsSpan(combinationOf);
        foreach (var document in documents)
        {
            counts[numberOf[document]]++;
        }

        Dictionary<string, int> byValue = [];
        for (var number = 0; number < counts.Length; number++)
        {
            foreach (var value in counts[number] > 0 ? combinations[number] : [])
            {
                CollectionsMarshal.GetValueRefOrAddDefault(byValue, value, out _) += counts[number];
            }
        }

        return byValue;
    }
}
