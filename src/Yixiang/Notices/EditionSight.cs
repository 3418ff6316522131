using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Notices;

public static class EditionSight
{
    /// <summary>For those who write: the bureau sees all but what a unit has not handed in yet, a unit its own; everybody else what is public.</summary>
    public static IQueryable<Edition> VisibleTo(this IQueryable<Edition> editions, Actor actor) => actor.Role switch
    {
        Role.BureauOfficer => editions.Where(e => e.Notice.OrganisationId == null || e.State != EditionState.Draft),
        Role.UnitAdministrator => editions.Where(e => e.Notice.OrganisationId == actor.OrganisationId),
        Role.Visitor or Role.User or Role.Technician or Role.CountyOfficer or Role.Expert or Role.Auditor or Role.SystemAdministrator or Role.SecurityAdministrator => editions.Readable(),
    };

    /// <summary>What anybody may read: what holds, and what held before it. A withdrawn notice takes its older editions with it.</summary>
    public static IQueryable<Edition> Readable(this IQueryable<Edition> editions) =>
        editions.Where(e => e.State == EditionState.Published || (e.State == EditionState.Replaced && e.Notice.Editions.Any(o => o.State == EditionState.Published)));

    /// <summary>What holds now.</summary>
    public static IQueryable<Edition> Current(this IQueryable<Edition> editions) => editions.Where(e => e.State == EditionState.Published);

    /// <summary>The notice of that number, if it has an edition that this actor may work on.</summary>
    public static Task<Notice?> NoticeForAsync(this Db db, int number, Actor actor, CancellationToken stop)
    {
        var visible = db.Editions.VisibleTo(actor);
        return db.Notices.Include(n => n.Organisation).Include(n => n.Editions).ThenInclude(e => e.Files).ThenInclude(f => f.File).AsSplitQuery()
            .SingleOrDefaultAsync(n => n.Number == number && visible.Any(e => e.NoticeId == n.Id), stop);
    }
}
