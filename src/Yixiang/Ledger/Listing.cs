using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;
using Yixiang.Province;

namespace Yixiang.Ledger;

/// <summary>What a public list says of one published instrument. Nothing private can be in it: it has no room for it.</summary>
/// <param name="ClassCode">Six digits of the national classification; empty for centres and facilities.</param>
/// <param name="Organisation">Number of the organisation.</param>
/// <param name="FeeBasis">Code of the fee basis: free, cost, market.</param>
/// <param name="PublishedOn">The day on which its batch was published, in the city.</param>
/// <param name="Uscc">Credit code of the organisation, where it is known.</param>
public sealed record Listing(
    string Reference, string Name, string Model, string Manufacturer, string ClassCode, string AreaCode,
    string Organisation, string OrganisationName, ResourceKind Kind, string FeeBasis, Yuan OriginalValue, DateOnly PublishedOn, string? Uscc = null)
{
    /// <summary>The lowest price for users from outside; null where there is none, or only by agreement.</summary>
    public LowestPrice? From { get; init; }

    /// <summary>Where it stands on the provincial platform; null where it does not.</summary>
    public ProvincialStanding? Province { get; init; }
}

/// <summary>A price and what it is for: 50 yuan a sample.</summary>
public sealed record LowestPrice(decimal Yuan, string Unit)
{
    /// <summary>From 50 yuan a sample; or free.</summary>
    public override string ToString() => Yuan == 0 ? Texts.T("ledger.free") : Texts.T("ledger.price-from", Yuan.ToString("#,##0.##"), TariffUnit.Show(Unit));
}

/// <summary>By which a list can be narrowed to what has one of some values.</summary>
public enum Facet
{
    Area,
    Class,
    Organisation,
    Kind,
    FeeBasis,

    /// <summary>With whose money it was bought; several may hold.</summary>
    Funds,

    /// <summary>Own operation, samples taken in, remote …; several may hold.</summary>
    Mode,

    /// <summary>For whom it is open; several may hold.</summary>
    Audience,

    /// <summary>Original value, in bands of <see cref="Bands.Value"/>.</summary>
    Value,

    /// <summary>The lowest external price, in bands of <see cref="Bands.Price"/>.</summary>
    Price,

    /// <summary>Hours offered in a year, in bands of <see cref="Bands.Hours"/>.</summary>
    Hours,

    /// <summary>Whether it stands on the provincial platform (A7, A11): one of <see cref="Platforms"/>.</summary>
    Platform,
}

/// <summary>The values of <see cref="Facet.Platform"/>.</summary>
public static class Platforms
{
    public const string Listed = "listed", NotListed = "not-listed";

    public static readonly IReadOnlyList<string> All = [Listed, NotListed];

    public static string Label(string value) => Texts.T($"ledger.platform-{value}");
}

/// <summary>In which order a list stands; every order ends in the reference, so that pages never overlap.</summary>
public enum LedgerOrder
{
    /// <summary>Hits in the name first where words are asked for, then as <see cref="Newest"/>.</summary>
    Relevance,

    Newest,
    Name,

    /// <summary>Highest original value first.</summary>
    Value,

    Reference,
}

/// <summary>What is asked of the ledger.</summary>
/// <param name="Words">What the reader has in mind, in any words; <see cref="QuestionReader"/> takes them apart.</param>
/// <param name="Filters">The values that are wanted of each facet; one of them is enough. A class code stands for everything below it.</param>
/// <param name="Page">1 for the first.</param>
public sealed record LedgerQuestion(string? Words, IReadOnlyDictionary<Facet, IReadOnlyList<string>> Filters, LedgerOrder Order, int Page, int Size)
{
    public static readonly IReadOnlyDictionary<Facet, IReadOnlyList<string>> NoFilters = new Dictionary<Facet, IReadOnlyList<string>>();

    /// <summary>The filter to one facet.</summary>
    public static IReadOnlyDictionary<Facet, IReadOnlyList<string>> Only(Facet facet, params IReadOnlyList<string> values) => new Dictionary<Facet, IReadOnlyList<string>> { [facet] = values };
}

/// <summary>One page of the answer.</summary>
/// <param name="Counts">For each facet: how many instruments each value would leave, given everything else that is asked. Only where asked for.</param>
public sealed record LedgerAnswer(int Total, IReadOnlyList<Listing> Items, IReadOnlyDictionary<Facet, IReadOnlyDictionary<string, int>> Counts)
{
    /// <summary>How the words were understood.</summary>
    public Understanding Understanding { get; init; } = Understanding.Nothing;

    /// <summary>The English name of each item, empty where it has none; nothing for whole lists.</summary>
    public IReadOnlyList<string> EnglishNames { get; init; } = [];

    /// <summary>What each item is for, in a few words; empty for whole lists.</summary>
    public IReadOnlyList<string> Excerpts { get; init; } = [];
}

/// <summary>Class codes as the tree they are: <c>010400</c> is everything below <c>0104</c>.</summary>
public static class ClassTree
{
    /// <summary>The part of a code that means something: <c>010000</c> → <c>01</c>, <c>010102</c> → <c>010102</c>.</summary>
    public static string Stem(string code)
    {
        var stem = code;
        while (stem.Length > 2 && stem.Length % 2 == 0 && stem.EndsWith("00", StringComparison.Ordinal))
        {
            stem = stem[..^2];
        }

        return stem;
    }

    /// <summary>The stems of a code and of everything above it.</summary>
    public static IEnumerable<string> Stems(string code)
    {
        var stem = Stem(code);
        return Enumerable.Range(1, stem.Length / 2).Select(i => stem[..(2 * i)]);
    }
}
