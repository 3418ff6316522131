using static Yixiang.Kernel.Texts;

namespace Yixiang.Instruments;

/// <summary>Units of a tariff (样, 小时, 件 …) in the reader's language. Units are free text: those that nearly every tariff uses are known, any other stays as it was filed.</summary>
public static class TariffUnit
{
    private static readonly Dictionary<string, string> Keys =
        new[] { "sample", "hour", "piece", "run", "batch", "day", "element", "group", "item", "sheet", "point", "set", "plate", "plant", "case" }.Select(k => $"tariff-unit.{k}").ToDictionary(k => In(Chinese, k));

    public static string Show(string unit) => ReaderIsEnglish && Keys.TryGetValue(unit, out var key) ? T(key) : unit;
}
