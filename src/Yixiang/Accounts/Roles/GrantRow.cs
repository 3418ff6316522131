using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Accounts;

/// <summary>A grant as lists show it.</summary>
public sealed record GrantRow(Grant Grant, string Person, string? Email, string? Organisation, string? ProposedBy)
{
    public Tone Tone => Grant.State switch
    {
        GrantState.Proposed => Tone.Info,
        GrantState.Granted => Tone.Ok,
        GrantState.Refused => Tone.Warn,
        GrantState.Revoked => Tone.Quiet,
    };
}

public static class GrantRows
{
    /// <summary>Grants as a file.</summary>
    public static Table<GrantRow> Sheet(CityPack pack) => new Table<GrantRow>("account.grants")
        .Code("account.grant-number", r => r.Grant.Reference).Text("account.person", r => r.Person).Text("account.email", r => r.Email, 28).Text("account.role", r => T(r.Grant.Role))
        .Text("account.place", r => r.Organisation ?? pack.Area(r.Grant.AreaCode)?.Name.ToString(), 28).Text("account.proposed", r => r.ProposedBy ?? T("account.by-operator"))
        .Instant("account.proposed-at", r => r.Grant.ProposedAt).Text("account.state", r => T(r.Grant.State), 12);

    /// <summary>Joins the names a list needs; one query.</summary>
    public static IQueryable<GrantRow> WithNames(this IQueryable<Grant> grants, Db db) =>
        from g in grants
        join a in db.Set<Account>() on g.AccountId equals a.Id
        select new GrantRow(g, a.DisplayName, a.Email, db.Set<Organisation>().Where(o => o.Id == g.OrganisationId).Select(o => o.Name).FirstOrDefault(),
            db.Set<Account>().Where(p => p.Id == g.ProposedBy).Select(p => p.DisplayName).FirstOrDefault());
}
