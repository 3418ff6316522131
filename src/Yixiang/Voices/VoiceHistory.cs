using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Voices;

/// <summary>What happened to a report or a need, newest first. Officers read names; the unit and whoever spoke read in which role somebody acted.</summary>
internal static class VoiceHistory
{
    /// <summary>Only the officers' own business.</summary>
    private static readonly string[] Inner = ["read-contact", "remind", "escalate", "erase-contact"];

    public static async Task<IReadOnlyList<TimelineEntry>> OfAsync(Db db, string subject, string reference, bool forPublic, CancellationToken stop, bool withNames = false)
    {
        var entries = await db.Journal.AsNoTracking().Where(e => e.Subject == subject && e.Reference == reference).OrderByDescending(e => e.Id).ToListAsync(stop);
        var people = withNames ? entries.Select(e => e.AccountId).OfType<long>().Distinct().ToList() : [];
        var names = people.Count == 0 ? [] : await db.Accounts.Where(a => people.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, stop);
        return [.. entries.Where(e => !forPublic || !Inner.Contains(e.What)).Select(e => new TimelineEntry(e.At, Label(subject, e.What), Who(e, names), Tone: ToneOf(e.What)))];
    }

    private static string Label(string subject, string what) => Texts.Label(Has($"move.{subject}.{what}") ? $"move.{subject}.{what}" : $"voice.history-{what}");

    private static string? Who(JournalEntry entry, Dictionary<long, string> names) =>
        entry.AccountId is { } id && names.TryGetValue(id, out var name) ? T("voice.who", name, T(entry.Role))
        : entry.AccountId is null && entry.Role == Role.SystemAdministrator ? null
        : T(entry.Role);

    private static Tone ToneOf(string what) => what switch
    {
        "answer" or "close" => Tone.Ok,
        "dismiss" or "decline" or "reopen" or "remind" => Tone.Warn,
        "escalate" => Tone.Error,
        "receive" or "forward" => Tone.Accent,
        _ => Tone.Quiet,
    };
}
