using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Province;
using Yixiang.Voices;

namespace Yixiang.Exchange;

/// <param name="DaysLeft">Negative: days over.</param>
public sealed record DueFiling(string Reference, string Name, DateOnly DueOn, int DaysLeft);

/// <param name="What">Text key <c>mail.waits-WHAT</c>.</param>
public sealed record Waiting(string What, int Count);

/// <summary>What the daily mails speak of: filings whose term nears or is over (A6), and what waits for an officer (A4).</summary>
public sealed class DailyFigures(Db db, CityPack pack)
{
    /// <summary>Filings of a unit that crossed a reminder day after <paramref name="since"/> up to <paramref name="day"/>.</summary>
    public async Task<IReadOnlyList<DueFiling>> DueAsync(long organisation, DateOnly since, DateOnly day, CancellationToken stop)
    {
        var rows = await Running(day).Where(f => f.OrganisationId == organisation).OrderBy(f => f.DueOn).ThenBy(f => f.Id).Select(f => new { f.Reference, f.Name, f.DueOn, f.RulesVersion }).ToListAsync(stop);
        return [.. rows.Where(r => IsReminderDay(r.DueOn!.Value, since, day)).Select(r => new DueFiling(r.Reference, r.Name, r.DueOn!.Value, r.DueOn.Value.DayNumber - day.DayNumber))];
    }

    /// <summary>Units that have such filings.</summary>
    public async Task<IReadOnlyList<long>> UnitsDueAsync(DateOnly since, DateOnly day, CancellationToken stop)
    {
        var rows = await Running(day).Select(f => new { f.OrganisationId, f.DueOn }).Distinct().ToListAsync(stop);
        return [.. rows.Where(r => IsReminderDay(r.DueOn!.Value, since, day)).Select(r => r.OrganisationId).Distinct()];
    }

    /// <summary>What waits for an officer, over all roles of the account.</summary>
    public async Task<IReadOnlyList<Waiting>> WaitingAsync(long accountId, DateOnly day, CancellationToken stop)
    {
        var roles = await db.Grants.AsNoTracking().Where(g => g.AccountId == accountId && g.State == GrantState.Granted && (g.Role == Role.BureauOfficer || g.Role == Role.CountyOfficer)).ToListAsync(stop);
        var areas = roles.Exists(g => g.Role == Role.BureauOfficer) ? null : roles.Select(g => g.AreaCode).ToList();
        var filings = db.Filings.AsNoTracking().Where(f => areas == null || areas.Contains(f.AreaCode));
        var organisations = db.Organisations.AsNoTracking().Where(o => areas == null || areas.Contains(o.AreaCode));
        var answerBy = CityTime.BeginningOf(AnswerBy(day));
        var inReview = filings.Where(f => f.State == FilingState.Submitted || f.State == FilingState.Endorsed || f.State == FilingState.Checked);
        var reports = db.ProblemReports.AsNoTracking().Where(r => areas == null || areas.Contains(r.AreaCode));
        return
        [
            new("review", await inReview.CountAsync(stop)),
            new("late-review", await inReview.CountAsync(f => f.SubmittedAt < answerBy, stop)),
            new("overdue", await filings.CountAsync(f => f.FirstSubmittedAt == null && f.State == FilingState.Draft && f.Exemption == null && f.DueOn < day, stop)),
            new("organisations", await organisations.CountAsync(o => o.State == OrganisationState.Pending, stop)),
            new("grants", await db.Grants.CountAsync(g => g.State == GrantState.Proposed && db.Set<Organisation>().Any(o => o.Id == g.OrganisationId && (areas == null || areas.Contains(o.AreaCode))), stop)),
            new("reports", await reports.CountAsync(r => r.State == ReportState.Received, stop)),
            new("late-reports", await reports.Late(day).CountAsync(stop)),
            new("needs", areas is null ? await db.Needs.CountAsync(n => n.State == NeedState.Received, stop) : 0),
            new("late-needs", areas is null ? await db.Needs.Late(day).CountAsync(stop) : 0),
            new("stranded", await db.Recommendations.AsNoTracking().Where(r => areas == null || areas.Contains(r.AreaCode)).Stranded(db).CountAsync(stop)),
        ];
    }

    /// <summary>Drafts whose term runs and has come near, or is over.</summary>
    private IQueryable<Filing> Running(DateOnly day)
    {
        var horizon = day.AddDays(pack.RulesAt(day).Filing.RemindDaysBefore.DefaultIfEmpty(0).Max());
        return db.Filings.AsNoTracking().Where(f => f.FirstSubmittedAt == null && f.State == FilingState.Draft && f.Exemption == null && f.DueOn != null && f.DueOn <= horizon);
    }

    /// <summary>15, 7, 3 and 1 days before, and every 7 days after, as the city's rules say; a day on which the product stood still is caught up.</summary>
    private bool IsReminderDay(DateOnly due, DateOnly since, DateOnly day)
    {
        var terms = pack.RulesAt(day).Filing;
        return Enumerable.Range(since.DayNumber + 1, Math.Max(0, day.DayNumber - since.DayNumber)).Select(n => due.DayNumber - n)
            .Any(left => left >= 0 ? terms.RemindDaysBefore.Contains(left) : -left % terms.RemindEveryDaysOverdue == 0);
    }

    /// <summary>What was handed in before this day should have been answered by now.</summary>
    private DateOnly AnswerBy(DateOnly day)
    {
        var handedIn = day;
        for (var left = pack.RulesAt(day).Review.ReviewWorkingDays; left > 0; left -= pack.WorkingDays.IsWorkingDay(handedIn) ? 1 : 0)
        {
            handedIn = handedIn.AddDays(-1);
        }

        return handedIn;
    }
}
