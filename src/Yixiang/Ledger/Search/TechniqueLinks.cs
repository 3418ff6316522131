using System.Runtime.InteropServices;

namespace Yixiang.Ledger.Search;

/// <summary>How surely an instrument works by a technique.</summary>
internal enum Link
{
    /// <summary>Its name says so.</summary>
    Named,

    /// <summary>It is filed in a class of such instruments, and its name says nothing.</summary>
    Classed,

    /// <summary>What is said of it mentions the technique, or its class is shared by many techniques and its name says nothing.</summary>
    Mentioned,
}

/// <summary>Which instruments work by which techniques, found out from their names, classes and descriptions.</summary>
internal sealed class TechniqueLinks
{
    private readonly Lexicon lexicon;
    private readonly Posting?[,] postings;
    private readonly Dictionary<string, int[]> named = [];
    private readonly List<int[]> ofDocument = [];

    public TechniqueLinks(Lexicon lexicon)
    {
        this.lexicon = lexicon;
        postings = new Posting?[lexicon.Techniques.Count, Enum.GetValues<Link>().Length];
    }

    public Posting? Of(int technique, Link link) => postings[technique, (int)link];

    /// <summary>By which techniques an instrument works, by its name or class. To be read only.</summary>
    public int[] Of(int document) => ofDocument[document];

    /// <summary>How many of some instruments work by a technique, by name or class.</summary>
    public int CountOf(int technique, Bits within) => CountOf(technique, Link.Named, within) + CountOf(technique, Link.Classed, within);

    /// <summary>How many of some instruments are linked so to a technique.</summary>
    public int CountOf(int technique, Link link, Bits within) => Of(technique, link)?.CountIn(within) ?? 0;

    /// <summary>Listings are added in rising order.</summary>
    public void Add(int document, LedgerEntry entry)
    {
        var own = NamedBy(entry);
        int[] classed = own.Length > 0 ? [] : [.. lexicon.TechniquesOfClass(entry.Listing.ClassCode)];
        var tells = classed.Length <= Lexicon.MostOfAClass;
        ofDocument.Add(own.Length > 0 ? own : tells ? classed : []);
        Add(document, Link.Named, own);
        Add(document, Link.Classed, tells ? classed : []);
        Add(document, Link.Mentioned, lexicon.TechniquesIn(entry.Words).Union(tells ? [] : classed).Except(own));
    }

    private void Add(int document, Link link, IEnumerable<int> techniques)
    {
        foreach (var technique in techniques)
        {
            (postings[technique, (int)link] ??= new()).Add(document);
        }
    }

    /// <summary>Many instruments have the same name, so what a name says is found out once.</summary>
    private int[] NamedBy(LedgerEntry entry)
    {
        ref var techniques = ref CollectionsMarshal.GetValueRefOrAddDefault(named, $"{entry.Listing.Name}\n{entry.EnglishName}", out var known);
        return known ? techniques! : techniques = [.. lexicon.TechniquesNamedBy(entry)];
    }
}
