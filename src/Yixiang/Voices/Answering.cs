using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Voices;

/// <summary>A report that was put to a unit, and the unit's own first answer to it.</summary>
/// <param name="Organisation">Reference of the unit.</param>
/// <param name="ClassCode">Of the instrument; empty where the whole organisation was meant or the instrument has no class.</param>
/// <param name="Days">Working days from the day on which the unit was shown the report to that of its answer; 0 for the same day.</param>
public sealed record UnitAnswer(string Organisation, string AreaCode, string ClassCode, DateTimeOffset Asked, DateTimeOffset Answered, int Days);

/// <summary>How long an organisation takes to answer the public.</summary>
/// <param name="Days">Median of working days; may end in a half.</param>
/// <param name="Answers">From so many answers.</param>
/// <param name="From">Day of the oldest of them.</param>
/// <param name="To">Day of the newest.</param>
public sealed record ResponseTime(decimal Days, int Answers, DateOnly From, DateOnly To)
{
    /// <summary>The same day; 2.5 working days.</summary>
    public override string ToString() => Say(Days);

    public static string Say(decimal days) => days == 0 ? Texts.T("voice.same-day") : Texts.T(days == 1 ? "voice.one-working-day" : "voice.working-days", days.ToString("0.#"));

    /// <summary>The median of some working days.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static decimal MedianOf(IEnumerable<int> days)
    {
        int[] inOrder = [.. days.Order()];
        return inOrder.Length == 0 ? throw new ArgumentException("No answers have no median.", nameof(days)) : (inOrder[(inOrder.Length - 1) / 2] + inOrder[inOrder.Length / 2]) / 2m;
    }
}

/// <summary>Response times of units (A5), from what the journal says of reports: an officer's answer in the unit's place is not the unit's, and a second answer does not make the first one later.</summary>
public sealed class Answering(Db db, CityPack pack)
{
    private FigureSettings Settings => pack.Settings.Figures;

    /// <summary>The time of a unit over its last answers; null while it has given too few to tell.</summary>
    public async Task<ResponseTime?> OfAsync(long organisationId, CancellationToken stop)
    {
        var last = (await AnswersAsync(db.ProblemReports.Where(r => r.OrganisationId == organisationId), DateTimeOffset.MaxValue, stop)).OrderByDescending(a => a.Answered).Take(Settings.LastAnswers).ToList();
        return last.Count < Settings.LeastAnswers ? null : new(ResponseTime.MedianOf(last.Select(a => a.Days)), last.Count, CityTime.DateOf(last[^1].Answered), CityTime.DateOf(last[0].Answered));
    }

    /// <summary>Every first answer of a unit that was given before a moment. One query.</summary>
    public Task<List<UnitAnswer>> AllAsync(DateTimeOffset before, CancellationToken stop) => AnswersAsync(db.ProblemReports, before, stop);

    private async Task<List<UnitAnswer>> AnswersAsync(IQueryable<ProblemReport> reports, DateTimeOffset before, CancellationToken stop)
    {
        var answer = ProblemReport.Lifecycle.Answer.Name;
        var given = await (from r in reports.AsNoTracking()
                           where r.ForwardedAt != null
                           join e in db.Journal on new { r.Reference, Subject = Reports.Subject } equals new { e.Reference, e.Subject }
                           where e.What == answer && e.Role == Role.UnitAdministrator
                           join o in db.Organisations on r.OrganisationId equals o.Id
                           join v in db.InstrumentVersions.Where(v => v.Until == null) on r.InstrumentId equals v.InstrumentId into versions
                           from v in versions.DefaultIfEmpty()
                           select new { r.Id, Organisation = o.Reference, r.AreaCode, ClassCode = v == null ? "" : v.ClassCode, Asked = r.ForwardedAt!.Value, e.At }).ToListAsync(stop);
        return
        [
            .. from first in given.GroupBy(g => g.Id, (_, answers) => answers.MinBy(a => a.At)!)
               where first.At < before
               select new UnitAnswer(first.Organisation, first.AreaCode, first.ClassCode, first.Asked, first.At, pack.WorkingDays.Count(CityTime.DateOf(first.Asked), CityTime.DateOf(first.At))),
        ];
    }
}
