using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Notices;

/// <summary>How days, hours and states of notices are said.</summary>
public static class NoticeWords
{
    /// <summary><c>2026-12-05 09:00–16:30</c>, <c>2026-01-05 – 2026-03-31</c>.</summary>
    public static string Say(this Span span)
    {
        if (span.From is not { } from)
        {
            return "";
        }

        var (opens, closes) = (span.Opens?.ToString("HH:mm"), span.Closes?.ToString("HH:mm"));
        return span.Until is not { } until || until == from
            ? opens is null ? CityTime.Show(from) : $"{CityTime.Show(from)} {opens}–{closes}"
            : opens is null ? $"{CityTime.Show(from)} – {CityTime.Show(until)}" : $"{CityTime.Show(from)} {opens} – {CityTime.Show(until)} {closes}";
    }

    /// <summary>Whether a policy is in force, or an event still to come; null where time does not matter.</summary>
    public static Badge? Mark(NoticeKind kind, Span span, DateOnly today) => kind switch
    {
        NoticeKind.Policy => span.Until < today ? new(T("notice.no-longer"), Tone.Quiet) : span.From > today ? new(T("notice.not-yet"), Tone.Info) : new(T("notice.in-force"), Tone.Ok),
        NoticeKind.OpenDay or NoticeKind.Round => span.Until < today ? new(T("notice.over"), Tone.Quiet) : span.From <= today ? new(T("notice.running"), Tone.Ok) : new(T("notice.ahead"), Tone.Info),
        NoticeKind.News or NoticeKind.Guide => null,
    };

    public static Badge Of(EditionState state) => new(T(state), state switch
    {
        EditionState.Published => Tone.Ok,
        EditionState.Submitted or EditionState.Scheduled => Tone.Info,
        EditionState.Withdrawn => Tone.Error,
        EditionState.Draft or EditionState.Replaced or EditionState.Discarded => Tone.Quiet,
    });
}
