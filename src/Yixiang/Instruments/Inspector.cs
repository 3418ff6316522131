using System.Net.Mail;
using System.Text.RegularExpressions;
using Yixiang.Kernel;

namespace Yixiang.Instruments;

/// <summary>What is wrong with the particulars of one instrument.</summary>
/// <param name="Wrong">Values that no filing may carry.</param>
/// <param name="MissingForCity">Empty fields that notice article 6 asks for.</param>
/// <param name="MissingForNation">Empty fields that only the national platform asks for: no hindrance for the city.</param>
public sealed record Findings(IReadOnlyList<FieldProblem> Wrong, IReadOnlyList<FieldProblem> MissingForCity, IReadOnlyList<FieldProblem> MissingForNation)
{
    /// <summary>What must be mended before a filing can be submitted.</summary>
    public IReadOnlyList<FieldProblem> Blocking { get; } = Wrong.Count == 0 ? MissingForCity : [.. Wrong, .. MissingForCity];

    /// <summary>How many fields are asked for, filled in or not.</summary>
    public int Asked { get; init; }

    /// <summary>Share of the fields asked for that are filled in and right, 0 to 100.</summary>
    public int Completeness
    {
        get
        {
            var wrong = Wrong.Count == 0 ? 0 : Wrong.Select(p => p.Field).Distinct().Count(key => Fields.Find(key) is { Demand: not Demand.Optional });
            return Asked == 0 ? 100 : 100 * (Asked - MissingForCity.Count - MissingForNation.Count - wrong) / Asked;
        }
    }
}

/// <summary>Checks particulars field by field: shape, limits, code tables, and what the notice asks for (A2, A6).</summary>
public sealed partial class Inspector(Codebook codebook, TimeProvider clock)
{
    /// <summary>Above this an original value is a slip of the keyboard or of the unit: 10,000,000,000 yuan.</summary>
    public static readonly Yuan Highest = Yuan.Of(10_000_000_000m);

    public const int MostTariffLines = 60;

    public Findings Inspect(ResourceKind kind, Particulars particulars)
    {
        List<FieldProblem> wrong = [], missingForCity = [], missingForNation = [];
        var asked = 0;
        foreach (var field in Fields.Of(kind))
        {
            if (!Applies(field, particulars))
            {
                continue;
            }

            asked += field.Demand == Demand.Optional ? 0 : 1;
            if (particulars[field] is { Length: > 0 } text)
            {
                wrong.AddRange(Check(field, text, particulars));
            }
            else if (field.Demand != Demand.Optional)
            {
                (field.Demand == Demand.City ? missingForCity : missingForNation).Add(field.Required);
            }
        }

        wrong.AddRange(CheckTariff(particulars));
        wrong.AddRange(CheckTogether(particulars));
        return new(wrong, missingForCity, missingForNation) { Asked = asked };
    }

    /// <summary>The fields of a kind that apply, given what other fields say.</summary>
    public static IEnumerable<Field> Asked(ResourceKind kind, Particulars particulars) =>
        Fields.Of(kind).Where(f => Applies(f, particulars));

    private static bool Applies(Field field, Particulars particulars) =>
        field.When is not { } when || (particulars.Values.TryGetValue(when.Key, out var said) && said == when.Value);

    private IEnumerable<FieldProblem> Check(Field field, string text, Particulars particulars) => field.Kind switch
    {
        FieldKind.Line or FieldKind.Prose => text.Length > field.Most ? [new(field.Key, "too-long", field.Most, text.Length)] : [],
        FieldKind.Code => codebook.Of(field).Has(text) ? [] : [new(field.Key, "unknown-code", text)],
        FieldKind.Codes => CheckCodes(field, particulars.CodesOf(field)),
        FieldKind.Date => CheckDate(field, particulars),
        FieldKind.Money => CheckMoney(field, particulars),
        FieldKind.Number => CheckNumber(field, particulars),
        FieldKind.YesNo => text is "yes" or "no" ? [] : [new(field.Key, "yes-or-no")],
        FieldKind.Digits => text.Length == field.Most && text.All(char.IsAsciiDigit) ? [] : [new(field.Key, "digits", field.Most)],
        FieldKind.Phone => text.Length <= field.Most && PhoneShape().IsMatch(text) ? [] : [new(field.Key, "phone")],
        FieldKind.Email => text.Length <= field.Most && MailAddress.TryCreate(text, out var mail) && mail.Address == text ? [] : [new(field.Key, "email")],
        FieldKind.Url => text.Length <= field.Most && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? [] : [new(field.Key, "url", field.Most)],
    };

