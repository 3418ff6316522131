using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;
using Yixiang.Ledger.Figures;
using Yixiang.Organisations;
using Yixiang.Voices;

namespace Yixiang.Statistics;

/// <summary>A person as the figures see one: when the person came, and to which kind of organisation and area the person belongs.</summary>
/// <param name="Kind">Null for who belongs to no organisation.</param>
public sealed record Head(string HalfYear, string? Area, OrganisationKind? Kind)
{
    /// <summary>The group of the person; empty where the person belongs to none.</summary>
    public string CodeBy(Grouping grouping) => grouping switch
    {
        Grouping.Area => Area ?? "",
        Grouping.OrganisationKind => Kind?.ToString() ?? "",
        Grouping.HalfYear => HalfYear,
        Grouping.Class or Grouping.Mode or Grouping.FeeBasis or Grouping.Value or Grouping.Hours or Grouping.Kind or Grouping.Organisation => throw new ArgumentOutOfRangeException(nameof(grouping), grouping, null),
    };
}

/// <summary>The people behind the figures of persons. Only what is counted leaves the database: no name, no number.</summary>
public sealed class People(Db db)
{
    private static readonly Role[] Staff = [Role.CountyOfficer, Role.BureauOfficer, Role.Expert, Role.Auditor, Role.SystemAdministrator, Role.SecurityAdministrator];

    /// <summary>Who had an account when a day ended, the staff of the authority left out; each once, with the first organisation for which the person holds a role now.</summary>
    public async Task<List<Head>> UsersAsync(DateOnly day, CancellationToken stop)
    {
        var end = CityTime.EndOf(day);
        var accounts = await db.Accounts.AsNoTracking().Where(a => a.CreatedAt < end && (a.ClosedAt == null || a.ClosedAt >= end)).Select(a => new { a.Id, a.CreatedAt }).ToListAsync(stop);
        var grants = await (from g in db.Grants.AsNoTracking()
                            where g.State == GrantState.Granted
                            join o in db.Organisations on g.OrganisationId equals o.Id into organisations
                            from o in organisations.DefaultIfEmpty()
                            orderby g.Id
                            select new { g.AccountId, g.Role, Area = o == null ? null : o.AreaCode, Kind = o == null ? (OrganisationKind?)null : o.Kind }).ToListAsync(stop);
        var staff = grants.Where(g => Staff.Contains(g.Role)).Select(g => g.AccountId).ToHashSet();
        var homes = grants.Where(g => g.Kind is not null).GroupBy(g => g.AccountId).ToDictionary(g => g.Key, g => g.First());
        return [.. accounts.Where(a => !staff.Contains(a.Id)).Select(a => homes.GetValueOrDefault(a.Id) is var home && home is not null ? new Head(HalfYearOf(a.CreatedAt), home.Area, home.Kind) : new Head(HalfYearOf(a.CreatedAt), null, null))];
    }

    /// <summary>Who posted a need until a day ended, whatever became of it; who posted two counts twice, because nobody is named.</summary>
    public async Task<List<Head>> AskersAsync(DateOnly day, CancellationToken stop)
    {
        var end = CityTime.EndOf(day);
        var needs = await db.Needs.AsNoTracking().Where(n => n.ReceivedAt < end).Select(n => new { n.ReceivedAt, n.AskerKind }).ToListAsync(stop);
        return [.. needs.Select(n => new Head(HalfYearOf(n.ReceivedAt), null, n.AskerKind))];
    }

    private static string HalfYearOf(DateTimeOffset at) => LedgerFigures.HalfYear(CityTime.DateOf(at));
}
