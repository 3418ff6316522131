using System.Runtime.InteropServices;

namespace Yixiang.Ledger.Search;

/// <summary>Words, found where they stand in a text. Latin words are found whole only.</summary>
internal sealed class WordTrie
{
    private readonly Node root = new();

    public void Add(LexiconWord word, string? spelling = null)
    {
        var node = root;
        foreach (var character in spelling ?? word.Text)
        {
            ref var next = ref CollectionsMarshal.GetValueRefOrAddDefault(node.Next ??= [], character, out _);
            node = next ??= new();
        }

        node.Word ??= word;
    }

    /// <summary>The words that begin at a place, shortest first.</summary>
    public IEnumerable<(int Length, LexiconWord Word)> At(string text, int start)
    {
        if (start > 0 && SearchText.IsSameRun(text[start - 1], text[start]))
        {
            yield break;
        }

        var node = root;
        for (var i = start; i < text.Length && node.Next is not null && node.Next.TryGetValue(text[i], out node); i++)
        {
            if (node.Word is { } word && (i + 1 == text.Length || !SearchText.IsSameRun(text[i], text[i + 1])))
            {
                yield return (i + 1 - start, word);
            }
        }
    }

    /// <summary>The longest words that stand in a text one after the other, without overlap.</summary>
    public IEnumerable<LexiconWord> In(string text, Predicate<LexiconWord> wanted)
    {
        for (var i = 0; i < text.Length;)
        {
            var longest = (Length: 1, Word: (LexiconWord?)null);
            foreach (var found in At(text, i))
            {
                longest = wanted(found.Word) ? found : longest;
            }

            if (longest.Word is { } word)
            {
                yield return word;
            }

            i += longest.Length;
        }
    }

    private sealed class Node
    {
        public Dictionary<char, Node>? Next { get; set; }
        public LexiconWord? Word { get; set; }
    }
}
