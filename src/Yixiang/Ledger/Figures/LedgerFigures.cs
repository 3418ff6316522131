using Yixiang.Kernel;
using Yixiang.Ledger.Search;

namespace Yixiang.Ledger.Figures;

/// <summary>By what the public figures are told apart.</summary>
public enum Grouping
{
    Area,

    /// <summary>By the first, second and third level of the national classification.</summary>
    Class,

    OrganisationKind,

    /// <summary>Half-year in which the batch was published: <c>2026-H1</c>.</summary>
    HalfYear,

    /// <summary>Several may hold, so the parts may add up to more than the whole.</summary>
    Mode,

    FeeBasis,
    Value,

    /// <summary>Hours offered in a year, of those that filed a number.</summary>
    Hours,

    Kind,
    Organisation,
}

/// <summary>What is counted of one group.</summary>
/// <param name="Code">Of the group; a class by its stem (<c>0101</c>).</param>
/// <param name="Organisations">Management units that have at least one instrument in the group.</param>
/// <param name="Hours">Hours offered in a year, of <paramref name="WithHours"/> instruments that filed a number.</param>
public sealed record Figure(string Code, int Instruments, Yuan Value, int Organisations, decimal Hours, int WithHours)
{
    /// <summary>Hours run in a year, as filed.</summary>
    public HoursFiled Run { get; init; }

    /// <summary>Hours served to others in a year, as filed.</summary>
    public HoursFiled Served { get; init; }

    /// <summary>Hours run, of the instruments that filed both kinds and ran at all.</summary>
    public HoursFiled RunOfBoth { get; init; }

    /// <summary>Hours served to others, of the same instruments as <see cref="RunOfBoth"/>.</summary>
    public HoursFiled ServedOfBoth { get; init; }

    /// <summary>共享率: hours served to others as a share of the hours run; null where nothing can be divided.</summary>
    public decimal? ExternalShare => RunOfBoth.Hours > 0 ? ServedOfBoth.Hours / RunOfBoth.Hours : null;
}

/// <summary>Hours in a year, and how many instruments filed them.</summary>
public readonly record struct HoursFiled(decimal Hours, int Instruments)
{
    public HoursFiled Plus(float? hours) => hours is { } filed ? new(Hours + (decimal)filed, Instruments + 1) : this;
}

/// <summary>From where to where the lowest external prices of several instruments reach.</summary>
/// <param name="Unit">样, 小时 …; empty for what is free.</param>
/// <param name="Low">Yuan for one unit.</param>
/// <param name="Count">How many instruments have their lowest price in this unit.</param>
public sealed record PriceSpan(string Unit, decimal Low, decimal High, int Count)
{
    /// <summary>The spans of some instruments, by unit, the most frequent first.</summary>
    public static IReadOnlyList<PriceSpan> Of(IEnumerable<Listing> listings, int most) =>
        [.. listings.Select(l => l.From).OfType<LowestPrice>().GroupBy(p => p.Yuan == 0 ? "" : p.Unit)
            .Select(g => new PriceSpan(g.Key, g.Min(p => p.Yuan), g.Max(p => p.Yuan), g.Count())).OrderByDescending(s => s.Count).ThenBy(s => s.Unit, StringComparer.Ordinal).Take(most)];
}

/// <summary>Everything that the public figures tell of the ledger, in one walk over it.</summary>
public sealed class LedgerFigures
{
    private const int MostUnits = 3;

    private readonly Dictionary<Grouping, Dictionary<string, Tally>> groups = Enum.GetValues<Grouping>().ToDictionary(g => g, _ => new Dictionary<string, Tally>());
    private readonly Tally whole = new();
    private readonly Dictionary<string, List<Listing>> byFee = [];

    private LedgerFigures()
    {
    }

    public Figure Whole => whole.ToFigure("");

    public int Areas => groups[Grouping.Area].Count;

    /// <summary>Lowest external prices, by fee basis.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PriceSpan>> Prices { get; private set; } = new Dictionary<string, IReadOnlyList<PriceSpan>>();

    public static LedgerFigures Of(IEnumerable<LedgerEntry> entries)
    {
        var figures = new LedgerFigures();
        foreach (var entry in entries)
        {
            figures.Add(entry);
        }

        figures.Prices = figures.byFee.ToDictionary(f => f.Key, f => PriceSpan.Of(f.Value, MostUnits));
        figures.byFee.Clear();
        return figures;
    }

