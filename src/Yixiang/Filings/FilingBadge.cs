using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings;

/// <summary>How the state and the clock of a filing look, the same on every page.</summary>
public static class FilingBadge
{
    public static Badge Of(FilingState state) => new(T(state), state switch
    {
        FilingState.Draft or FilingState.Discarded => Tone.Quiet,
        FilingState.Submitted or FilingState.Endorsed or FilingState.Checked => Tone.Info,
        FilingState.Returned => Tone.Error,
        FilingState.Accepted => Tone.Ok,
    });

    /// <summary>Days left or over of the thirty (article 6); null when no term runs and none was missed.</summary>
    public static Badge? OfClock(Filing filing, DateOnly today) => filing.DaysLeft(today) switch
    {
        < 0 and { } over => new(T("filing.days-over", -over), Tone.Error),
        { } left => new(T("filing.days-left", left), left <= 7 ? Tone.Warn : Tone.Quiet),
        null when filing.DaysLate > 0 => new(T("filing.days-late", filing.DaysLate), Tone.Error),
        null => null,
    };
}
