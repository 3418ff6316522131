using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;
using Yixiang.Organisations;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger.Figures;

/// <summary>The names of groups, and where their instruments are listed.</summary>
public sealed class FigureWords(CodeTables tables, CityPack pack, LedgerIndex index)
{
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
