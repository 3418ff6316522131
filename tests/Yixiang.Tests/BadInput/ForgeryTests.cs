using System.Net;
using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Tests.Rules;

namespace Yixiang.Tests.BadInput;

/// <summary>Forms from elsewhere, and addresses of what is somebody else's.</summary>
public class ForgeryTests
{
    [Fact]
    public async Task Every_page_that_takes_a_form_turns_a_forged_one_away()
    {
        await using var site = await Site.StartAsync("sqlite");
        var unit = await site.GivenOrganisationAsync();
        var draft = await site.GivenFilingAsync(unit);
        var before = await site.QueryAsync(db => db.Journal.CountAsync(e => e.Subject == "filing"));
        var wrong = new List<string>();
        foreach (var door in (await Doors.OfAsync(site)).Where(d => d.IsPage && d.Methods.Contains("POST") && d.Route != "/error/{status:int=500}"))
        {
            var role = door.Roles.Contains(Role.Visitor) ? Role.Visitor : door.Roles.Contains(Role.UnitAdministrator) ? Role.UnitAdministrator : door.Roles[0];
            var actor = role == Role.Visitor ? null : await site.GivenActorAsync(role, role is Role.UnitAdministrator or Role.Technician or Role.User ? unit.Id : null, role == Role.CountyOfficer ? unit.AreaCode : null);
            using var client = actor is null ? site.Visitor() : site.As(actor);
            using var form = new FormUrlEncodedContent([new("move", "submit"), new("text", "伪造"), new("__RequestVerificationToken", "CfDJ8-forged")]);
            using var answer = await client.PostAsync(door.Address(name => name == "reference" ? draft.Reference : "1"), form);
            if (answer.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.NotFound))
            {
                wrong.Add($"{door.Route} answers {(int)answer.StatusCode} {answer.Headers.Location}");
            }
        }

        Rule.Holds(wrong);
        Assert.Equal(before, await site.QueryAsync(db => db.Journal.CountAsync(e => e.Subject == "filing")));
        Assert.Equal(FilingState.Draft, await site.QueryAsync(db => db.Filings.Select(f => f.State).SingleAsync()));
    }

    [Fact]
    public async Task What_belongs_to_another_unit_is_not_there_whatever_the_address_says()
    {
        await using var site = await Site.StartAsync("sqlite");
        var unit = await site.GivenOrganisationAsync();
        var stranger = await site.GivenOrganisationAsync("别的单位");
        var draft = await site.GivenFilingAsync(unit);
        var submitted = await site.GivenFilingAsync(unit, World.Microscope("A-2"), "submit");
        var doors = (await Doors.OfAsync(site)).Where(d => d.Methods.Contains("GET") && d.Route.Contains("filings/{reference}", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(doors);
        var people = new (string Who, HttpClient Client, string[] Hidden)[]
        {
            ("another unit", site.As(await site.GivenActorAsync(Role.UnitAdministrator, stranger.Id)), [draft.Reference, submitted.Reference]),
            ("a technician of another unit", site.As(await site.GivenActorAsync(Role.Technician, stranger.Id)), [draft.Reference, submitted.Reference]),
            ("the officer of another county", site.As(await site.GivenActorAsync(Role.CountyOfficer, area: "140721")), [draft.Reference, submitted.Reference]),
            ("the bureau, of a draft", site.As(await site.GivenActorAsync(Role.BureauOfficer)), [draft.Reference]),
        };

        var seen = new List<string>();
        foreach (var (who, client, hidden) in people)
        {
            foreach (var (door, reference) in doors.SelectMany(d => hidden, (d, r) => (d, r)))
            {
                using var answer = await client.GetAsync(door.Address(name => name == "reference" ? reference : "1"));
                var text = await answer.Content.ReadAsStringAsync();
                if (answer.StatusCode == HttpStatusCode.OK || text.Contains("场发射扫描电子显微镜", StringComparison.Ordinal))
                {
                    seen.Add($"{who} sees {door.Route}: {(int)answer.StatusCode}");
                }
            }
        }

        Rule.Holds(seen);
    }
}
