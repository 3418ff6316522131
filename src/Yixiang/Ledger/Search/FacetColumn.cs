using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
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

    /// <summary>By combination: the numbers of its values.</summary>
    private readonly List<int[]> combinations = [];
    private readonly Dictionary<string, int> numbers = [];
    private readonly FacetValues values = new();
    private readonly List<Posting> holders = [];

    /// <summary>Listings are added in rising order, without gaps.</summary>
    public void Add(int document, string[] said)
    {
        var key = string.Join('\n', said);
        if (!numbers.TryGetValue(key, out var number))
        {
            numbers.Add(key, number = combinations.Count);
            combinations.Add(Array.ConvertAll(said, values.NumberOf));
            while (holders.Count < values.Count)
            {
                holders.Add(new());
            }
        }

        combinationOf.Add(number);
        foreach (var value in combinations[number])
        {
            holders[value].Add(document);
        }
    }

    public Posting? HoldersOf(string value) => values.Find(value) is { } number ? holders[number] : null;

    /// <summary>How many of a result have each value; values that none has are left out.</summary>
    public FacetCounts CountsIn(Selection result)
    {
        var counts = new int[values.Count];
        if ((long)holders.Count * (combinationOf.Count / 64) < (long)result.Count * WordsPerPlace)
        {
            for (var value = 0; value < counts.Length; value++)
            {
                counts[value] = holders[value].CountIn(result.Bits);
            }
        }
        else
        {
            Count(result.Places, counts);
        }

        return new(values.All, values, counts);
    }

    private void Count(ReadOnlySpan<int> documents, int[] counts)
    {
        var together = new int[combinations.Count];
        var numberOf = CollectionsMarshal.AsSpan(combinationOf);
        foreach (var document in documents)
        {
            together[numberOf[document]]++;
        }

        for (var number = 0; number < together.Length; number++)
        {
            if (together[number] > 0)
            {
                foreach (var value in combinations[number])
                {
                    counts[value] += together[number];
                }
            }
        }
    }
}

/// <summary>The values of one facet, numbered as they came. Answers that were given look into it while it grows: what is there stays as it is.</summary>
internal sealed class FacetValues
{
    private readonly ConcurrentDictionary<string, int> numbers = [];

    /// <summary>At least the first <see cref="Count"/> are there; replaced, not changed, where it becomes too small.</summary>
    private string[] all = [];

    public int Count { get; private set; }

    public string[] All => all;

    public int? Find(string value) => numbers.TryGetValue(value, out var number) ? number : null;

    public int NumberOf(string value)
    {
        if (numbers.TryGetValue(value, out var number))
        {
            return number;
        }

        if (Count == all.Length)
        {
            var larger = new string[Math.Max(16, Count * 2)];
            all.CopyTo(larger, 0);
            all = larger;
        }

        all[Count] = value;
        numbers[value] = Count;
        return Count++;
    }
}

/// <summary>How many of a result have each value of a facet; values that none has are not in it.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "It is named for what it holds; that it can be asked like a dictionary is second.")]
internal sealed class FacetCounts(string[] names, FacetValues values, int[] counts) : IReadOnlyDictionary<string, int>
{
    public int Count { get; } = counts.AsSpan().Length - counts.AsSpan().Count(0);

    public IEnumerable<string> Keys => this.Select(c => c.Key);

    public IEnumerable<int> Values => counts.Where(c => c > 0);

    /// <exception cref="KeyNotFoundException">None of the result has it.</exception>
    public int this[string key] => TryGetValue(key, out var count) ? count : throw new KeyNotFoundException(key);

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, out int value)
    {
        value = values.Find(key) is { } number && number < counts.Length ? counts[number] : 0;
        return value > 0;
    }

    public IEnumerator<KeyValuePair<string, int>> GetEnumerator()
    {
        for (var number = 0; number < counts.Length; number++)
        {
            if (counts[number] > 0)
            {
                yield return new(names[number], counts[number]);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
