using System.Text.RegularExpressions;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Instruments;

/// <summary>Units of a tariff (样, 小时, 件 …) in the reader's language. Units are free text: those that tariffs are known to use have an English word, also by number and
/// one by another (30天, 组分/样); any other stays as it was filed.</summary>
public static partial class TariffUnit
{
    private static readonly string[] Names =
    [
        "sample", "hour", "piece", "run", "batch", "day", "element", "group", "item", "sheet", "point", "set", "plate", "plant", "case", "furnace-load",
        "kiln-load", "channel-day", "cage-day", "station-day", "component", "model", "core-hour", "card-hour", "night", "spot", "machine-shift", "device",
        "specimen", "reaction", "profile", "kilometre", "ten-thousand-cycles", "terabyte-month", "one-sample", "month", "week", "year", "minute", "metre",
    ];

    private static readonly Dictionary<string, string> Known = Names.Select(n => $"tariff-unit.{n}").ToDictionary(k => In(Chinese, k));

    public static string Show(string unit) => ReaderIsEnglish ? string.Join('/', unit.Split('/').Select(InEnglish)) : unit;

    private static string InEnglish(string part)
    {
        var (number, word) = (Number().Match(part).Value, Number().Replace(part, "").Trim());
        return !Known.TryGetValue(word, out var key) ? part : number == "" ? T(key) : $"{number} {Plural(T(key))}";
    }

    private static string Plural(string word) => word.EndsWith('s') ? word : word.EndsWith("ch", StringComparison.Ordinal) ? $"{word}es" : $"{word}s";

    [GeneratedRegex(@"^\d+(\.\d+)?")]
    private static partial Regex Number();
}
