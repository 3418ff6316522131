using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>What officers may see of a filing that was never handed in: enough to chase it, and no particulars (A6).</summary>
public sealed record OverdueRow(
    string Reference, string OwnNumber, string Name, string Organisation, string? Uscc, string? OfficePhone, string AreaCode, DateOnly AcceptedOn, DateOnly DueOn, int Completeness)
{
    /// <summary>Days since the end of the term; negative while it still runs.</summary>
    public int DaysOver(DateOnly today) => today.DayNumber - DueOn.DayNumber;
}

public static class Overdue
{
    /// <summary>Initial filings that are still drafts, whose term runs or ran out, and which no officer exempted: a county officer those of the area.</summary>
    public static IQueryable<Filing> OwedTo(this IQueryable<Filing> filings, Actor actor)
    {
        var owed = filings.Where(f => f.Kind == FilingKind.Initial && f.State == FilingState.Draft && f.FirstSubmittedAt == null && f.DueOn != null && f.Exemption == null);
        return actor.Role switch
        {
            Role.BureauOfficer => owed,
            Role.CountyOfficer => owed.Where(f => f.AreaCode == actor.AreaCode),
            Role.Visitor or Role.User or Role.Technician or Role.UnitAdministrator or Role.Expert or Role.Auditor or Role.SystemAdministrator or Role.SecurityAdministrator => owed.Where(f => false),
        };
    }
}
