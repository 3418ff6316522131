using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Accounts;
using Yixiang.Kernel;
using Yixiang.Tests.Kernel;

namespace Yixiang.Tests.Accounts;

/// <summary>Every move × every role × every state of a grant, for each kind of role that can be granted.</summary>
[MatrixOf("grant")]
public sealed class GrantMatrixTests
{
    public static List<TheoryDataRow<string, Role>> Kinds =>
        [.. from d in Site.Databases from r in Enum.GetValues<Role>().Where(r => r != Role.Visitor) select new TheoryDataRow<string, Role>(d.Data, r) { Skip = d.Skip }];

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_move_is_made_exactly_when_the_declaration_opens_it_and_a_refusal_leaves_no_trace(string database, Role kind)
    {
        await using var site = await Site.StartAsync(database);
        var cast = await Cast.GatherAsync(site);
        var isOfUnit = Roles.OfOrganisation.Contains(kind);
        var walk = new Matrix<Grant, GrantState>(site, Grant.Lifecycle)
        {
            Given = async state => await GivenAsync(site, cast, state, kind, isOfUnit),
            Door = (actor, move, grant) => new(
                actor.Role == Role.UnitAdministrator ? "/unit/members?handler=Move" : "/admin/grants?handler=Move",
                [Role.UnitAdministrator, Role.SystemAdministrator, Role.SecurityAdministrator, Role.BureauOfficer, Role.CountyOfficer],
                new[] { ("id", $"{grant.Id}"), ("move", move.Name) }),
            Sees = (actor, grant) => site.QueryAsync(db => db.Grants.VisibleTo(actor, db).AnyAsync(g => g.Id == grant.Id)),
        };

        var (made, refused) = await walk.WalkAsync(cast.Everybody);

        Assert.True(made >= 3 && refused > 100, $"{made} made, {refused} refused");
    }

    private static Task<Grant> GivenAsync(Site site, Cast cast, GrantState state, Role kind, bool isOfUnit) => site.UseAsync(async services =>
    {
        var applicant = await site.GivenActorAsync(Role.User);
        var db = services.GetRequiredService<Db>();
        var grant = new Grant { AccountId = applicant.AccountId!.Value, Role = kind, OrganisationId = isOfUnit ? cast.Unit.Id : null, AreaCode = kind == Role.CountyOfficer ? cast.Unit.AreaCode : null, ProposedBy = cast.Checker.AccountId, ProposedAt = site.Clock.Now };
        db.Grants.Add(grant);
        db.Record(JournalEntry.Of("grant", grant.Reference, "propose", new(cast.Checker, site.Clock.Now)));
        await db.SaveChangesAsync();
        string[] path = state switch { GrantState.Proposed => [], GrantState.Granted => ["approve"], GrantState.Refused => ["refuse"], GrantState.Revoked => ["approve", "revoke"] };
        foreach (var move in path.Select(m => Grant.Lifecycle.Find(m)!))
        {
            await db.MoveAsync(move, grant, new Nothing(), cast.Everybody.First(a => move.WhyNot(a, grant) is null), site.Clock.Now);
        }

        return grant;
    });
}
