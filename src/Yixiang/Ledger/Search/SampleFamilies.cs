namespace Yixiang.Ledger.Search;

/// <summary>Which instruments speak of which families of samples: whoever measures coal says 精煤 or 煤样, and a 煤质检验站 says it by its name.</summary>
internal sealed class SampleFamilies(Lexicon lexicon)
{
    private readonly Posting?[] holders = new Posting?[lexicon.Book.Materials.Count];

    /// <summary>Listings are added in rising order.</summary>
    public void Add(int document, LedgerEntry entry)
    {
        foreach (var family in lexicon.FamiliesIn($"{entry.Listing.Name}\n{entry.Words}\n{entry.Listing.OrganisationName}"))
        {
            (holders[family] ??= new()).Add(document);
        }
    }

    /// <summary>What speaks of the families that these words belong to.</summary>
    public Bits Of(IEnumerable<LexiconWord> samples, int capacity)
    {
        var any = new Bits(capacity);
        foreach (var family in samples.SelectMany(s => lexicon.FamiliesOf(s.Text)).Distinct())
        {
            holders[family]?.AddTo(any);
        }

        return any;
    }
}
