using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>The two clocks of an initial filing: thirty calendar days (notice article 6), and beside it thirty working days (国科发基〔2017〕289号).</summary>
/// <param name="DaysLeft">Calendar days left, negative when over; null when the filing was handed in or exempted.</param>
/// <param name="WorkingDaysLeft">Working days left of the national term, negative when over.</param>
/// <param name="CalendarKnown">Whether the holidays of every year in between are known.</param>
public sealed record FilingClock(DateOnly Today, DateOnly AcceptedOn, DateOnly DueOn, DateOnly NationallyDueOn, int? DaysLeft, int? WorkingDaysLeft, bool CalendarKnown)
{
    /// <summary>Null while no term runs: no acceptance date yet, a change, an exit.</summary>
    public static FilingClock? Of(Filing filing, CityPack pack, DateOnly today)
    {
        if (filing is not { DueOn: { } due, AcceptedOn: { } accepted })
        {
            return null;
        }

        var national = pack.RulesAt(accepted).Filing.NationallyDueOn(accepted, pack.WorkingDays);
        var left = filing.DaysLeft(today);
        return new(today, accepted, due, national, left, left is null ? null : pack.WorkingDays.Count(today, national), pack.WorkingDays.Knows(accepted, national));
    }
}
