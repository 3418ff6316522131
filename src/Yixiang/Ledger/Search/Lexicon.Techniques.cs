namespace Yixiang.Ledger.Search;

/// <summary>By which techniques an instrument works, read from its name, its class and what is said of it.</summary>
public sealed partial class Lexicon
{
    /// <summary>A class that many techniques share tells too little alone.</summary>
    internal const int MostOfAClass = 3;

    private readonly ILookup<string, int> techniquesOfClass;

    internal IEnumerable<int> TechniquesOfClass(string code) => techniquesOfClass[code];

    /// <summary>What a name says in full; where it says nothing in full, what it says in a part of a technique's name: high speed is not yet a camera.</summary>
    internal IEnumerable<int> TechniquesNamedBy(LedgerEntry entry)
    {
        Sense[] named = [.. SensesIn($"{entry.Listing.Name} {entry.EnglishName}")];
        return (Array.Exists(named, s => s.Weight >= 1) ? named.Where(s => s.Weight >= 1) : named).Select(s => s.Target).Distinct();
    }

    internal IEnumerable<int> TechniquesIn(string text) => SensesIn(text).Select(s => s.Target).Distinct();

    private IEnumerable<Sense> SensesIn(string text) =>
        trie.In(SearchText.Fold(text), w => w.Is(SenseKind.Technique)).SelectMany(w => w.Senses).Where(s => s.Kind == SenseKind.Technique);

    /// <summary>The techniques that are sure enough to be told to a reader: those of the name; else those of the class that the description confirms; else those of a class that has few.</summary>
    internal IReadOnlyList<int> SureTechniquesOf(LedgerEntry entry)
    {
        int[] named = [.. TechniquesNamedBy(entry)];
        if (named.Length > 0)
        {
            return named;
        }

        int[] mentioned = [.. TechniquesIn(entry.Words)];
        int[] classed = [.. TechniquesOfClass(entry.Listing.ClassCode)];
        int[] both = [.. classed.Intersect(mentioned)];
        return both.Length > 0 ? both : classed.Length is > 0 and <= MostOfAClass ? classed : mentioned;
    }
}
