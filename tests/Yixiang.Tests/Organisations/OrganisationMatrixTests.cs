using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Accounts;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Tests.Kernel;

namespace Yixiang.Tests.Organisations;

/// <summary>Every move × every role × every state of an organisation.</summary>
[MatrixOf("organisation")]
public sealed class OrganisationMatrixTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_move_is_made_exactly_when_the_declaration_opens_it_and_a_refusal_leaves_no_trace(string database)
    {
        await using var site = await Site.StartAsync(database);
        var cast = await Cast.GatherAsync(site);
        var serial = 0;
        var walk = new Matrix<Organisation, OrganisationState>(site, Organisation.Lifecycle)
        {
            Given = async state => await GivenAsync(site, cast, ++serial, state),
            Door = (_, move, organisation) => new(
                $"/desk/organisations/{organisation.Reference}?handler=Decide", [Role.BureauOfficer, Role.CountyOfficer],
                new[] { ("move", move.Name), ("version", $"{organisation.Version}"), ("text", "材料不符") }),
            Sees = (actor, organisation) => Task.FromResult(new[] { organisation }.AsQueryable().VisibleTo(actor).Any()),
        };

        var (made, refused) = await walk.WalkAsync(cast.Everybody);

        Assert.True(made >= 12 && refused > 150, $"{made} made, {refused} refused");
    }

    private static async Task<Organisation> GivenAsync(Site site, Cast cast, int serial, OrganisationState state)
    {
        var begun = await site.GivenOrganisationAsync($"单位{serial}", cast.Unit.AreaCode);
        return await site.UseAsync(async services =>
        {
            var db = services.GetRequiredService<Db>();
            if (state == OrganisationState.Unverified)
            {
                await db.Organisations.Where(o => o.Id == begun.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.State, state));
            }

            var organisation = await db.Organisations.SingleAsync(o => o.Id == begun.Id);
            string[] path = state switch { OrganisationState.Verified => ["verify"], OrganisationState.Rejected => ["reject"], OrganisationState.Closed => ["verify", "close"], _ => [] };
            foreach (var move in path.Select(m => Organisation.Lifecycle.Find(m)!))
            {
                await db.MoveAsync(move, organisation, move.InputType == typeof(Reason) ? new Reason("材料不符") : new Nothing(), cast.Officer, site.Clock.Now);
            }

            return organisation;
        });
    }
}
