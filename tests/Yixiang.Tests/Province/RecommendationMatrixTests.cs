using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Province;
using Yixiang.Tests.Kernel;
using Yixiang.Tests.Ledger;

namespace Yixiang.Tests.Province;

/// <summary>Every move × every role × every state through HTTP, generated from the declaration.</summary>
[MatrixOf("recommendation")]
public class RecommendationMatrixTests
{
    private static readonly Recommendation.RecommendationLifecycle Life = Recommendation.Lifecycle;

    /// <summary>How each state is reached.</summary>
    private static readonly Dictionary<RecommendationState, string[]> Paths = new()
    {
        [RecommendationState.Proposed] = [],
        [RecommendationState.Sent] = ["send"],
        [RecommendationState.Listed] = ["send", "list"],
        [RecommendationState.Refused] = ["send", "refuse"],
        [RecommendationState.Removed] = ["send", "list", "remove"],
        [RecommendationState.Withdrawn] = ["withdraw"],
    };

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_move_is_made_exactly_when_the_declaration_opens_it_and_a_refusal_leaves_no_trace(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, other) = (await site.GivenOrganisationAsync("本单位"), await site.GivenOrganisationAsync("别的单位", "140727"));
        List<Actor> everybody =
        [
            Actor.Visitor, await site.GivenActorAsync(Role.UnitAdministrator, unit.Id, name: "own"), await site.GivenActorAsync(Role.UnitAdministrator, other.Id, name: "other"),
            await site.GivenActorAsync(Role.CountyOfficer, area: unit.AreaCode, name: "own area"), await site.GivenActorAsync(Role.CountyOfficer, area: other.AreaCode, name: "other area"),
        ];
        foreach (var role in Enum.GetValues<Role>().Except([Role.Visitor, Role.UnitAdministrator, Role.CountyOfficer]))
        {
            everybody.Add(await site.GivenActorAsync(role, role == Role.Technician ? unit.Id : null));
        }

        await site.GivenBatchAsync(unit, [.. Enumerable.Range(1, 40).Select(n => World.Microscope($"M{n}"))]);
        var instruments = new Queue<string>(await site.ReferencesAsync());
        var officer = everybody.Single(a => a.Role == Role.BureauOfficer);
        var clients = everybody.ToDictionary(a => a, a => a.Role == Role.Visitor ? site.Visitor() : site.As(a));
        Assert.Equal(Enum.GetValues<RecommendationState>().Order(), Paths.Keys.Order());
        var (made, refused) = (0, 0);
        foreach (var (state, path) in Paths)
        {
            Recommendation? one = null;
            foreach (var (actor, move) in from a in everybody from m in Life.Moves where m != Life.Send && m != Life.Lapse select (a, m))
            {
                one ??= await GivenAsync(site, instruments.Dequeue(), path, officer);
                Assert.Equal(state, one.State);
                var (before, expected) = (await DigestAsync(site, one), Expected(actor, move, one));
                using var answer = await clients[actor].PostAsJsonAsync($"/api/v1/recommendations/{one.Reference}/{move.Name}", InputOf(move, one));

                Assert.True(expected == (int)answer.StatusCode, $"{move.Name} by {actor.Role} ({actor.Name}) on {state}: expected {expected}, was {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
                if (expected != 200)
                {
                    refused++;
                    Assert.Equal(before, await DigestAsync(site, one));
                    continue;
                }

                made++;
                Assert.Equal(move.To, await site.QueryAsync(db => db.Recommendations.Where(r => r.Id == one.Id).Select(r => r.State).SingleAsync()));
                one = null;
            }
        }

        Assert.True(made >= 7 && refused > 350, $"{made} made, {refused} refused");
    }

    /// <summary>A package sends, and the product lets lapse.</summary>
    [Fact]
    public async Task Nobody_sends_one_alone_or_lets_one_lapse_by_hand()
    {
        await using var site = await Site.StartAsync("sqlite");
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), World.Microscope());
        var officer = await site.GivenActorAsync(Role.BureauOfficer);
        var one = await GivenAsync(site, "JZ-000001", [], officer);
        var desk = site.As(officer);
        foreach (var move in new[] { "send", "lapse" })
        {
            Assert.False((await desk.PostAsJsonAsync($"/api/v1/recommendations/{one.Reference}/{move}", new { package = "S2026-000001", version = 1 })).IsSuccessStatusCode);
            var form = await PageForm.OpenAsync(desk, $"/desk/province/{one.Reference}", "form[action*='move=list']");
            Assert.Equal(HttpStatusCode.NotFound, (await form.SendToAsync(form.Form.GetAttribute("action")!.Replace("move=list", $"move={move}", StringComparison.Ordinal))).StatusCode);
            Assert.Equal(RecommendationState.Proposed, await site.QueryAsync(db => db.Recommendations.Select(r => r.State).SingleAsync()));
        }
    }

    /// <summary>By the declaration and by what the actor may see, never by the answer.</summary>
    private static int Expected(Actor actor, Lifecycle<Recommendation, RecommendationState>.Move move, Recommendation one) =>
        actor.Role == Role.Visitor ? 401
        : !actor.Is(Role.UnitAdministrator, Role.CountyOfficer, Role.BureauOfficer) ? 403
        : !new[] { one }.AsQueryable().VisibleTo(actor).Any() ? 404 : move.WhyNot(actor, one)?.Kind.Status() ?? 200;

    private static object InputOf(Lifecycle<Recommendation, RecommendationState>.Move move, Recommendation one) =>
        move.InputType == typeof(PlatformEntry) ? new { number = $"SX-{one.Reference}" } : move.InputType == typeof(Reason) ? new { text = "如省平台所述" } : new { };

    private static async Task<Recommendation> GivenAsync(Site site, string instrument, string[] path, Actor officer) => await site.UseAsync(async services =>
    {
        var (db, gate) = (services.GetRequiredService<Db>(), services.GetRequiredService<Recommendations>());
        var reference = (await gate.ProposeAsync([instrument], officer, default)).Done.Single();
        foreach (var move in path)
        {
            if (move == "send")
            {
                await gate.SendAsync(officer, default);
                continue;
            }

            var one = await db.Recommendations.SingleAsync(r => r.Reference == reference);
            await gate.MakeAsync(Life.Find(move)!, one, move == "list" ? new PlatformEntry($"SX-{reference}") : new Reason("如省平台所述"), officer, default);
        }

        return await db.Recommendations.AsNoTracking().SingleAsync(r => r.Reference == reference);
    });

    private static Task<string> DigestAsync(Site site, Recommendation one) => site.QueryAsync(async db =>
    {
        var r = await db.Recommendations.AsNoTracking().SingleAsync(x => x.Id == one.Id);
        return $"{r.State} {r.Version} {r.NumberThere} {r.Why} {await db.Journal.CountAsync(e => e.Subject == "recommendation")}";
    });
}
