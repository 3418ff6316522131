using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Yixiang.Ledger.Search;

/// <summary>Which documents hold a text: pairs of neighbouring characters find the candidates, the text itself decides.</summary>
/// <remarks>
/// A term that very many documents might hold is costly to decide; such terms are few and asked again and again, so their outcome is kept, and kept
/// up to date with each document that is added.
/// </remarks>
internal sealed class WordPostings
{
    private const int Costly = 500;
    private const int MostKept = 300;

    private readonly Dictionary<int, Posting> postings = [];
    private readonly List<string> texts = [];
    private readonly ConcurrentDictionary<string, Bits> decided = [];

    public void Add(int document, string folded)
    {
        texts.Add(folded);
        foreach (var key in SearchText.Keys(folded))
        {
            ref var posting = ref CollectionsMarshal.GetValueRefOrAddDefault(postings, key, out _);
            (posting ??= new()).Add(document);
        }

        foreach (var (term, holders) in decided)
        {
            if (SearchText.Occurs(folded, term))
            {
                holders.Set(document);
            }
        }
    }

    /// <summary>The documents that hold the term; null where none does. To be read only.</summary>
    public Bits? Holders(string term)
    {
        if (decided.TryGetValue(term, out var holders))
        {
            return holders;
        }

        return Candidates(term) is not { } candidates ? null
            : term.Length <= 2 && !char.IsAsciiLetterOrDigit(term[0]) ? candidates[0].ToBits(texts.Count)
            : Decide(term, candidates);
    }

    public bool Holds(string term) => Holders(term) is { } holders && holders.Count() > 0;

    /// <returns>The postings of all pairs, rarest first; null when one of them occurs nowhere.</returns>
    private Posting[]? Candidates(string term)
    {
        int[] keys = [.. SearchText.Keys(term).Distinct()];
        int[] pairs = [.. keys.Where(k => k is < 0 or > char.MaxValue)];
        pairs = pairs.Length > 0 ? pairs : keys;
        var found = new Posting[pairs.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            if (!postings.TryGetValue(pairs[i], out var posting))
            {
                return null;
            }

            found[i] = posting;
        }

        Array.Sort(found, (a, b) => a.Count.CompareTo(b.Count));
        return found;
    }

    /// <summary>All pairs of a term may occur without the term itself, so the candidates are looked at.</summary>
    private Bits Decide(string term, Posting[] candidates)
    {
        var holders = candidates[0].ToBits(texts.Count);
        foreach (var other in candidates.Skip(1))
        {
            other.Narrow(ref holders, texts.Count);
        }

        var looked = 0;
        foreach (var document in holders.Numbers())
        {
            looked++;
            if (!SearchText.Occurs(texts[document], term))
            {
                holders.Clear(document);
            }
        }

        if (looked > Costly)
        {
            Keep(term, holders);
        }

        return holders;
    }

    private void Keep(string term, Bits holders)
    {
        if (decided.Count >= MostKept)
        {
            decided.Clear();
        }

        decided[term] = holders;
    }
}
