using Yixiang.Accounts;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Filings;

/// <summary>A filing as one line of a list.</summary>
public sealed record QueueRow(
    string Reference, FilingKind Kind, ResourceKind ResourceKind, FilingState State, string Name, string Model, string OwnNumber, string ClassCode, Yuan OriginalValue,
    string OrganisationReference, string Organisation, string? Uscc, string AreaCode, DateOnly? AcceptedOn, DateOnly? DueOn, DateTimeOffset? SubmittedAt, DateTimeOffset? DecidedAt, int DaysLate, int Round,
    string? AssignedTo, Guid Version)
{
    /// <summary>Whole days since it was handed in.</summary>
    public int? DaysWaiting(DateOnly today) => SubmittedAt is { } at ? today.DayNumber - CityTime.DateOf(at).DayNumber : null;

    /// <summary>What a choice of this row in a list stands for: this filing, as it was seen.</summary>
    public string Choice => $"{Reference}:{Version:N}";
}

public static class QueueRows
{
    /// <summary>The lines of these filings, in their order: one query. Skip and take afterwards, or the order is lost.</summary>
    public static IQueryable<QueueRow> RowsOf(this Db db, IQueryable<Filing> filings) =>
        from f in filings
        join o in db.Organisations on f.OrganisationId equals o.Id
        join a in db.Accounts on f.AssignedTo equals (long?)a.Id into assigned
        from a in assigned.DefaultIfEmpty()
        select new QueueRow(f.Reference, f.Kind, f.ResourceKind, f.State, f.Name, f.Model, f.OwnNumber, f.ClassCode, f.OriginalValue,
            o.Reference, o.Name, o.Uscc, f.AreaCode, f.AcceptedOn, f.DueOn, f.SubmittedAt, f.DecidedAt, f.DaysLate, f.Round, a == null ? null : a.DisplayName, f.Version);
}
