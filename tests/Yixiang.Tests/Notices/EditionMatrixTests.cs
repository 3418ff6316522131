using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Notices;
using Yixiang.Tests.Kernel;

namespace Yixiang.Tests.Notices;

/// <summary>Every move × every role × every state through HTTP, generated from the declaration; for the bureau's own notices and for a unit's guide.</summary>
[MatrixOf("edition")]
public class EditionMatrixTests
{
    private static readonly Edition.EditionLifecycle Life = Edition.Lifecycle;

    /// <summary>How each state of the bureau's own notice is reached. Replaced and withdrawn are told apart by the notice's later life.</summary>
    private static readonly Dictionary<EditionState, string[]> OfBureau = new()
    {
        [EditionState.Draft] = [],
        [EditionState.Scheduled] = ["schedule"],
        [EditionState.Published] = ["publish"],
        [EditionState.Replaced] = ["publish", "revise"],
        [EditionState.Withdrawn] = ["publish", "withdraw"],
        [EditionState.Discarded] = ["discard"],
    };

    private static readonly Dictionary<EditionState, string[]> OfUnit = new()
    {
        [EditionState.Draft] = [],
        [EditionState.Submitted] = ["submit"],
        [EditionState.Published] = ["submit", "publish"],
        [EditionState.Withdrawn] = ["submit", "publish", "withdraw"],
        [EditionState.Discarded] = ["discard"],
    };

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_move_is_made_exactly_when_the_declaration_opens_it_and_a_refusal_leaves_no_trace(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, other) = (await site.GivenOrganisationAsync("本单位"), await site.GivenOrganisationAsync("别的单位"));
        List<Actor> everybody = [Actor.Visitor, await site.GivenActorAsync(Role.UnitAdministrator, unit.Id, name: "own"), await site.GivenActorAsync(Role.UnitAdministrator, other.Id, name: "other")];
        foreach (var role in Enum.GetValues<Role>().Except([Role.Visitor, Role.UnitAdministrator]))
        {
            everybody.Add(await site.GivenActorAsync(role, role == Role.Technician ? unit.Id : null, role == Role.CountyOfficer ? unit.AreaCode : null));
        }

        var clients = everybody.ToDictionary(a => a, a => a.Role == Role.Visitor ? site.Visitor() : site.As(a));
        var (made, refused) = (0, 0);
        foreach (var (author, kind, paths) in new[] { (everybody.Single(a => a.Role == Role.BureauOfficer), NoticeKind.News, OfBureau), (everybody[1], NoticeKind.Guide, OfUnit) })
        {
            foreach (var (state, path) in paths)
            {
                Edition? edition = null;
                foreach (var (actor, move) in from a in everybody from m in Life.Moves where m != Life.Replace && m != Life.Appear select (a, m))
                {
                    edition ??= await GivenAsync(site, author, kind, path);
                    Assert.Equal(state, await site.StateOfAsync(edition));
                    var (before, expected) = (await DigestAsync(site, edition), await ExpectedAsync(site, actor, move, edition));
                    using var answer = await clients[actor].PostAsJsonAsync($"/api/v1/notices/{edition.Notice.Number}/editions/{edition.Serial}/{move.Name}", InputOf(move, site));

                    Assert.True(expected == (int)answer.StatusCode, $"{move.Name} by {actor.Role} ({actor.Name}) on {state} of {author.Role}: expected {expected}, was {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
                    if (expected != 200)
                    {
                        refused++;
                        Assert.Equal(before, await DigestAsync(site, edition));
                        continue;
                    }

                    made++;
                    Assert.Equal(move.To, await site.StateOfAsync(edition));
                    edition = null;
                }
            }
        }

        Assert.True(made >= 12 && refused > 500, $"{made} made, {refused} refused");
    }

    [Fact]
    public async Task Nobody_replaces_an_edition_alone_or_lets_one_appear_by_hand()
    {
        await using var site = await Site.StartAsync("sqlite");
        var officer = await site.GivenActorAsync(Role.BureauOfficer);
        await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.News), NoticeKind.News, "publish");
        var desk = site.As(officer);
        foreach (var move in new[] { "replace", "appear" })
        {
            Assert.False((await desk.PostAsJsonAsync($"/api/v1/notices/1/editions/1/{move}", new { })).IsSuccessStatusCode);
            var form = await PageForm.OpenAsync(desk, "/desk/notices/1", "form[action*=Move]");
            form["move"] = move;
            Assert.Equal(HttpStatusCode.NotFound, (await form.PressAsync()).StatusCode);
            Assert.Equal(EditionState.Published, await site.QueryAsync(db => db.Editions.Select(e => e.State).SingleAsync()));
        }
    }

    /// <summary>By the declaration and by what the actor may see, never by the answer.</summary>
    private static Task<int> ExpectedAsync(Site site, Actor actor, Lifecycle<Edition, EditionState>.Move move, Edition edition) => site.QueryAsync(async db =>
    {
        if (actor.Role == Role.Visitor)
        {
            return 401;
        }

        if (!actor.Is(Role.UnitAdministrator, Role.BureauOfficer))
        {
            return 403;
        }

        var kept = await db.Editions.AsNoTracking().Include(e => e.Notice).SingleAsync(e => e.Id == edition.Id);
        return !new[] { kept }.AsQueryable().VisibleTo(actor).Any() ? 404 : move.WhyNot(actor, kept)?.Kind.Status() ?? 200;
    });

    private static async Task<Edition> GivenAsync(Site site, Actor author, NoticeKind kind, string[] path)
    {
        if (path is not [.., "revise"])
        {
            return await site.GivenNoticeAsync(author, NoticeWorld.Input(kind), kind, path);
        }

        var edition = await site.GivenNoticeAsync(author, NoticeWorld.Input(kind), kind, path[..^1]);
        await site.GivenRevisionAsync(edition, author, NoticeWorld.Input(kind, "新版本"));
        return edition;
    }

    private static object InputOf(Lifecycle<Edition, EditionState>.Move move, Site site) =>
        move.InputType == typeof(Reason) ? new { text = "请核对" } : move.InputType == typeof(Appointment) ? new { at = CityTime.Local(site.Clock.Now).AddDays(1).ToString("yyyy-MM-ddTHH:mm") } : new { };

    /// <summary>What the database holds of an edition and its siblings: what a refusal must not change.</summary>
    private static Task<string> DigestAsync(Site site, Edition edition) => site.QueryAsync(async db =>
    {
        var all = await db.Editions.AsNoTracking().Where(e => e.NoticeId == edition.NoticeId).OrderBy(e => e.Id).ToListAsync();
        return string.Join('|', all.Select(e => $"{e.State} {e.Version} {e.Number} {e.Remark} {e.ScheduledFor:O} {e.PublishedAt:O} {e.EndedAt:O}"))
            + $" {await db.Journal.CountAsync(e => e.Subject == "edition" || e.Subject == "notice")} {await db.Deliveries.CountAsync(d => d.Carrier == "notices")}";
    });
}
