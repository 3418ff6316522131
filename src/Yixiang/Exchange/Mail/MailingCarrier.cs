using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Voices;

namespace Yixiang.Exchange;

/// <summary>Finds everybody a mail concerns and owes each of them one.</summary>
public sealed class MailingCarrier(Db db, MailSettings settings, TimeProvider clock) : ICarrier
{
    public const string CarrierName = "mailing";

    public string Name => CarrierName;

    public async Task CarryAsync(Delivery delivery, CancellationToken stop)
    {
        var order = MailOrder.Of(delivery);
        var (readers, now) = (await ReadersAsync(order, stop), clock.GetUtcNow());
        var due = order.IsGathered ? now + settings.Gather : now;
        await db.OweAsync([.. readers.Select(id => order.ToReader(id, delivery.Key, due, now))], stop);
    }

    private async Task<IReadOnlyList<long>> ReadersAsync(MailOrder order, CancellationToken stop)
    {
        switch (order.Kind)
        {
            case MailKind.FilingReturned or MailKind.FilingAccepted or MailKind.FilingReminder:
                var unit = await db.Filings.Where(f => f.Reference == order.Reference).Select(f => f.OrganisationId).SingleOrDefaultAsync(stop);
                return await db.AdministratorsOf(unit).ToListAsync(stop);
            case MailKind.ReportForwarded or MailKind.ReportReminder:
                var concerned = await db.ProblemReports.Where(r => r.Reference == order.Reference && r.State == ReportState.Forwarded).Select(r => r.OrganisationId).SingleOrDefaultAsync(stop);
                return await db.AdministratorsOf(concerned).ToListAsync(stop);
            case MailKind.NeedForwarded:
                return await (from u in db.NeedUnits
                              join n in db.Needs on u.NeedId equals n.Id
                              where n.Reference == order.Reference
                              join g in db.Grants on u.OrganisationId equals g.OrganisationId
                              where g.Role == Role.UnitAdministrator && g.State == GrantState.Granted
                              select g.AccountId).Distinct().ToListAsync(stop);
            case MailKind.OrganisationDecided:
                return await (from g in db.Grants
                              join o in db.Organisations.Named(order.Reference) on g.OrganisationId equals o.Id
                              where g.ProposedBy == g.AccountId
                              select g.AccountId).Distinct().ToListAsync(stop);
            default:
                throw new InvalidOperationException($"Nobody says who reads {order.Kind}.");
        }
    }
}

internal static class Readers
{
    /// <summary>The accounts that administer a unit.</summary>
    public static IQueryable<long> AdministratorsOf(this Db db, long organisation) =>
        db.Grants.Where(g => g.OrganisationId == organisation && g.Role == Role.UnitAdministrator && g.State == GrantState.Granted).Select(g => g.AccountId).Distinct();

    /// <summary>Owes deliveries that are not owed yet: the key decides, so that a second run adds nothing.</summary>
    public static async Task OweAsync(this Db db, IReadOnlyList<Delivery> deliveries, CancellationToken stop)
    {
        foreach (var group in deliveries.GroupBy(d => d.Carrier))
        {
            var keys = group.Select(d => d.Key).ToList();
            var there = await db.Deliveries.Where(d => d.Carrier == group.Key && keys.Contains(d.Key)).Select(d => d.Key).ToListAsync(stop);
            db.Deliveries.AddRange(group.Where(d => !there.Contains(d.Key)));
        }

        await db.SaveChangesAsync(stop);
    }
}