    /// <summary>The groups, the largest first; half-years and bands in their own order.</summary>
    public IReadOnlyList<Figure> By(Grouping grouping)
    {
        var all = groups[grouping].Select(g => g.Value.ToFigure(g.Key));
        return grouping switch
        {
            Grouping.HalfYear => [.. all.OrderBy(f => f.Code, StringComparer.Ordinal)],
            Grouping.Value or Grouping.Hours => [.. all.OrderBy(f => int.Parse(f.Code[..f.Code.IndexOf('-', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture))],
            Grouping.Class => [.. Largest(all.Where(f => f.Code.Length == 2))],
            Grouping.Area or Grouping.OrganisationKind or Grouping.Mode or Grouping.FeeBasis or Grouping.Kind or Grouping.Organisation => [.. Largest(all)],
        };
    }

    /// <summary>One group; zero where nothing is in it.</summary>
    /// <param name="code">A class by its code or its stem.</param>
    public Figure Of(Grouping grouping, string code) =>
        groups[grouping].GetValueOrDefault(grouping == Grouping.Class ? ClassTree.Stem(code) : code)?.ToFigure(code) ?? new(code, 0, Yuan.Zero, 0, 0, 0);

    /// <summary>The half-year of a day: <c>2026-H1</c>.</summary>
    public static string HalfYear(DateOnly day) => $"{day.Year}-H{(day.Month + 5) / 6}";

    private static IEnumerable<Figure> Largest(IEnumerable<Figure> all) => all.OrderByDescending(f => f.Instruments).ThenBy(f => f.Code, StringComparer.Ordinal);

    private static IEnumerable<string> CodesOf(LedgerEntry entry, Grouping grouping) => grouping switch
    {
        Grouping.Area => [entry.Listing.AreaCode],
        Grouping.Class => entry.Listing.ClassCode == "" ? [] : ClassTree.Stems(entry.Listing.ClassCode),
        Grouping.OrganisationKind => [entry.OrganisationKind.ToString()],
        Grouping.HalfYear => [HalfYear(entry.Listing.PublishedOn)],
        Grouping.Mode => entry.ValuesOf(Facet.Mode),
        Grouping.FeeBasis => entry.Listing.FeeBasis == "" ? [] : [entry.Listing.FeeBasis],
        Grouping.Value => entry.ValuesOf(Facet.Value),
        Grouping.Hours => entry.ValuesOf(Facet.Hours),
        Grouping.Kind => [entry.Listing.Kind.ToString()],
        Grouping.Organisation => [entry.Listing.Organisation],
    };

    private void Add(LedgerEntry entry)
    {
        whole.Add(entry);
        foreach (var (grouping, tallies) in groups)
        {
            foreach (var code in CodesOf(entry, grouping))
            {
                (tallies.TryGetValue(code, out var tally) ? tally : tallies[code] = new()).Add(entry);
            }
        }

        (byFee.TryGetValue(entry.Listing.FeeBasis, out var listings) ? listings : byFee[entry.Listing.FeeBasis] = []).Add(entry.Listing);
    }

    private sealed class Tally
    {
        private readonly HashSet<string> organisations = [];
        private int instruments, withHours;
        private decimal hours;
        private Yuan value = Yuan.Zero;
        private HoursFiled run, served, runOfBoth, servedOfBoth;

        public void Add(LedgerEntry entry)
        {
            instruments++;
            value += entry.Listing.OriginalValue;
            organisations.Add(entry.Listing.Organisation);
            withHours += entry.OfferedHours is null ? 0 : 1;
            hours += entry.OfferedHours ?? 0;
            (run, served) = (run.Plus(entry.RunHours), served.Plus(entry.ServiceHours));
            if (entry.RunHours > 0 && entry.ServiceHours is not null)
            {
                (runOfBoth, servedOfBoth) = (runOfBoth.Plus(entry.RunHours), servedOfBoth.Plus(entry.ServiceHours));
            }
        }

        public Figure ToFigure(string code) => new(code, instruments, value, organisations.Count, hours, withHours) { Run = run, Served = served, RunOfBoth = runOfBoth, ServedOfBoth = servedOfBoth };
    }
}
