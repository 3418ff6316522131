using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Yixiang.Exchange;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Tests.Kernel;

namespace Yixiang.Tests.Filings;

/// <summary>Every move × every role × every state through HTTP, generated from the declarations, under every way a city may review.</summary>
[MatrixOf("filing")]
public class LifecycleMatrixTests
{
    /// <summary>How each state is reached: moves with the one who makes them. States that a way of reviewing does not know are left out.</summary>
    private static readonly Dictionary<FilingState, string[]> Paths = new()
    {
        [FilingState.Draft] = [],
        [FilingState.Submitted] = ["submit"],
        [FilingState.Endorsed] = ["submit", "endorse"],
        [FilingState.Checked] = ["submit", "endorse", "check"],
        [FilingState.Returned] = ["submit", "return"],
        [FilingState.Accepted] = ["submit", "endorse", "check", "accept"],
        [FilingState.Discarded] = ["discard"],
    };

    public static List<TheoryDataRow<string, bool, bool>> Ways
    {
        get
        {
            List<TheoryDataRow<string, bool, bool>> ways = [];
            foreach (var (database, county, second) in from d in new[] { "sqlite", "postgres" } from c in new[] { false, true } from s in new[] { false, true } select (d, c, s))
            {
                ways.Add(new TheoryDataRow<string, bool, bool>(database, county, second) { Skip = database == "postgres" && Site.Server is null ? "TEST_POSTGRES is not set: bin/test sets it" : null });
            }

            return ways;
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_move_is_made_exactly_when_the_declaration_opens_it_and_a_refusal_leaves_no_trace(string database, bool countyFirst, bool secondOfficer)
    {
        await using var site = await Site.StartAsync(database, await Packs.WithReviewAsync(countyFirst, secondOfficer));
        var town = await Town.BuildAsync(site);
        var (made, refused) = (0, 0);
        foreach (var (state, path) in Paths.Where(p => (countyFirst || p.Key != FilingState.Endorsed) && (secondOfficer || p.Key != FilingState.Checked)))
        {
            Filing? filing = null;
            foreach (var (actor, move) in from a in town.Everybody from m in Filing.Lifecycle.Moves select (a, m))
            {
                filing ??= await town.GivenAsync(path.Where(m => (countyFirst || m != "endorse") && (secondOfficer || m != "check")));
                Assert.Equal(state, filing.State);
                var (before, expected) = (await site.DigestAsync(filing), Expected(actor, move, filing));
                using var answer = await town.ClientOf(actor).PostAsJsonAsync($"/api/v1/filings/{filing.Reference}/{move.Name}", InputOf(move));

                Assert.True(expected == (int)answer.StatusCode, $"{move.Name} by {actor.Role} ({actor.Name}) on {state}: expected {expected}, was {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
                if (expected != 200)
                {
                    refused++;
                    Assert.Equal(before, await site.DigestAsync(filing));
                    continue;
                }

                made++;
                Assert.Equal(move.To, await site.StateAsync(filing));
                filing = null;
            }
        }

        Assert.True(made >= 6 && refused > 300, $"{made} made, {refused} refused");
    }

    /// <summary>By the declaration and by what the actor may see, never by the answer.</summary>
    private static int Expected(Actor actor, Lifecycle<Filing, FilingState>.Move move, Filing filing)
    {
        if (actor.Role == Role.Visitor)
        {
            return 401;
        }

        if (!actor.Is(Role.UnitAdministrator, Role.Technician, Role.CountyOfficer, Role.BureauOfficer))
        {
            return 403;
        }

        return !new[] { filing }.AsQueryable().VisibleTo(actor).Any() ? 404 : move.WhyNot(actor, filing)?.Kind.Status() ?? 200;
    }

    private static object InputOf(Lifecycle<Filing, FilingState>.Move move) => move.InputType == typeof(Return) ? new { text = "请核对", fields = new { name = "与铭牌不一致" } } : new { };

    /// <summary>Two units in two areas, and everybody who may come to a filing of the first.</summary>
    private sealed class Town(Site site, Organisation unit, Actor own, Actor county, Actor checker, Actor[] everybody)
    {
        private readonly Dictionary<Actor, HttpClient> clients = [];
        private int serial;

        public Actor[] Everybody => everybody;

        public HttpClient ClientOf(Actor actor) => clients.TryGetValue(actor, out var client) ? client : clients[actor] = actor.Role == Role.Visitor ? site.Visitor() : site.As(actor);

        public static async Task<Town> BuildAsync(Site site)
        {
            var unit = await site.GivenOrganisationAsync("本单位", "140702");
            var other = await site.GivenOrganisationAsync("别的单位", "140727");
            var own = await site.GivenActorAsync(Role.UnitAdministrator, unit.Id, name: "own unit");
            var county = await site.GivenActorAsync(Role.CountyOfficer, area: "140702", name: "own area");
            var checker = await site.GivenActorAsync(Role.BureauOfficer, name: "the one who checked");
            var everybody = new List<Actor> { own, county, checker, Actor.Visitor };
            everybody.Add(await site.GivenActorAsync(Role.UnitAdministrator, other.Id, name: "other unit"));
            everybody.Add(await site.GivenActorAsync(Role.CountyOfficer, area: "140727", name: "other area"));
            everybody.Add(await site.GivenActorAsync(Role.BureauOfficer, name: "another officer"));
            everybody.Add(await site.GivenActorAsync(Role.Technician, unit.Id));
            foreach (var role in new[] { Role.User, Role.Expert, Role.Auditor, Role.SystemAdministrator, Role.SecurityAdministrator })
            {
                everybody.Add(await site.GivenActorAsync(role));
            }

            Assert.Equal(Enum.GetValues<Role>().Order(), everybody.Select(a => a.Role).Distinct().Order());
            return new(site, unit, own, county, checker, [.. everybody]);
        }

        public async Task<Filing> GivenAsync(IEnumerable<string> path)
        {
            var filing = await site.GivenFilingAsync(unit, World.Microscope($"M{++serial}"));
            foreach (var move in path)
            {
                filing = await site.MoveAsync(filing, move, move switch { "endorse" => county, "check" => checker, "accept" => everybody.Single(a => a.Name == "another officer"), "return" when filing.CountyFirst => county, "return" => checker, _ => own });
            }

            return filing;
        }
    }
}

internal static class Traces
{
    /// <summary>What the database holds of a filing, and how long the journal of filings and instruments is: what a refusal must not change. What signing in writes down is no part of it.</summary>
    /// <summary>Letters are written by the courier a moment after the move that owes them; they say nothing about the move in hand.</summary>
    public static Task<string> DigestAsync(this Site site, Filing filing) => site.QueryAsync(async db =>
    {
        var f = await db.Filings.AsNoTracking().Include(x => x.ReturnReasons).SingleAsync(x => x.Id == filing.Id);
        return $"{f.State} {f.Version} {f.Round} {f.SubmittedAt:O} {f.DaysLate} {f.CheckedBy} {f.DecidedBy} {f.InstrumentId} {f.ReturnReasons.Count} {f.Content} "
            + $"{await db.Journal.CountAsync(e => e.Subject == "filing" || e.Subject == "instrument")} {await db.Deliveries.CountAsync(d => d.Key.Contains(f.Reference) && d.Carrier != PostCarrier.CarrierName)} {await db.Set<Yixiang.Instruments.Instrument>().CountAsync()}";
    });
}
