using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Ledger;

/// <summary>What a reader asks of the public list, as the address says it: <c>?q=质谱&amp;area=140702&amp;page=2</c>. The same for pages, exports and the API.</summary>
/// <param name="AsOf">A day in the past; null for now.</param>
/// <param name="Problems">What in the address is not understood, by parameter; the API refuses it, a page says so and leaves it out.</param>
public sealed record LedgerAddress(LedgerQuestion Question, DateOnly? AsOf, IReadOnlyList<FieldProblem> Problems)
{
    /// <summary>The facets by their names in the address, in the order in which they are shown.</summary>
    public static readonly IReadOnlyDictionary<string, Facet> Facets = new Dictionary<string, Facet>
    {
        ["class"] = Facet.Class,
        ["area"] = Facet.Area,
        ["mode"] = Facet.Mode,
        ["price"] = Facet.Price,
        ["fee"] = Facet.FeeBasis,
        ["organisation"] = Facet.Organisation,
        ["audience"] = Facet.Audience,
        ["hours"] = Facet.Hours,
        ["kind"] = Facet.Kind,
        ["value"] = Facet.Value,
        ["funds"] = Facet.Funds,
        ["platform"] = Facet.Platform,
    };

    /// <summary>The parameters of the list; anything else is a slip of the caller.</summary>
    public static readonly IReadOnlyList<string> Parameters = [.. Facets.Keys, "q", "sort", "page", "size", "asOf"];

    /// <summary>So many values of one facet can be chosen at once.</summary>
    public const int MostValues = 20;

    /// <summary>What is chosen of a facet; nothing where it does not matter.</summary>
    public IReadOnlyList<string> Values(Facet facet) => Question.Filters.GetValueOrDefault(facet) ?? [];

    /// <summary>The address of the same list, with another page, order or format.</summary>
    public QueryBuilder With(params (string Name, string? Value)[] other) => With([.. other.Select(o => (o.Name, (IReadOnlyList<string>)(string.IsNullOrEmpty(o.Value) ? [] : [o.Value])))]);

    /// <summary>The address of the first page of the list with one facet chosen otherwise.</summary>
    public QueryBuilder With(string name, IReadOnlyList<string> values) => With([(name, values), ("page", [])]);

    private QueryBuilder With(IEnumerable<(string Name, IReadOnlyList<string> Values)> other)
    {
        var all = new Dictionary<string, IReadOnlyList<string>> { ["q"] = Question.Words is { } words ? [words] : [] };
        foreach (var (name, facet) in Facets)
        {
            all[name] = Values(facet);
        }

        all["sort"] = Question.Order == LedgerOrder.Relevance ? [] : [Name(Question.Order)];
        all["asOf"] = AsOf is { } day ? [CityTime.Show(day)] : [];
        foreach (var (name, values) in other)
        {
            all[name] = values;
        }

        return new(all.SelectMany(a => a.Value, (a, value) => KeyValuePair.Create(a.Key, value)));
    }

    public static string Name(LedgerOrder order) => order.ToString().ToLowerInvariant();

    /// <summary>Reads an address.</summary>
    /// <param name="today">A day after it has no ledger yet.</param>
    public static LedgerAddress Read(IQueryCollection query, CodeTables tables, CityPack pack, DateOnly today)
    {
        List<FieldProblem> problems = [];
        Dictionary<Facet, IReadOnlyList<string>> filters = [];
        foreach (var (name, facet) in Facets)
        {
            // In one order, so that the same choice is the same address.
            string[] asked = [.. query[name].Select(v => v?.Trim() ?? "").Where(v => v != "").Distinct().Order(StringComparer.Ordinal)];
            var read = asked.ToLookup(v => IsKnown(facet, v, tables, pack));
            problems.AddRange(read[false].Take(MostValues).Select(v => new FieldProblem(name, "unknown-code", Short(v))));
            if (read[true].Count() > MostValues)
            {
                problems.Add(new(name, "too-many-values", MostValues));
            }

            if (read.Contains(true))
            {
                filters[facet] = [.. read[true].Take(MostValues)];
            }
        }

        var order = Order(query["sort"].ToString(), problems);
        var page = Number(query, "page", 1, 1_000_000, 1, problems);
        var size = Number(query, "size", 1, Paging.MostSize, Paging.DefaultSize, problems);
        var day = Day(query["asOf"].ToString(), today, problems);
        return new(new(Words(query["q"].ToString(), problems), filters, order, page, size), day, problems);
    }

    /// <summary>The day that a file is asked for; null for now.</summary>
    /// <exception cref="RefusedException">It is no day, or one to come: a file of another day than was asked for would be taken for it.</exception>
    public static DateOnly? DemandDay(HttpRequest request, TimeProvider clock)
    {
        List<FieldProblem> problems = [];
        var day = Day(request.Query["asOf"].ToString(), clock.Today(), problems);
        Demand(problems);
        return day;
    }

    /// <exception cref="RefusedException">Something in the address cannot be understood.</exception>
    public static void Demand(IReadOnlyList<FieldProblem> problems)
    {
        if (problems.Count > 0)
        {
            throw new RefusedException(new(RefusalKind.WrongInput, "ledger-address") { Fields = problems });
        }
    }

    /// <summary>Reads a day in the past, <c>2026-03-01</c>.</summary>
    public static DateOnly? Day(string text, DateOnly today, List<FieldProblem> problems)
    {
        if (text == "")
        {
            return null;
        }

        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day.Year < 1950)
        {
            problems.Add(new("asOf", "date", Short(text)));
            return null;
        }

        if (day > today)
        {
            problems.Add(new("asOf", "date-in-future", text));
            return null;
        }

        return day;
    }

    private static string? Words(string text, List<FieldProblem> problems)
    {
        if (text.Length > Search.SearchText.LongestQuestion)
        {
            problems.Add(new("q", "too-long", Search.SearchText.LongestQuestion, text.Length));
            return null;
        }

        return text.Trim() is { Length: > 0 } words ? words : null;
    }

    private static bool IsKnown(Facet facet, string value, CodeTables tables, CityPack pack) => facet switch
    {
        Facet.Area => pack.Area(value) is not null,
        Facet.Class => tables.InstrumentClasses.Has(value),
        Facet.Organisation => OrganisationIdentity.NamesOrganisation(value),
        Facet.Kind => Enum.TryParse<ResourceKind>(value, out var kind) && kind.ToString() == value,
        Facet.FeeBasis => tables["fee-basis"].Has(value),
        Facet.Mode => tables.ServiceWays.Has(value),
        Facet.Audience => tables["audience"].Has(value),
        Facet.Funds => tables.FundSources.Has(value),
        Facet.Value => Bands.Value.Any(b => b.Code == value),
        Facet.Price => Bands.Price.Any(b => b.Code == value),
        Facet.Hours => Bands.Hours.Any(b => b.Code == value),
        Facet.Platform => Platforms.All.Contains(value),
    };

    private static LedgerOrder Order(string text, List<FieldProblem> problems)
    {
        if (text == "")
        {
            return LedgerOrder.Relevance;
        }

        foreach (var order in Enum.GetValues<LedgerOrder>())
        {
            if (Name(order) == text)
            {
                return order;
            }
        }

        problems.Add(new("sort", "unknown-code", Short(text)));
        return LedgerOrder.Relevance;
    }

    internal static int Number(IQueryCollection query, string name, int least, int most, int otherwise, List<FieldProblem> problems)
    {
        var text = query[name].ToString();
        if (text == "")
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        problems.Add(new(name, "out-of-range", least, most));
        return otherwise;
    }

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
