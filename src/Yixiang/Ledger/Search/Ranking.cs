using Yixiang.Kernel;

namespace Yixiang.Ledger.Search;

/// <summary>How one part of a question was met.</summary>
/// <param name="Asked">As typed.</param>
/// <param name="ReadAs">What it was taken for, where that is something else: 扫描电镜 for saomiaodianjing.</param>
/// <param name="Through">The techniques, classes or areas through which instruments were found; empty where the words themselves occur.</param>
public sealed record Matched(string Asked, string? ReadAs, IReadOnlyList<Phrase> Through);

/// <summary>How a question was understood, so that a search explains itself.</summary>
/// <param name="LeftOut">Parts that nothing fulfils together with the rest.</param>
/// <param name="Marks">Texts to point out in what was found.</param>
public sealed record Understanding(IReadOnlyList<Matched> Matched, IReadOnlyList<string> LeftOut, IReadOnlyList<string> Marks)
{
    public static readonly Understanding Nothing = new([], [], []);
}

/// <summary>What a question finds, and how well each hit fits.</summary>
internal sealed class Ranking
{
    private const float InName = 1, InText = 0.45f, Classed = 0.8f, Preference = 0.35f;
    private const int MostThrough = 4;

    private readonly Shelf shelf;
    private readonly Lexicon lexicon;
    private readonly List<(Part Part, Tiers Tiers)> met = [];

    public Ranking(Shelf shelf, Lexicon lexicon, IReadOnlyList<Part> parts)
    {
        (this.shelf, this.lexicon) = (shelf, lexicon);
        var all = parts.Select(p => (Part: p, Tiers: TiersOf(p))).ToList();
        LeftOut = [.. all.Where(p => p.Tiers.IsEmpty).Select(p => p.Part)];
        met = [.. all.Where(p => !p.Tiers.IsEmpty)];
        Found = met.Count == 0 ? new() : Together();
    }

    public Bits Found { get; private set; }

    public List<Part> LeftOut { get; }

    /// <summary>Writes into each place of a result how well its listing fits.</summary>
    public void Score(Bits result, int[] scores)
    {
        foreach (var (part, tiers) in met.Where(m => !(m.Part.Words.Count > 0 && m.Part.Words.All(w => w.Senses.All(s => s.Kind == SenseKind.Area)))))
        {
            tiers.Score(result, scores, IsPreferred(part) ? Preference : 1);
        }
    }

    public Understanding Explain(Bits result) => new(
        [.. met.Select(m => Explain(m.Part, result))],
        [.. LeftOut.Select(p => p.Text)],
        [.. met.SelectMany(m => m.Part.Literals.Append(m.Part.Text)).Distinct().Where(t => t.Length > 1)]);

    /// <summary>What fulfils every demand; where nothing does, demands are dropped, the least telling first.</summary>
    private Bits Together()
    {
        while (true)
        {
            var demands = met.Where(m => !IsPreferred(m.Part)).ToList();
            var found = shelf.Live.Copy();
            demands.ForEach(d => found.And(d.Tiers.All));
            if (demands.Count <= 1 || found.Count() > 0)
            {
                return found;
            }

            var weakest = demands.OrderBy(d => Weakness(d.Part)).ThenBy(d => d.Tiers.All.Count()).First();
            LeftOut.Add(weakest.Part);
            met.Remove(weakest);
        }
    }

    private bool IsPreferred(Part part) => part.IsPreference && met.Exists(m => m.Part.IsWant);

    private static int Weakness(Part part) =>
        part.Means(SenseKind.Technique) || part.Means(SenseKind.Measure) ? 4 : part.Means(SenseKind.Class) ? 3 : part.Words.Count == 0 ? 0 : part.Means(SenseKind.Area) ? 1 : 2;

    private Tiers TiersOf(Part part)
    {
        var tiers = new Tiers(shelf.Capacity);
        foreach (var sense in part.Words.SelectMany(w => w.Senses))
        {
            switch (sense.Kind)
            {
                case SenseKind.Technique or SenseKind.Measure or SenseKind.Sample or SenseKind.Industry:
                    tiers.Add(sense.Weight, shelf.Techniques.Of(sense.Target, Link.Named));
                    tiers.Add(sense.Weight * 0.75f, shelf.Techniques.Of(sense.Target, Link.Classed));
                    tiers.Add(sense.Weight * 0.4f, shelf.Techniques.Of(sense.Target, Link.Mentioned));
                    break;
                case SenseKind.Class:
                    tiers.Add(Classed * sense.Weight, shelf.Holders(Facet.Class, lexicon.ClassOf(sense)));
                    break;
                case SenseKind.Area:
                    tiers.Add(1, shelf.Holders(Facet.Area, lexicon.AreaOf(sense)));
                    break;
                case SenseKind.Maker:
                    lexicon.Book.Makers[sense.Target].Names.Select(SearchText.Fold).ToList().ForEach(name => tiers.Add(1, shelf.Holders(name)));
                    break;
                case SenseKind.Filler:
                    break;
            }
        }

        if (!part.Means(SenseKind.Area))
        {
            foreach (var literal in part.Literals)
            {
                tiers.Add(InName, shelf.NameHolders(literal));
                tiers.Add(InText, shelf.Holders(literal));
            }
        }

        return tiers;
    }

    private Matched Explain(Part part, Bits result) =>
        new(part.Text, part.Read ? string.Join(' ', part.Literals) : null, [.. Through(part, result).Distinct().Take(MostThrough)]);

    private IEnumerable<Phrase> Through(Part part, Bits result)
    {
        var senses = part.Words.SelectMany(w => w.Senses).ToList();
        var techniques = from sense in senses
                         where sense.Kind is SenseKind.Technique or SenseKind.Measure or SenseKind.Sample or SenseKind.Industry
                         let named = shelf.Techniques.Of(sense.Target, Link.Named)?.CountIn(result) ?? 0
                         let classed = shelf.Techniques.Of(sense.Target, Link.Classed)?.CountIn(result) ?? 0
                         where named + classed > 0
                         orderby sense.Weight * (named > 0 ? 1 : 0.75f) descending, named + classed descending
                         select lexicon.Techniques[sense.Target].Name.Phrase;
        return techniques.Concat(senses.Where(s => s.Kind == SenseKind.Class).Select(lexicon.NameOfClass)).Concat(senses.Where(s => s.Kind == SenseKind.Area).Select(lexicon.NameOfArea));
    }
}
