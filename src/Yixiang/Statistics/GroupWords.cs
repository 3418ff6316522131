using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Ledger.Figures;
using Yixiang.Ledger.Search;
using Yixiang.Organisations;
using Yixiang.Voices;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Statistics;

/// <summary>The words of the figures: names of measures and groups, numbers with what stands in their place, and where the instruments of a group are listed.</summary>
public sealed class GroupWords(CodeTables tables, CityPack pack, LedgerIndex index)
{
    public static string NameOf(Measure measure) => T($"figures.measure-{Measures.Address(measure)}");

    public static string UnitOf(Measure measure) => T($"figures.unit-{Measures.Address(measure)}");

    /// <summary>What is counted, and from where.</summary>
    public string MeaningOf(Measure measure) => T($"figures.meaning-{Measures.Address(measure)}", measure == Measure.ResponseTime ? pack.Settings.Figures.LeastAnswers : pack.Settings.Figures.LeastPersons);

    /// <summary>The name of a group of a measure; of those who belong to none, that.</summary>
    public string NameOf(Measure measure, Grouping grouping, string code) => code == "" ? T($"figures.none-{Measures.Address(measure)}") : NameOf(grouping, code);

    public string NameOf(Grouping grouping, string code) => grouping switch
    {
        Grouping.Area => pack.AreaName(code),
        Grouping.Class => tables.InstrumentClasses.NameOf(code.PadRight(6, '0')),
        Grouping.OrganisationKind => T(Enum.Parse<OrganisationKind>(code)),
        Grouping.HalfYear => T(code.EndsWith('1') ? "figures.first-half" : "figures.second-half", code[..4]),
        Grouping.Mode => tables.ServiceWays.NameOf(code),
        Grouping.FeeBasis => tables["fee-basis"].NameOf(code),
        Grouping.Value => Bands.Label(Bands.Value.First(b => b.Code == code), "ledger.unit-wan"),
        Grouping.Hours => Bands.Label(Bands.Hours.First(b => b.Code == code), "ledger.unit-hours"),
        Grouping.Kind => T(Enum.Parse<ResourceKind>(code)),
        Grouping.Organisation => index.NameOfOrganisation(code) ?? code,
    };

    /// <summary>A number of a measure, or the sign that stands for it.</summary>
    public string Say(Measure measure, Datum datum) => datum.Number is not { } number ? SignOf(datum.Silence ?? Silence.HeldBack) : measure switch
    {
        Measure.Value => number.ToString("#,##0.00"),
        Measure.ExternalShare => (100 * number).ToString("0.0") + "%",
        Measure.ResponseTime => ResponseTime.Say(number),
        Measure.OfferedHours or Measure.RunHours or Measure.ServiceHours => number.ToString("#,##0.#"),
        Measure.Instruments or Measure.Organisations or Measure.Users or Measure.Needs => number.ToString("#,##0"),
    };

    public string SignOf(Silence silence) => silence switch
    {
        Silence.TooSmall => $"<{pack.Settings.Figures.LeastPersons}",
        Silence.HeldBack => T("figures.held-back"),
        Silence.TooFew => T("figures.too-few", pack.Settings.Figures.LeastAnswers),
    };

    /// <returns>The list narrowed to the group, without the language; null where it cannot be narrowed so.</returns>
    public static string? ListOf(Grouping grouping, string code) => grouping switch
    {
        Grouping.Area => $"/instruments?area={code}",
        Grouping.Class => $"/instruments?class={code.PadRight(6, '0')}",
        Grouping.Mode => $"/instruments?mode={code}",
        Grouping.FeeBasis => $"/instruments?fee={code}",
        Grouping.Value => $"/instruments?value={code}",
        Grouping.Hours => $"/instruments?hours={code}",
        Grouping.Kind => $"/instruments?kind={code}",
        Grouping.Organisation => $"/instruments?organisation={code}",
        Grouping.OrganisationKind or Grouping.HalfYear => null,
    };
}
