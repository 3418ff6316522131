using Yixiang.Kernel;

namespace Yixiang.Ledger.Search;

/// <summary>How one part of a question was met.</summary>
/// <param name="Asked">As typed.</param>
/// <param name="ReadAs">What it was taken for, where that is something else: 扫描电镜 for saomiaodianjing.</param>
/// <param name="Through">The techniques, classes or areas through which instruments were found; empty where the words themselves occur.</param>
public sealed record Matched(string Asked, string? ReadAs, IReadOnlyList<Phrase> Through)
{
    /// <summary>Not a part of the question, but a known question that it resembles.</summary>
    public bool Alike { get; init; }
}

/// <summary>How a question was understood, so that a search explains itself.</summary>
/// <param name="LeftOut">Parts that nothing fulfils together with the rest.</param>
/// <param name="Marks">Texts to point out in what was found.</param>
public sealed record Understanding(IReadOnlyList<Matched> Matched, IReadOnlyList<string> LeftOut, IReadOnlyList<string> Marks)
{
    public static readonly Understanding Nothing = new([], [], []);

    /// <summary>How many fulfil everything that was named, where others that fulfil only a part were found too and stand after them.</summary>
    public int? Fulfilling { get; init; }
}

/// <summary>What a question finds, and how well each hit fits.</summary>
internal sealed class Ranking
{
    private const float InName = 1, InText = 0.45f, Classed = 0.8f, Setting = 0.35f, Loose = 0.6f, Said = 0.4f, NearlyBest = 0.3f, OfTheSample = 0.2f, Mentioned = 0.3f, TradeOfASample = 0.7f;

    /// <summary>From which likeness on a known question is taken for what is meant, and how much it then counts beside the words themselves.</summary>
    private const float Alike = 0.3f, Telling = 0.22f, LikeShare = 0.7f, LikeLeast = 0.3f, LikeGrowth = 1, BesideNames = 0.55f, BesideSettings = 1.2f, BesideWords = 1.15f;

    /// <summary>More points than what fulfils only a part of the question can earn by the rest.</summary>
    private const int WholePoints = 512;

    /// <summary>What it is worth to serve all purposes where none is a name: people put one purpose in several words, so what serves one of them well may come before what serves all of them badly.</summary>
    private const int AllPurposesPoints = 100;

    /// <summary>How many points it is worth that an instrument says what the question says.</summary>
    private const float Worded = 90;

    private const int MostThrough = 4, Few = 10, ShortestName = 3, ShortestOrganisation = 5;

    private readonly Shelf shelf;
    private readonly Lexicon lexicon;
    private readonly List<Met> met = [];
    private readonly Lazy<NearWant> near;
    private Bits? whole;
    private bool named;
    private (Tiers Tiers, float Share)? like;

    public Ranking(Shelf shelf, Lexicon lexicon, string question, IReadOnlyList<Part> parts)
    {
        (this.shelf, this.lexicon) = (shelf, lexicon);
        foreach (var part in parts)
        {
            var tiers = new Met(part, TiersOf(part), Spoken(part));
            if (tiers.All.Count() > 0)
            {
                met.Add(tiers);
            }
            else
            {
                LeftOut.Add(part);
            }
        }

        if (!met.Exists(m => m.Part.IsWant && !IsAside(m.Part)))
        {
            met.ForEach(m => m.KeepBest());
        }

        Found = met.Count == 0 ? new() : Together();
        near = new(() => lexicon.Wants.Of(question));
        if (ShareOfTheKnown(parts) is > 0 and var share)
        {
            Resemble(share);
        }
    }

    public Bits Found { get; private set; }

    public List<Part> LeftOut { get; } = [];

    /// <summary>Writes into each place of a result how well its listing fits.</summary>
    /// <param name="places">The places of the result, as numbers.</param>
    public void Score(Bits result, ReadOnlySpan<int> places, int[] scores)
    {
        foreach (var (part, through, said) in met)
        {
            var share = ShareOf(part);
            through.Score(result, scores, share);
            // Whoever names a technique has said all with it; of a sample or a purpose it tells more that a unit speaks of it itself.
            said.Score(result, scores, part.Words.Count == 0 ? share : share * Said);
        }

        // Whoever speaks of the sample, or is called after it, knows it: such come first among those that measure the same.
        var speaking = shelf.Samples.Of(met.SelectMany(m => m.Part.Words).Where(w => w.Is(SenseKind.Sample)), shelf.Capacity);
        speaking.And(result);
        speaking.AddTo(scores, (int)(Tiers.MostPoints * OfTheSample));

        Within(result)?.AddTo(scores, named ? WholePoints : AllPurposesPoints);

        if (like is var (tiers, much))
        {
            var most = 0;
            foreach (var place in places)
            {
                most = Math.Max(most, scores[place]);
            }

            tiers.Score(result, scores, much * (most > 0 ? most / (float)Tiers.MostPoints : 1));
        }
    }

