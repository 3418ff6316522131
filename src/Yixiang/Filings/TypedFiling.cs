using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>A tariff line as it was typed, before anybody judged it.</summary>
public sealed record TypedTariffLine(string Item, string Unit, string Internal, string External, string Note)
{
    public static readonly TypedTariffLine Blank = new("", "", "", "", "");

    public static TypedTariffLine Of(TariffLine line) =>
        new(line.Item, line.Unit, Price(line.Internal), Price(line.External), line.Note ?? "");

    private static string Price(decimal? price) => price?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";
}

/// <summary>What came back in the form of a filing: particulars as far as they can be kept, and what of the tariff cannot.</summary>
/// <param name="Problems">Prices that are no numbers. Everything else that is wrong is kept in the draft and told by the inspector.</param>
public sealed record TypedFiling(Particulars Particulars, IReadOnlyList<TypedTariffLine> Tariff, IReadOnlyList<FieldProblem> Problems)
{
    private const string Prefix = "f.";

    /// <summary>The name of a field's control.</summary>
    public static string NameOf(Field field) => Prefix + field.Key;

    public static TypedFiling Of(Particulars particulars) => new(particulars, [.. particulars.Tariff.Select(TypedTariffLine.Of)], []);

    /// <summary>Reads a posted form over what the draft said before; a field that the form does not carry stays as it was.</summary>
    public static TypedFiling Read(IFormCollection form, ResourceKind kind, Particulars before, Codebook codebook)
    {
        var particulars = Fields.Of(kind).Where(f => form.ContainsKey(NameOf(f)))
            .Aggregate(before, (p, field) => p.With(field, Canonical(field, form[NameOf(field)].ToString(), codebook)));
        if (!form.ContainsKey("tariff"))
        {
            return Of(particulars);
        }

        TypedTariffLine[] typed = [.. TariffOf(form).Where(line => line != TypedTariffLine.Blank)];
        var problems = new List<FieldProblem>();
        var lines = typed.Select((line, i) => Line(line, i, problems)).ToImmutableArray();
        return new(particulars with { Tariff = lines }, typed, problems);
    }

    /// <summary>Brings what people type (全角, separators, a name in place of its code) into the one form that is kept; what is not understood stays as typed.</summary>
    internal static string Canonical(Field field, string typed, Codebook codebook)
    {
        var text = Clean(typed);
        return field.Kind switch
        {
            FieldKind.Prose => text,
            FieldKind.Line => text.Replace('\n', ' '),
            FieldKind.Code => codebook.Of(field).Find(text)?.Code ?? text,
            FieldKind.Codes => string.Join(',', text.Split([',', '，', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(t => codebook.Of(field).Find(t)?.Code ?? t).Distinct()),
            FieldKind.Date => Date(text),
            FieldKind.Money => Decimal(text.TrimEnd('元').TrimStart('¥', '￥')) is { } yuan ? yuan.ToString("0.00", CultureInfo.InvariantCulture) : text,
            FieldKind.Number => Decimal(text) is { } number ? number.ToString("0.####", CultureInfo.InvariantCulture) : text,
            FieldKind.YesNo or FieldKind.Digits or FieldKind.Phone or FieldKind.Email or FieldKind.Url => HalfWidth(text),
        };
    }

    private static IEnumerable<TypedTariffLine> TariffOf(IFormCollection form)
    {
        for (var i = 0; form.ContainsKey($"tariff[{i}].item"); i++)
        {
            string Part(string name) => Clean(form[$"tariff[{i}].{name}"].ToString()).Replace('\n', ' ');
            yield return new(Part("item"), Part("unit"), Part("internal"), Part("external"), Part("note"));
        }
    }

    private static TariffLine Line(TypedTariffLine typed, int i, List<FieldProblem> problems) =>
        new(typed.Item, typed.Unit, Price(typed.Internal, $"tariff[{i}].internal", problems), Price(typed.External, $"tariff[{i}].external", problems), typed.Note == "" ? null : typed.Note);

    private static decimal? Price(string typed, string path, List<FieldProblem> problems)
    {
        var price = Decimal(typed.TrimEnd('元'));
        if (price is null && typed != "")
        {
            problems.Add(new(path, "money", typed));
        }

        return price;
    }

    private static string Date(string text)
    {
        string[] shapes = ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd", "yyyy年M月d日"];
        return DateOnly.TryParseExact(HalfWidth(text), shapes, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? CityTime.Show(day) : text;
    }

    private static decimal? Decimal(string text) =>
        decimal.TryParse(HalfWidth(text).Replace(" ", "", StringComparison.Ordinal), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string HalfWidth(string text) => text.Normalize(NormalizationForm.FormKC);

    /// <summary>Line ends as one sign, no control characters: PostgreSQL keeps no NUL, and none of them can be seen.</summary>
    private static string Clean(string typed) =>
        string.Concat(typed.ReplaceLineEndings("\n").Where(c => c == '\n' || !char.IsControl(c))).Trim();
}
