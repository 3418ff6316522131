using Yixiang.Kernel;

namespace Yixiang.Filings.Desk;

/// <summary>The clocks of a filing: thirty calendar days (notice article 6), thirty working days (国科发基〔2017〕289号) beside it, and the bureau's own target for an answer.</summary>
/// <param name="NationallyLate">Working days between the end of the national term and the first submission; 0 when in time.</param>
/// <param name="CalendarKnown">Whether the holidays of all years in between are known; if not, only weekends were left out.</param>
/// <param name="AnswerBy">Null while nobody waits for an answer.</param>
public sealed record ReviewClock(DateOnly? AcceptedOn, DateOnly? DueOn, DateOnly? NationallyDueOn, int NationallyLate, bool CalendarKnown, DateOnly? AnswerBy)
{
    public static ReviewClock Of(Filing filing, CityPack pack, DateOnly today)
    {
        var rules = filing.RulesVersion is { } version ? pack.RulesOf(version) : pack.RulesAt(today);
        DateOnly? answer = QueueAsk.WaitingStates.Contains(filing.State) && filing.SubmittedAt is { } at ? pack.WorkingDays.Add(CityTime.DateOf(at), rules.Review.ReviewWorkingDays) : null;
        if (filing is not { DueOn: { } due, AcceptedOn: { } accepted })
        {
            return new(filing.AcceptedOn, null, null, 0, true, answer);
        }

        var national = rules.Filing.NationallyDueOn(accepted, pack.WorkingDays);
        var filed = filing.FirstSubmittedAt is { } first ? CityTime.DateOf(first) : today;
        return new(accepted, due, national, Math.Max(0, pack.WorkingDays.Count(national, filed)), pack.WorkingDays.Knows(accepted, filed > national ? filed : national), answer);
    }
}
