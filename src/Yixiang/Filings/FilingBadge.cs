using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings;

/// <summary>How the state and the clock of a filing look, the same on every page.</summary>
public static class FilingBadge
{
    /// <summary>From so many days before its end on a term is shown as pressing.</summary>
    public const int Pressing = 10;

    public static Badge Of(FilingState state) => new(T(state), state switch
    {
        FilingState.Draft or FilingState.Discarded => Tone.Quiet,
        FilingState.Submitted or FilingState.Endorsed or FilingState.Checked => Tone.Info,
        FilingState.Returned => Tone.Error,
        FilingState.Accepted => Tone.Ok,
    });

    public static Badge? OfClock(Filing filing, DateOnly today) => OfClock(filing.DaysLeft(today), filing.DaysLate);

    /// <summary>Days left or over of the thirty (article 6); null when no term runs and none was missed.</summary>
    public static Badge? OfClock(int? daysLeft, int daysLate) => daysLeft switch
    {
        < 0 and { } over => new(T("filing.days-over", -over), Tone.Error),
        { } left => new(T("filing.days-left", left), left <= Pressing ? Tone.Warn : Tone.Quiet),
        null when daysLate > 0 => new(T("filing.days-late", daysLate), Tone.Error),
        null => null,
    };
}
