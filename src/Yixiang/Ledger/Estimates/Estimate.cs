using System.Globalization;
using Microsoft.AspNetCore.Http;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Ledger.Estimates;

/// <summary>Who pays: somebody from outside, or the organisation's own people.</summary>
public enum PayingAs { External, Internal }

/// <summary>One line of a tariff with the amount that a reader has in mind.</summary>
/// <param name="Number">1 for the first line of the tariff, as in the address.</param>
/// <param name="Typed">What stands in the box.</param>
/// <param name="Amount">In the unit of the tariff line; null where nothing or nothing usable was typed.</param>
/// <param name="Price">Yuan for one unit; null by agreement.</param>
public sealed record EstimateLine(int Number, TariffLine Tariff, string Typed, decimal? Amount, decimal? Price)
{
    public bool IsWrong => Typed != "" && Amount is null;

    /// <summary>Null where there is no amount or no price.</summary>
    public Yuan? Sum => Amount is { } amount && Price is { } price ? Yuan.Of(amount * price) : null;
}

/// <summary>What a service would cost by the published tariff: <c>?line=2&amp;amount=5&amp;as=external</c>, or several lines as <c>?a1=3&amp;a2=5</c>. An estimate; the contract counts.</summary>
/// <param name="Lines">Every line of the tariff.</param>
public sealed record Estimate(PayingAs As, IReadOnlyList<EstimateLine> Lines)
{
    private const decimal Most = 100_000;
    private const int Decimals = 2;

    /// <summary>The lines that a reader gave an amount for.</summary>
    public IEnumerable<EstimateLine> Asked => Lines.Where(l => l.Typed != "");

    public Yuan Total => Asked.Aggregate(Yuan.Zero, (sum, line) => sum + (line.Sum ?? Yuan.Zero));

    /// <summary>Lines asked for that have no published price and are not in the sum.</summary>
    public int ByAgreement => Asked.Count(l => l is { Amount: not null, Price: null });

    /// <summary>Reads the address of a page.</summary>
    /// <returns>Null where the tariff has no price at all: there is nothing to reckon.</returns>
    public static Estimate? Read(Particulars particulars, IQueryCollection query)
    {
        if (!particulars.Tariff.Any(t => t.External is not null || t.Internal is not null))
        {
            return null;
        }

        var paying = query["as"].ToString() == "internal" ? PayingAs.Internal : PayingAs.External;
        return new(paying, [.. particulars.Tariff.Select((tariff, i) => Line(i + 1, tariff, paying, Typed(i + 1, query)))]);
    }

    /// <summary>Each line has a name of its own: of parameters that occur several times the output cache forgets the order.</summary>
    private static string Typed(int number, IQueryCollection query) =>
        query[$"a{number}"].ToString() is { Length: > 0 } own ? own
        : query["line"].ToString() == number.ToString(CultureInfo.InvariantCulture) ? query["amount"].ToString() : "";

    private static EstimateLine Line(int number, TariffLine tariff, PayingAs paying, string typed)
    {
        var text = typed.Trim();
        text = text.Length > 12 ? text[..12] : text;
        return new(number, tariff, text, AmountOf(text), paying == PayingAs.Internal ? tariff.Internal : tariff.External);
    }

    private static decimal? AmountOf(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount > 0 && amount <= Most && decimal.Round(amount, Decimals) == amount ? amount : null;
}
