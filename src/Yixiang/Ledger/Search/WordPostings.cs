using System.Runtime.InteropServices;

namespace Yixiang.Ledger.Search;

/// <summary>Which documents hold a text: pairs of neighbouring characters find the candidates, the text itself decides.</summary>
internal sealed class WordPostings
{
    private readonly Dictionary<int, Posting> postings = [];
    private readonly List<string> texts = [];

    public void Add(int document, string folded)
    {
        texts.Add(folded);
        foreach (var key in SearchText.Keys(folded))
        {
            ref var posting = ref CollectionsMarshal.GetValueRefOrAddDefault(postings, key, out _);
            (posting ??= new()).Add(document);
        }
    }

    /// <summary>Keeps the documents that hold the term.</summary>
    public void Narrow(ref Bits result, string term)
    {
        foreach (var key in Pairs(term))
        {
            if (!postings.TryGetValue(key, out var posting))
            {
                result = new();
                return;
            }

            posting.Narrow(ref result, texts.Count);
        }

        if (term.Length > 2)
        {
            DropFalse(result, term);
        }
    }

    /// <summary>All pairs of a term may occur without the term itself.</summary>
    private void DropFalse(Bits result, string term)
    {
        foreach (var document in result.Numbers())
        {
            if (!texts[document].Contains(term, StringComparison.Ordinal))
            {
                result.Clear(document);
            }
        }
    }

    private static IEnumerable<int> Pairs(string term) =>
        term.Length == 1 ? [term[0]] : Enumerable.Range(0, term.Length - 1).Select(i => (term[i] << 16) | term[i + 1]).Distinct();
}
