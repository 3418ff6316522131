namespace Yixiang.Ledger.Search;

/// <summary>By which techniques an instrument works, read from its name, its class and what is said of it.</summary>
public sealed partial class Lexicon
{
    /// <summary>A class that many techniques share tells too little alone.</summary>
    private const int MostOfAClass = 3;

    private readonly ILookup<string, int> techniquesOfClass;

    internal IEnumerable<int> TechniquesOfClass(string code) => techniquesOfClass[code];

    internal IEnumerable<int> TechniquesNamedBy(LedgerEntry entry) => TechniquesIn($"{entry.Listing.Name} {entry.EnglishName}");

    internal IEnumerable<int> TechniquesIn(string text) =>
        trie.In(SearchText.Fold(text), w => w.Is(SenseKind.Technique)).SelectMany(w => w.Senses).Where(s => s.Kind == SenseKind.Technique).Select(s => s.Target).Distinct();

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
