namespace Yixiang.Kernel;

/// <summary>What a schema cannot say: that the parts of a city pack fit each other.</summary>
internal static class CityPackChecks
{
    public static void Areas(IReadOnlyList<Area> areas)
    {
        Once("areas.json", areas, a => a.Code, "code");
        foreach (var (area, i) in areas.Select((a, i) => (a, i)))
        {
            if (area.Within is { } within && !areas.Any(a => a.Code == within && a.IsStatutory))
            {
                throw new CityPackError("areas.json", $"#/[{i}].within", Texts.T("citypack.unknown", within));
            }
        }
    }

    public static void Rules(IReadOnlyList<CityRules> rules, IReadOnlyList<Area> areas)
    {
        Once("rules.json", rules, r => r.Version, "version");
        Once("rules.json", rules, r => r.From.ToString("O"), "from");
        foreach (var (rule, i) in rules.Select((r, i) => (r, i)))
        {
            Once("rules.json", rule.Eligibility.Rules, r => r.Id, "id", $"#/[{i}].eligibility.rules");
            Once("rules.json", rule.Province.Rules, r => r.Id, "id", $"#/[{i}].province.rules");
            Once("rules.json", rule.ExemptionReasons, r => r.Code, "code", $"#/[{i}].exemptionReasons");
            Once("rules.json", rule.ExitCauses, r => r.Code, "code", $"#/[{i}].exitCauses");
            if (rule.Eligibility.Areas.FirstOrDefault(code => areas.All(a => a.Code != code)) is { } unknown)
            {
                throw new CityPackError("rules.json", $"#/[{i}].eligibility.areas", Texts.T("citypack.unknown", unknown));
            }
        }
    }

    public static void Map(CityMap map, IReadOnlyList<Area> areas)
    {
        Once("map.json", map.Areas, a => a.Code, "code", "#/areas");
        foreach (var (shape, i) in map.Areas.Select((s, i) => (s, i)))
        {
            if (areas.All(a => a.Code != shape.Code))
            {
                throw new CityPackError("map.json", $"#/areas[{i}].code", Texts.T("citypack.unknown", shape.Code));
            }
        }
    }

    public static void Holidays(IReadOnlyList<HolidayYear> years)
    {
        Once("holidays.json", years, y => y.Year.ToString(), "year");
        foreach (var (year, i) in years.Select((y, i) => (y, i)))
        {
            if (year.MakeUpDays.Cast<DateOnly?>().FirstOrDefault(d => d!.Value.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) is { } weekday)
            {
                throw new CityPackError("holidays.json", $"#/[{i}].makeUpDays", Texts.T("citypack.not-weekend", $"{weekday:O}"));
            }
        }
    }

    private static void Once<T>(string file, IReadOnlyList<T> all, Func<T, string> key, string name, string path = "#/")
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < all.Count; i++)
        {
            if (!seen.Add(key(all[i])))
            {
                throw new CityPackError(file, $"{path}[{i}].{name}", Texts.T("citypack.twice", key(all[i])));
            }
        }
    }
}
