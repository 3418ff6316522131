using System.Numerics;
using System.Runtime.InteropServices;

namespace Yixiang.Ledger.Search;

/// <summary>A growing set of small numbers, one bit each.</summary>
internal sealed class Bits
{
    private ulong[] words;

    public Bits(int capacity = 0) => words = new ulong[(capacity + 63) / 64];

    private Bits(ulong[] words) => this.words = words;

    public bool this[int number] => number >> 6 < words.Length && (words[number >> 6] >> (number & 63) & 1) != 0;

    public void Set(int number)
    {
        if (number >> 6 >= words.Length)
        {
            Array.Resize(ref words, Math.Max((number >> 6) + 1, words.Length * 5 / 4));
        }

        words[number >> 6] |= 1UL << (number & 63);
    }

    public void Clear(int number)
    {
        if (number >> 6 < words.Length)
        {
            words[number >> 6] &= ~(1UL << (number & 63));
        }
    }

    public Bits Copy() => new([.. words]);

    /// <summary>Keeps only what is in both.</summary>
    public void And(Bits other)
    {
        var shared = Math.Min(words.Length, other.words.Length);
        var mine = Vectors(words, shared);
        var theirs = Vectors(other.words, shared);
        for (var i = 0; i < mine.Length; i++)
        {
            mine[i] &= theirs[i];
        }

        for (var i = mine.Length * Vector<ulong>.Count; i < shared; i++)
        {
            words[i] &= other.words[i];
        }

        words.AsSpan(shared).Clear();
    }

    /// <summary>Takes in what is in the other.</summary>
    public void Or(Bits other)
    {
        if (words.Length < other.words.Length)
        {
            Array.Resize(ref words, other.words.Length);
        }

        var mine = Vectors(words, other.words.Length);
        var theirs = Vectors(other.words, other.words.Length);
        for (var i = 0; i < mine.Length; i++)
        {
            mine[i] |= theirs[i];
        }

        for (var i = mine.Length * Vector<ulong>.Count; i < other.words.Length; i++)
        {
            words[i] |= other.words[i];
        }
    }

    /// <summary>Takes away what is in the other.</summary>
    public void Remove(Bits other)
    {
        for (var i = 0; i < words.Length && i < other.words.Length; i++)
        {
            words[i] &= ~other.words[i];
        }
    }

    public int Count()
    {
        var count = 0;
        foreach (var word in words)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    public int CountShared(Bits other)
    {
        var shared = Math.Min(words.Length, other.words.Length);
        var mine = words.AsSpan(0, shared);
        var theirs = other.words.AsSpan(0, shared);
        var count = 0;
        for (var i = 0; i < mine.Length; i++)
        {
            count += BitOperations.PopCount(mine[i] & theirs[i]);
        }

        return count;
    }

    /// <summary>All numbers at once, rising.</summary>
    public int[] ToArray()
    {
        var numbers = new int[Count()];
        CopyTo(numbers);
        return numbers;
    }

    /// <summary>Writes all numbers, rising, into a room that is large enough.</summary>
    public void CopyTo(Span<int> numbers)
    {
        var at = 0;
        for (var i = 0; i < words.Length; i++)
        {
            for (var word = words[i]; word != 0; word &= word - 1)
            {
                numbers[at++] = (i << 6) + BitOperations.TrailingZeroCount(word);
            }
        }
    }

    /// <summary>Adds so many points to each of these places.</summary>
    public void AddTo(int[] scores, int points)
    {
        for (var i = 0; i < words.Length; i++)
        {
            for (var word = words[i]; word != 0; word &= word - 1)
            {
                scores[(i << 6) + BitOperations.TrailingZeroCount(word)] += points;
            }
        }
    }

    /// <summary>Adds so many points to each place that is in both, and takes it out here.</summary>
    public void MoveTo(int[] scores, int points, Bits other)
    {
        var shared = Math.Min(words.Length, other.words.Length);
        for (var i = 0; i < shared; i++)
        {
            var both = words[i] & other.words[i];
            if (both != 0)
            {
                words[i] ^= both;
                for (; both != 0; both &= both - 1)
                {
                    scores[(i << 6) + BitOperations.TrailingZeroCount(both)] += points;
                }
            }
        }
    }

    public IEnumerable<int> Numbers()
    {
        for (var i = 0; i < words.Length; i++)
        {
            for (var word = words[i]; word != 0; word &= word - 1)
            {
                yield return (i << 6) + BitOperations.TrailingZeroCount(word);
            }
        }
    }

    private static Span<Vector<ulong>> Vectors(ulong[] words, int count) => MemoryMarshal.Cast<ulong, Vector<ulong>>(words.AsSpan(0, count));
}
