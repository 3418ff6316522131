using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings.Desk;

/// <summary>What happened to a filing, told to officers: everybody by name, newest first; and what officers said to each other.</summary>
internal static class DeskHistory
{
    public static async Task<(IReadOnlyList<TimelineEntry> History, IReadOnlyList<TimelineEntry> Remarks)> OfAsync(Db db, Filing filing, CancellationToken stop)
    {
        var entries = await db.Journal.AsNoTracking().Where(e => e.Subject == "filing" && e.Reference == filing.Reference && e.What != "save" && e.What != "remark").OrderBy(e => e.Id).ToListAsync(stop);
        var remarks = await db.Comments.AsNoTracking().Where(c => c.FilingId == filing.Id).OrderByDescending(c => c.Id).ToListAsync(stop);
        var people = entries.Select(e => e.AccountId).Concat(remarks.Select(r => r.AccountId)).OfType<long>().Distinct().ToList();
        var names = await db.Accounts.Where(a => people.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, stop);
        string Who(long? account, Role? role) => account is { } id && names.TryGetValue(id, out var name) ? role is { } r ? $"{name}（{T(r)}）" : name : T(role ?? Role.SystemAdministrator);
        return ([.. Tell(entries, filing, Who).Reverse()], [.. remarks.Select(r => new TimelineEntry(r.At, Who(r.AccountId, null), null, r.Text, Tone.Info))]);
    }

    public static async Task<string> NameOfAsync(this Db db, long account, CancellationToken stop) =>
        await db.Accounts.Where(a => a.Id == account).Select(a => a.DisplayName).FirstOrDefaultAsync(stop) ?? $"{account}";

    private static IEnumerable<TimelineEntry> Tell(IEnumerable<JournalEntry> entries, Filing filing, Func<long?, Role?, string> who)
    {
        var round = 0;
        foreach (var entry in entries)
        {
            round += entry.What == "submit" ? 1 : 0;
            yield return new(entry.At, Label(entry.What), who(entry.AccountId, entry.Role), Said(entry, filing, round), ToneOf(entry.What));
        }
    }

    private static string Label(string what) => Has($"move.filing.{what}") ? T($"move.filing.{what}") : Has($"desk.history-{what}") ? T($"desk.history-{what}") : what;

    private static string? Said(JournalEntry entry, Filing filing, int round) => entry.What switch
    {
        "return" => string.Join(T("desk.semicolon"), filing.ReturnReasons.Where(r => r.Round == round).Select(r => r.Field == "" ? r.Text : $"{TypedReturn.LabelOf(r.Field)}: {r.Text}")),
        "exempt" => filing.Exemption?.Text,
        _ => null,
    };

    private static Tone ToneOf(string what) => what switch
    {
        "accept" => Tone.Ok,
        "return" or "propose-purge" => Tone.Error,
        "withdraw" or "discard" or "remind" or "exempt" => Tone.Warn,
        _ => Tone.Accent,
    };
}
