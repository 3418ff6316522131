using System.Runtime.InteropServices;

namespace Yixiang.Ledger.Search;

/// <summary>What a question and the known questions that it resembles are worded like, so that of instruments that do the same the one that says the same comes first.</summary>
/// <remarks>Characters, pairs of characters and words, each once; the rarer in known questions, the more it tells (<see cref="NearWants"/>).</remarks>
internal sealed class Wording
{
    private readonly Dictionary<int, float> characters = [];
    private readonly Dictionary<string, float> words = [];

    /// <summary>One bit for each of 4,096 kinds of characters and pairs: clear where none of the kind is asked for.</summary>
    private readonly ulong[] asked = new ulong[64];

    /// <summary>Adds something of which a question consists: one character, two, or a word of letters.</summary>
    public void Add(string feature, float weight)
    {
        if (feature.Length <= 2)
        {
            var key = feature.Length == 1 ? feature[0] : Pair(feature[0], feature[1]);
            asked[Bit(key) >> 6] |= 1UL << (Bit(key) & 63);
            CollectionsMarshal.GetValueRefOrAddDefault(characters, key, out _) += weight;
        }
        else
        {
            CollectionsMarshal.GetValueRefOrAddDefault(words, feature, out _) += weight;
        }
    }

    /// <summary>How much of it an instrument says in its name, by whose it is, and at the beginning of what is said of it: 0 for nothing.</summary>
    public float In(Said said)
    {
        var sum = 0f;
        foreach (var key in said.Characters)
        {
            // Most of what instruments say is not asked for: one bit tells so before anything is looked up.
            if ((asked[Bit(key) >> 6] & (1UL << (Bit(key) & 63))) != 0)
            {
                sum += characters.GetValueOrDefault(key);
            }
        }

        if (words.Count > 0)
        {
            foreach (var word in said.Words)
            {
                sum += words.GetValueOrDefault(word);
            }
        }

        return sum;
    }

    private static int Bit(int key) => (int)((uint)key * 0x9E3779B1u >> 20);

    internal static int Pair(char first, char second) => (first << 16) | second;
}

/// <summary>What an instrument says, as a <see cref="Wording"/> hears it: the same for every question, so that it is worth keeping.</summary>
/// <param name="Characters">Characters and pairs of them, each once.</param>
/// <param name="Words">Words of letters, as features.</param>
internal sealed record Said(int[] Characters, string[] Words)
{
    public static Said By(LedgerEntry entry)
    {
        List<int> characters = [];
        List<string> words = [];
        foreach (var chunk in SearchText.Chunks($"{entry.Listing.Name} {entry.Listing.OrganisationName} {entry.Words}"))
        {
            for (var at = 0; at < chunk.Length; at++)
            {
                if (Han.Is(chunk[at]))
                {
                    characters.Add(chunk[at]);
                    if (at + 1 < chunk.Length && Han.Is(chunk[at + 1]))
                    {
                        characters.Add(Wording.Pair(chunk[at], chunk[at + 1]));
                    }
                }
            }

            words.AddRange(NearWants.Words(chunk).Distinct());
        }

        return new([.. characters.Distinct()], [.. words]);
    }
}