    /// <summary>How well one of the first hits fits: its points, and how much of the question it says itself.</summary>
    public float Fit(Said said, int points) => points + (Worded * near.Value.Wording.In(said));

    /// <summary>Whether no instrument is named, so that several ways to the same end are wanted.</summary>
    public bool IsOpen => !met.Exists(m => SaysIt(m.Part));

    /// <summary>
    /// How much the known questions may say. Nothing where mostly names are asked for that nobody knows, or where names found what they name; little where names found nothing,
    /// and where only a sample or a trade is named, which many known questions do.
    /// </summary>
    private float ShareOfTheKnown(IReadOnlyList<Part> parts)
    {
        if (parts.Count(p => p.Words.Count == 0 && !p.IsLoose) is var strange && strange > 0 && strange >= parts.Count(p => p.Words.Count > 0))
        {
            return 0;
        }

        if (parts.All(p => p.IsLoose && p.Text.Length == 1))
        {
            return 0;
        }

        return parts.All(p => SaysIt(p) || IsNamed(p)) ? Found.Count() == 0 ? BesideNames : 0 : parts.All(p => p.IsSetting || p.Means(SenseKind.Area)) ? BesideSettings : BesideWords;
    }

    /// <summary>Instruments are called so.</summary>
    private bool IsNamed(Part part) => part.Literals.Any(literal => literal.Length > 1 && shelf.NameHolders(literal)?.Count() > 0);

    /// <summary>A name needs no guess: a technique, a maker, a model, a place, or what had to be read in another way.</summary>
    private static bool SaysIt(Part part) =>
        part.Read || part.Means(SenseKind.Technique) || part.Means(SenseKind.Maker) || part.Means(SenseKind.Class) || part.Means(SenseKind.Area) || (part.Words.Count == 0 && !part.IsLoose);

    /// <summary>Finds too what answers the known questions that this one resembles, within what it names: a place, a maker, an organisation.</summary>
    private void Resemble(float share)
    {
        var want = near.Value;
        if (want.Likeness < Alike)
        {
            return;
        }

        var tiers = new Tiers(shelf.Capacity);
        foreach (var (technique, weight) in want.Techniques.Where(t => t.Weight >= Telling))
        {
            AddTechnique(tiers, technique, weight);
        }

        var within = All([.. met.Where(m => !IsPreferred(m.Part) && !m.Part.IsPurpose && !m.Part.IsSetting && !m.Part.IsLoose)]);
        within.And(tiers.All);
        if (within.Count() > 0)
        {
            like = (tiers, share * LikeShare * Math.Min(1, LikeLeast + ((want.Likeness - Alike) / (1 - Alike) * LikeGrowth)));
            Found.Or(within);
        }
    }

    private float ShareOf(Part part) =>
        part.Words.Count > 0 && part.Words.All(w => w.Senses.All(s => s.Kind == SenseKind.Area)) ? 0
        : !IsPreferred(part) ? 1
        : part.IsSetting ? Setting : Loose;

    public Understanding Explain(Bits result) => new(
        [.. met.Select(m => Explain(m.Part, result)), .. Explain(like is null ? null : near.Value, result)],
        [.. LeftOut.Select(p => p.Text)],
        [.. met.SelectMany(m => m.Part.Literals.Append(m.Part.Text)).Distinct().Where(t => t.Length > 1)])
    {
        Fulfilling = named && Within(result) is { } fulfilling && fulfilling.Count() is var count && count < result.Count() ? count : null,
    };

    /// <summary>What of a result fulfils everything, where something is there that does not have to.</summary>
    private Bits? Within(Bits result)
    {
        var within = whole?.Copy();
        within?.And(result);
        return within;
    }

    /// <summary>What fulfils every demand; where nothing does, demands are dropped, the least telling first; where little does, what fulfils a part comes after it.</summary>
    private Bits Together()
    {
        while (true)
        {
            var demands = met.Where(m => !IsPreferred(m.Part)).ToList();
            var found = All(demands);
            var count = found.Count();
            if (count > 0 || demands.Count <= 1)
            {
                return count < Few ? Widened(found, demands) : found;
            }

            var weakest = demands.OrderBy(d => Weakness(d.Part)).ThenBy(d => d.All.Count()).First();
            LeftOut.Add(weakest.Part);
            met.Remove(weakest);
        }
    }

    /// <summary>Also what serves one of several purposes, and what serves all of them elsewhere or from another maker; what fulfils everything stays before it.</summary>
    private Bits Widened(Bits found, List<Met> demands)
    {
        var purposes = demands.Where(d => d.Part.IsPurpose).ToList();
        if (purposes.Count == 0 || demands.Count < 2)
        {
            return found;
        }

        var some = new Bits(shelf.Capacity);
        purposes.ForEach(p => some.Or(p.All));
        some.And(All([.. demands.Except(purposes)]));
        some.Or(All(purposes));
        whole = found;
        named = !demands.TrueForAll(d => d.Part.Means(SenseKind.Measure) && !d.Part.Means(SenseKind.Technique));
        return some;
    }

