using System.Collections.Frozen;

namespace Yixiang.Kernel;

/// <summary>One year's holidays and make-up working days, as the State Council arranged them.</summary>
/// <param name="Source">Number of the document.</param>
/// <param name="Holidays">Days off beyond ordinary weekends; a weekend day may be listed too.</param>
/// <param name="MakeUpDays">Saturdays and Sundays that are worked.</param>
public sealed record HolidayYear(int Year, string Source, IReadOnlyList<DateOnly> Holidays, IReadOnlyList<DateOnly> MakeUpDays);

/// <summary>The calendar of working days. In a year whose arrangement is not known only weekends are off, and pages say so.</summary>
public sealed class WorkingDays
{
    private readonly FrozenDictionary<int, HolidayYear> years;
    private readonly FrozenSet<DateOnly> off;
    private readonly FrozenSet<DateOnly> worked;

    public WorkingDays(IEnumerable<HolidayYear> arrangements)
    {
        years = arrangements.ToFrozenDictionary(y => y.Year);
        off = years.Values.SelectMany(y => y.Holidays).ToFrozenSet();
        worked = years.Values.SelectMany(y => y.MakeUpDays).ToFrozenSet();
    }

    /// <summary>The document that arranged the year, or null when the year is not known.</summary>
    public string? SourceOf(int year) => years.GetValueOrDefault(year)?.Source;

    /// <summary>Is every year between two days known?</summary>
    public bool Knows(DateOnly from, DateOnly to) => Enumerable.Range(from.Year, to.Year - from.Year + 1).All(years.ContainsKey);

    public bool IsWorkingDay(DateOnly day) =>
        worked.Contains(day) || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !off.Contains(day));

    /// <summary>The day on which the n-th working day after <paramref name="from"/> falls; the first day itself does not count.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative number of days.</exception>
    public DateOnly Add(DateOnly from, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        var day = from;
        for (var left = days; left > 0; left -= IsWorkingDay(day) ? 1 : 0)
        {
            day = day.AddDays(1);
        }

        return day;
    }

    /// <summary>Working days after <paramref name="from"/> up to and including <paramref name="to"/>; negative when <paramref name="to"/> lies before.</summary>
    public int Count(DateOnly from, DateOnly to) =>
        to < from ? -Count(to, from) : Enumerable.Range(1, to.DayNumber - from.DayNumber).Count(i => IsWorkingDay(from.AddDays(i)));
}
