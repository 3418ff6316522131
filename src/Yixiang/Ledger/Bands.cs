using System.Globalization;
using Yixiang.Kernel;

namespace Yixiang.Ledger;

/// <summary>A stretch of numbers by which a list can be narrowed, such as 20–50 万元.</summary>
/// <param name="Code">As in the address: <c>20-50</c>, <c>500-</c>.</param>
/// <param name="Below">The first number that no longer belongs to it; null for the last band.</param>
public sealed record Band(string Code, decimal From, decimal? Below);

/// <summary>The bands of value, price and hours.</summary>
public static class Bands
{
    /// <summary>Original value in 万元; 20 is the threshold of the notice, 50 that of the nation.</summary>
    public static readonly IReadOnlyList<Band> Value = Of(0, 20, 50, 100, 500);

    /// <summary>The lowest external price of the tariff, yuan.</summary>
    public static readonly IReadOnlyList<Band> Price = Of(0, 50, 200, 500, 2000);

    /// <summary>Hours offered in a year.</summary>
    public static readonly IReadOnlyList<Band> Hours = Of(0, 200, 800, 1400);

    public static string CodeOf(IReadOnlyList<Band> bands, decimal number) => bands.First(b => b.Below is not { } below || number < below).Code;

    public static string Label(Band band, string unit) => band.Below is not { } below
        ? Texts.T("ledger.band-from", band.From, Texts.T(unit))
        : band.From == 0 ? Texts.T("ledger.band-below", below, Texts.T(unit)) : Texts.T("ledger.band", band.From, below, Texts.T(unit));

    private static Band[] Of(params int[] from) =>
        [.. from.Select((start, i) => i + 1 < from.Length ? new Band(Invariant($"{start}-{from[i + 1]}"), start, from[i + 1]) : new Band(Invariant($"{start}-"), start, null))];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