    private Bits All(List<Met> demands)
    {
        var found = shelf.Live.Copy();
        demands.ForEach(d => found.And(d.All));
        return found;
    }

    /// <summary>A sample or trade beside a want, and words that the vocabulary does not know beside words that it knows, unless they name an organisation.</summary>
    private bool IsPreferred(Part part) =>
        (part.IsSetting && met.Exists(m => m.Part.IsWant && !IsAside(m.Part))) || (IsAside(part) && met.Exists(m => m.Part.IsPurpose || m.Part.IsSetting));

    private bool IsAside(Part part) => part.IsLoose && !(part.Text.Length >= ShortestName && shelf.NamesAnOrganisation(part.Text));

    private int Weakness(Part part) =>
        part.Words.Count == 0 && part.Text.Length >= ShortestOrganisation && shelf.NamesAnOrganisation(part.Text) ? 5
        : part.Means(SenseKind.Technique) || part.Means(SenseKind.Measure) ? 4 : part.Means(SenseKind.Class) ? 3 : part.Words.Count == 0 ? 0 : part.Means(SenseKind.Area) ? 1 : 2;

    private Tiers TiersOf(Part part)
    {
        var tiers = new Tiers(shelf.Capacity);
        foreach (var sense in part.Words.SelectMany(w => w.Senses))
        {
            switch (sense.Kind)
            {
                case SenseKind.Industry when part.Means(SenseKind.Sample):
                    // Who says 饲料 means the feed, and less everything that those who trade in it use.
                    AddTechnique(tiers, sense.Target, sense.Weight * TradeOfASample);
                    break;
                case SenseKind.Technique or SenseKind.Measure or SenseKind.Sample or SenseKind.Industry:
                    AddTechnique(tiers, sense.Target, sense.Weight);
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

        return tiers;
    }

    private void AddTechnique(Tiers tiers, int technique, float weight)
    {
        tiers.Add(weight, shelf.Techniques.Of(technique, Link.Named));
        tiers.Add(weight * 0.75f, shelf.Techniques.Of(technique, Link.Classed));
        tiers.Add(weight * Mentioned, shelf.Techniques.Of(technique, Link.Mentioned));
    }

    /// <summary>Where the words themselves stand. A place is a place only, not a word.</summary>
    private Tiers Spoken(Part part)
    {
        var tiers = new Tiers(shelf.Capacity);
        foreach (var literal in part.Means(SenseKind.Area) ? [] : part.Literals)
        {
            tiers.Add(InName, shelf.NameHolders(literal));
            tiers.Add(InText, shelf.Holders(literal));
        }

        return tiers;
    }

    /// <summary>Says which known question was taken for the same, and through what it is answered; where the words themselves say what is wanted, they explain enough.</summary>
    private IEnumerable<Matched> Explain(NearWant? near, Bits result) =>
        near is null || met.Exists(m => m.Part.IsPurpose) ? [] : [new(near.Known, null, [.. near.Techniques.Where(t => t.Weight >= Telling && shelf.Techniques.CountOf(t.Technique, result) > 0).Select(t => lexicon.Techniques[t.Technique].Name.Phrase).Take(MostThrough)]) { Alike = true }];

    private Matched Explain(Part part, Bits result) =>
        new(part.Text, part.Read ? string.Join(' ', part.Literals) : null, [.. Through(part, result).Distinct().Take(MostThrough)]);

    private IEnumerable<Phrase> Through(Part part, Bits result)
    {
        var senses = part.Words.SelectMany(w => w.Senses).ToList();
        var techniques = from sense in senses
                         where sense.Kind is SenseKind.Technique or SenseKind.Measure or SenseKind.Sample or SenseKind.Industry
                         let named = shelf.Techniques.CountOf(sense.Target, Link.Named, result)
                         let count = named + shelf.Techniques.CountOf(sense.Target, Link.Classed, result)
                         where count > 0
                         orderby sense.Weight * (named > 0 ? 1 : 0.75f) descending, count descending
                         select lexicon.Techniques[sense.Target].Name.Phrase;
        return techniques.Concat(senses.Where(s => s.Kind == SenseKind.Class).Select(lexicon.NameOfClass)).Concat(senses.Where(s => s.Kind == SenseKind.Area).Select(lexicon.NameOfArea));
    }

    /// <summary>A part of the question that something fulfils: through the vocabulary, or because its words stand there.</summary>
    private sealed record Met(Part Part, Tiers Through, Tiers Said)
    {
        private Bits? all;

        public Bits All => all ??= Union();

        public void KeepBest()
        {
            Through.KeepBest(NearlyBest);
            all = null;
        }

        private Bits Union()
        {
            var union = Through.All.Copy();
            union.Or(Said.All);
            return union;
        }
    }
}
