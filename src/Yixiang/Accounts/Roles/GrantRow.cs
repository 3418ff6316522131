using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Organisations;

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
    /// <summary>Joins the names a list needs; one query.</summary>
    public static IQueryable<GrantRow> WithNames(this IQueryable<Grant> grants, Db db) =>
        from g in grants
        join a in db.Set<Account>() on g.AccountId equals a.Id
        select new GrantRow(g, a.DisplayName, a.Email, db.Set<Organisation>().Where(o => o.Id == g.OrganisationId).Select(o => o.Name).FirstOrDefault(),
            db.Set<Account>().Where(p => p.Id == g.ProposedBy).Select(p => p.DisplayName).FirstOrDefault());
}
