using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Kernel;
using Yixiang.Tests.Kernel;
using Yixiang.Tests.Ledger;
using Yixiang.Voices;

namespace Yixiang.Tests.Voices;

/// <summary>Every move × every role × every state of a need, with and without an instrument chosen for it.</summary>
[MatrixOf("need")]
public sealed class NeedMatrixTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_move_is_made_exactly_when_the_declaration_opens_it_and_a_refusal_leaves_no_trace(string database)
    {
        await using var site = await Site.StartAsync(database);
        var cast = await Cast.GatherAsync(site);
        await site.GivenBatchAsync(cast.Unit, World.Microscope("N1"));
        foreach (var matched in new[] { true, false })
        {
            var walk = new Matrix<Need, NeedState>(site, Need.Lifecycle)
            {
                Given = async state => matched || state == NeedState.Matching ? await GivenAsync(site, cast, state, matched) : null,
                Door = (_, move, need) => new(
                    $"/desk/needs/{need.Reference}?handler=Move&move={move.Name}", [Role.BureauOfficer],
                    move.InputType == typeof(NeedInstrument) ? new[] { ("instrument", "JZ-000001") } : new[] { ("text", "可以到市检测中心做。") }),
                Sees = (actor, need) => Task.FromResult(new[] { need }.AsQueryable().VisibleTo(actor).Any()),
            };

            var (made, refused) = await walk.WalkAsync(cast.Everybody);

            Assert.True(made >= (matched ? 18 : 8) && refused > (matched ? 250 : 60), $"{made} made, {refused} refused");
        }
    }

    private static Task<Need> GivenAsync(Site site, Cast cast, NeedState state, bool matched) => site.UseAsync(async services =>
    {
        var (db, needs) = (services.GetRequiredService<Db>(), services.GetRequiredService<Needs>());
        var (received, _) = await needs.ReceiveAsync(new("测水里的重金属", null, null, null, null, null, "asker@example.cn", true), default);
        (string Move, object Input)[] path = state switch
        {
            NeedState.Received => [],
            NeedState.Matching when !matched => [("match", new NeedInstrument("JZ-000001")), ("unmatch", new NeedInstrument("JZ-000001"))],
            NeedState.Matching => [("match", new NeedInstrument("JZ-000001"))],
            NeedState.Answered => [("answer", new NeedAnswer("可以到市检测中心做。"))],
            NeedState.Closed => [("decline", new Reason("不属于检测"))],
        };
        foreach (var (move, input) in path)
        {
            db.ChangeTracker.Clear();
            await needs.MakeAsync(Need.Lifecycle.Find(move)!, (await needs.FindAsync(received.Reference, cast.Officer, default))!, input, cast.Officer, default);
        }

        db.ChangeTracker.Clear();
        return (await needs.FindAsync(received.Reference, cast.Officer, default))!;
    });
}
