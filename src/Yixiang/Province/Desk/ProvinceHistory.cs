using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Province.Desk;

/// <summary>What happened to a recommendation, newest first.</summary>
internal static class ProvinceHistory
{
    public static async Task<IReadOnlyList<TimelineEntry>> OfAsync(Db db, Recommendation recommendation, CancellationToken stop)
    {
        var entries = await (from e in db.Journal.AsNoTracking()
                             where e.Subject == Recommendations.Subject && e.Reference == recommendation.Reference
                             join a in db.Accounts on e.AccountId equals a.Id into who
                             from a in who.DefaultIfEmpty()
                             orderby e.Id descending
                             select new { e.At, e.What, Who = a == null ? null : a.DisplayName }).ToListAsync(stop);
        return [.. entries.Select(e => new TimelineEntry(e.At, Label(Has($"move.recommendation.{e.What}") ? $"move.recommendation.{e.What}" : $"province.act-{e.What}"), e.Who, SaidAt(recommendation, e.What), ToneOf(e.What)))];
    }

    private static string? SaidAt(Recommendation recommendation, string what) => what is "refuse" or "remove" or "withdraw" ? recommendation.Why : null;

    private static Tone ToneOf(string what) => what switch
    {
        "list" or "enter" => Tone.Ok,
        "refuse" => Tone.Error,
        "remove" => Tone.Warn,
        "withdraw" or "lapse" => Tone.Quiet,
        _ => Tone.Accent,
    };
}
