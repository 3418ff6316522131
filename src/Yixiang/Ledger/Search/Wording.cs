using System.Runtime.InteropServices;

namespace Yixiang.Ledger.Search;

/// <summary>What a question and the known questions that it resembles are worded like, so that of instruments that do the same the one that says the same comes first.</summary>
/// <remarks>Characters, pairs of characters and words, each once; the rarer in known questions, the more it tells (<see cref="NearWants"/>).</remarks>
internal sealed class Wording
{
    private readonly Dictionary<int, float> characters = [];
    private readonly Dictionary<string, float> words = [];

    /// <summary>Adds something of which a question consists: one character, two, or a word of letters.</summary>
    public void Add(string feature, float weight)
    {
        if (feature.Length <= 2)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(characters, feature.Length == 1 ? feature[0] : Pair(feature[0], feature[1]), out _) += weight;
        }
        else
        {
            CollectionsMarshal.GetValueRefOrAddDefault(words, feature, out _) += weight;
        }
    }

    /// <summary>How much of it an instrument says in its name, by whose it is, and at the beginning of what is said of it: 0 for nothing.</summary>
    /// <param name="said">From <see cref="SaidBy"/>.</param>
    public float In(IReadOnlyList<string> said)
    {
        var sum = 0f;
        HashSet<int> heard = [];
        foreach (var chunk in said)
        {
            for (var at = 0; at < chunk.Length; at++)
            {
                if (Han.Is(chunk[at]))
                {
                    sum += Once(chunk[at]);
                    sum += at + 1 < chunk.Length && Han.Is(chunk[at + 1]) ? Once(Pair(chunk[at], chunk[at + 1])) : 0;
                }
            }

            sum += words.Count == 0 ? 0 : NearWants.Words(chunk).Distinct().Sum(word => words.GetValueOrDefault(word));
        }

        return sum;

        float Once(int key) => characters.TryGetValue(key, out var weight) && heard.Add(key) ? weight : 0;
    }

    /// <summary>What is compared with a wording: the same for every question, so that it is worth keeping.</summary>
    public static string[] SaidBy(LedgerEntry entry) => [.. SearchText.Chunks($"{entry.Listing.Name} {entry.Listing.OrganisationName} {entry.Words}")];

    private static int Pair(char first, char second) => (first << 16) | second;
}
