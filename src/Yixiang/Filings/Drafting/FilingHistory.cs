using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings;

/// <summary>What happened to a filing, told to its unit: own people by name, officers by their office only.</summary>
public static class FilingHistory
{
    public static async Task<IReadOnlyList<TimelineEntry>> OfAsync(Db db, Filing filing, CancellationToken stop)
    {
        var told = Filing.Lifecycle.Moves.Select(m => m.Name).Append("begin").ToList();
        var entries = await db.Journal.AsNoTracking()
            .Where(e => e.Subject == "filing" && e.Reference == filing.Reference && told.Contains(e.What))
            .OrderBy(e => e.Id).ToListAsync(stop);
        var own = entries.Where(e => e.OrganisationId == filing.OrganisationId).Select(e => e.AccountId).Distinct().ToList();
        var names = await db.Accounts.Where(a => own.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, stop);
        return [.. Tell(entries, filing, names).Reverse()];
    }

    private static IEnumerable<TimelineEntry> Tell(IReadOnlyList<JournalEntry> entries, Filing filing, Dictionary<long, string> names)
    {
        var round = 0;
        foreach (var entry in entries)
        {
            round += entry.What == "submit" ? 1 : 0;
            var who = entry.AccountId is { } id && names.TryGetValue(id, out var name) ? name : T(entry.Role);
            var what = entry.What == "begin" ? T("drafting.begun") : T($"move.filing.{entry.What}");
            var said = entry.What == "return" ? string.Join(T("drafting.sentence-gap"), filing.ReturnReasons.Where(r => r.Round == round).Select(r => r.Text)) : null;
            yield return new(entry.At, what, who, said, ToneOf(entry.What));
        }
    }

    private static Tone ToneOf(string move) => move switch
    {
        "return" => Tone.Error,
        "accept" => Tone.Ok,
        "withdraw" or "discard" => Tone.Warn,
        _ => Tone.Accent,
    };
}
