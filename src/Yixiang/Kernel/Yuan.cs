using System.Globalization;

namespace Yixiang.Kernel;

/// <summary>An amount of money in yuan, held as whole 分 (fen, 1/100 yuan).</summary>
public readonly record struct Yuan(long Fen) : IComparable<Yuan>
{
    public static readonly Yuan Zero = new(0);

    /// <summary>The amount in yuan, two decimals.</summary>
    public decimal Amount => Fen / 100m;

    /// <summary>The amount in 万元 (ten thousand yuan), as the national forms ask for it.</summary>
    public decimal Wan => Fen / 1_000_000m;

    /// <summary>Rounds half away from zero to a fen, as invoices do.</summary>
    public static Yuan Of(decimal yuan) => new((long)decimal.Round(yuan * 100m, 0, MidpointRounding.AwayFromZero));

    public static Yuan OfWan(decimal wan) => Of(wan * 10_000m);

    public int CompareTo(Yuan other) => Fen.CompareTo(other.Fen);

    public static Yuan operator +(Yuan a, Yuan b) => new(checked(a.Fen + b.Fen));
    public static Yuan operator -(Yuan a, Yuan b) => new(checked(a.Fen - b.Fen));
    public static bool operator <(Yuan a, Yuan b) => a.Fen < b.Fen;
    public static bool operator >(Yuan a, Yuan b) => a.Fen > b.Fen;
    public static bool operator <=(Yuan a, Yuan b) => a.Fen <= b.Fen;
    public static bool operator >=(Yuan a, Yuan b) => a.Fen >= b.Fen;

    /// <summary>For people: <c>2,350,000</c> or <c>0.50</c>, no unit.</summary>
    public override string ToString() => Amount.ToString(Fen % 100 == 0 ? "#,##0" : "#,##0.00", CultureInfo.InvariantCulture);
}
