using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Operator;

/// <summary>The person of the demo who stands for a role in the bar.</summary>
public sealed record DemoFace(string UserName, Role Role)
{
    /// <summary>One of each role; two of the bureau and of security, because some acts need a second person.</summary>
    public static readonly IReadOnlyList<DemoFace> All =
    [
        new("jsit@example.cn", Role.UnitAdministrator), new("jsit.lab@example.cn", Role.Technician), new("county140702@example.cn", Role.CountyOfficer), new("officer1@example.cn", Role.BureauOfficer),
        new("officer2@example.cn", Role.BureauOfficer), new("expert@example.cn", Role.Expert), new("auditor@example.cn", Role.Auditor), new("system@example.cn", Role.SystemAdministrator),
        new("security1@example.cn", Role.SecurityAdministrator), new("security2@example.cn", Role.SecurityAdministrator), new("user@example.cn", Role.User),
    ];

    /// <summary>The user name beside the role, where a role has several faces.</summary>
    public string Label => $"{Texts.T(Role)} · {UserName.Split('@')[0]}";
}

/// <summary>An account that can be entered, as the demo page lists it.</summary>
/// <param name="For">The organisation or area for which it acts.</param>
public sealed record DemoEntrance(string UserName, string Name, Role Role, string? For);

/// <summary>Lets visitors of a demo in without a password, as whomever they like.</summary>
public sealed class DemoDoor(Db db, CityPack pack, SignIns signIns)
{
    public async Task<IReadOnlyList<DemoEntrance>> EntrancesAsync(CancellationToken stop)
    {
        var rows = await (from a in db.Accounts.AsNoTracking()
                          join g in db.Grants on a.Id equals g.AccountId
                          join o in db.Organisations on g.OrganisationId equals o.Id into homes
                          from o in homes.DefaultIfEmpty()
                          where g.State == GrantState.Granted && a.ClosedAt == null
                          orderby a.Id
                          select new { a.UserName, a.DisplayName, g.Role, g.AreaCode, Organisation = (string?)o.Name }).ToListAsync(stop);
        return [.. rows.Select(r => new DemoEntrance(r.UserName!, r.DisplayName, r.Role, r.Organisation ?? pack.Area(r.AreaCode)?.Name.ToString()))];
    }

    /// <exception cref="RefusedException">There is no such account (<c>demo-nobody</c>).</exception>
    public async Task EnterAsync(string userName, CancellationToken stop)
    {
        var key = userName.ToUpperInvariant();
        var account = await db.Accounts.SingleOrDefaultAsync(a => a.NormalizedUserName == key && a.ClosedAt == null, stop)
            ?? throw new RefusedException(new(RefusalKind.WrongInput, "demo-nobody", userName));
        await signIns.BeginAsync(account, await signIns.PreferredGrantAsync(account.Id, stop), stop);
    }

    /// <summary>Lets somebody who is in stay in after the clock was moved beyond the end of the session.</summary>
    public async Task StayAsync(Actor actor, CancellationToken stop)
    {
        if (await db.Accounts.SingleOrDefaultAsync(a => a.Id == actor.AccountId, stop) is { UserName: { } name })
        {
            await EnterAsync(name, stop);
        }
    }
}
