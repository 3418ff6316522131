using System.Linq.Expressions;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>A filing in a list of its unit.</summary>
public sealed record OwnFilingLine(
    string Reference, FilingKind Kind, ResourceKind ResourceKind, FilingState State, string Name, string Model, string OwnNumber, Yuan OriginalValue,
    DateOnly? AcceptedOn, DateOnly? DueOn, int DaysLate, int Completeness, int Blocking, DateTimeOffset ChangedAt, DateTimeOffset? FirstSubmittedAt, bool IsExempt)
{
    public static readonly Expression<Func<Filing, OwnFilingLine>> From = f => new(
        f.Reference, f.Kind, f.ResourceKind, f.State, f.Name, f.Model, f.OwnNumber, f.OriginalValue,
        f.AcceptedOn, f.DueOn, f.DaysLate, f.Completeness, f.Blocking, f.ChangedAt, f.FirstSubmittedAt, f.Exemption != null);

    public string Title => Name == "" ? Texts.T("filing.unnamed") : Name;

    /// <summary>Days left of the thirty, negative when over; null when no term runs.</summary>
    public int? DaysLeft(DateOnly today) =>
        FirstSubmittedAt is null && !IsExempt && State is not (FilingState.Accepted or FilingState.Discarded) && DueOn is { } due ? due.DayNumber - today.DayNumber : null;

    public Badge? Clock(DateOnly today) => FilingBadge.OfClock(DaysLeft(today), DaysLate);

    public string? RowClass(DateOnly today) => DaysLeft(today) switch { < 0 => "is-late", <= FilingBadge.Pressing => "is-due", _ => null };
}