    private IEnumerable<FieldProblem> CheckCodes(Field field, string[] codes)
    {
        if (codes.Length > field.Most)
        {
            yield return new(field.Key, "too-many-codes", field.Most, codes.Length);
        }

        foreach (var code in codes.Where(c => !codebook.Of(field).Has(c)))
        {
            yield return new(field.Key, "unknown-code", code);
        }
    }

    private IEnumerable<FieldProblem> CheckDate(Field field, Particulars particulars) =>
        particulars.DateOf(field) is not { } day ? [new(field.Key, "date", particulars[field])]
        : day.Year < 1950 ? [new(field.Key, "date-too-early", CityTime.Show(day))]
        : day > clock.Today() ? [new(field.Key, "date-in-future", CityTime.Show(day))]
        : [];

    private static IEnumerable<FieldProblem> CheckMoney(Field field, Particulars particulars) =>
        particulars.NumberOf(field) > Highest.Amount ? [new(field.Key, "money-too-high", Highest)]
        : particulars.MoneyOf(field) is not { } yuan ? [new(field.Key, "money", particulars[field])]
        : yuan <= Yuan.Zero ? [new(field.Key, "money-not-positive")]
        : [];

    private static IEnumerable<FieldProblem> CheckNumber(Field field, Particulars particulars) =>
        particulars.NumberOf(field) is not { } number ? [new(field.Key, "number", particulars[field])]
        : number < 0 ? [new(field.Key, "number-negative")]
        : number > field.Most ? [new(field.Key, "number-too-high", field.Most)]
        : [];

    private static IEnumerable<FieldProblem> CheckTariff(Particulars particulars)
    {
        if (particulars.Tariff.Length > MostTariffLines)
        {
            yield return new("tariff", "too-many-tariff-lines", MostTariffLines);
        }

        foreach (var (line, i) in particulars.Tariff.Select((l, i) => (l, i)))
        {
            if (string.IsNullOrWhiteSpace(line.Item) || line.Item.Length > 100)
            {
                yield return new($"tariff[{i}].item", "tariff-item", 100);
            }

            if (string.IsNullOrWhiteSpace(line.Unit) || line.Unit.Length > 30)
            {
                yield return new($"tariff[{i}].unit", "tariff-unit", 30);
            }

            if (line.Note is { Length: > 200 })
            {
                yield return new($"tariff[{i}].note", "too-long", 200, line.Note.Length);
            }

            foreach (var (part, price) in new[] { ("internal", line.Internal), ("external", line.External) })
            {
                if (price is < 0 or > 10_000_000m)
                {
                    yield return new($"tariff[{i}].{part}", "tariff-price");
                }
            }
        }
    }

    /// <summary>What only several fields together can get wrong.</summary>
    private static IEnumerable<FieldProblem> CheckTogether(Particulars p)
    {
        if (p[Fields.SharingCondition] is "free" && p[Fields.FeeBasis] is not ("" or "free"))
        {
            yield return new(Fields.FeeBasis.Key, "must-be-free");
        }

        if (p[Fields.SharingCondition] is "nonprofit" && p[Fields.FeeBasis] is "market")
        {
            yield return new(Fields.FeeBasis.Key, "must-be-nonprofit");
        }

        if (p[Fields.FeeBasis] is "free" && p.Tariff.Any(l => l.External > 0 || l.Internal > 0))
        {
            yield return new("tariff", "free-has-prices");
        }

        if (p.NumberOf(Fields.ServiceHours) > p.NumberOf(Fields.RunHours))
        {
            yield return new(Fields.ServiceHours.Key, "service-exceeds-run");
        }

        if (p[Fields.Classified] == "yes")
        {
            yield return new(Fields.Classified.Key, "classified");
        }
    }

    [GeneratedRegex(@"^(\+?86[- ]?)?(1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8}(-\d{1,6})?|\d{7,8}|400[- ]?\d{3}[- ]?\d{4})$")]
    private static partial Regex PhoneShape();
}
