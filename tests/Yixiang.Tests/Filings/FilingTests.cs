using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Tests.Filings;

public class FilingTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_accepted_filing_writes_the_first_version_of_an_instrument(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();

        var filing = await site.GivenFilingAsync(unit, moves: ["submit", "accept"]);

        var instrument = await site.QueryAsync(db => db.Instruments.Include(i => i.Versions).SingleAsync());
        Assert.Equal(InstrumentState.Accepted, instrument.State);
        Assert.Equal(filing.InstrumentId, instrument.Id);
        Assert.Equal(World.Microscope().Digest(), Assert.Single(instrument.Versions).Digest);
        Assert.Equal(["begin", "submit", "accept"], await site.QueryAsync(db => db.Journal.Where(e => e.Reference == filing.Reference).OrderBy(e => e.Id).Select(e => e.What).ToListAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_filing_after_thirty_days_is_marked_late(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();

        var inTime = await site.GivenFilingAsync(unit, World.Microscope("IN-TIME", "2026-02-18"), "submit");
        var late = await site.GivenFilingAsync(unit, World.Microscope("LATE", "2026-02-15"), "submit");

        Assert.Equal((new DateOnly(2026, 3, 20), 0), (inTime.DueOn, inTime.DaysLate));
        Assert.Equal((new DateOnly(2026, 3, 17), 3), (late.DueOn, late.DaysLate));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Moves_over_the_api_are_those_of_the_lifecycle_and_refusals_leave_no_trace(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var stranger = await site.GivenOrganisationAsync("别的单位");
        var filing = await site.GivenFilingAsync(unit, moves: ["submit"]);
        var address = $"/api/v1/filings/{filing.Reference}";
        var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        var other = site.As(await site.GivenActorAsync(Role.UnitAdministrator, stranger.Id));
        var before = await site.QueryAsync(db => db.Journal.CountAsync());

        var offered = (await officer.GetFromJsonAsync<JsonObject>(address))!["actions"]!.AsArray().Select(a => (string)a!["name"]!);
        Assert.Equal(["return", "accept"], offered);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(address)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostAsJsonAsync($"{address}/withdraw", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await own.PostAsJsonAsync($"{address}/accept", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await own.PostAsJsonAsync($"{address}/submit", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.PostAsJsonAsync($"{address}/return", new { text = "x" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.PostAsJsonAsync($"{address}/accept", new { nonsense = 1 })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.PostAsJsonAsync($"{address}/delete", new { })).StatusCode);
        Assert.Equal(before, await site.QueryAsync(db => db.Journal.CountAsync()));
        Assert.Equal(FilingState.Submitted, await site.QueryAsync(db => db.Filings.Select(f => f.State).SingleAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_incomplete_filing_cannot_be_submitted(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var filing = await site.GivenFilingAsync(unit, World.Microscope().With(Fields.Function, null));
        var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));

        var answer = await own.PostAsJsonAsync($"/api/v1/filings/{filing.Reference}/submit", new { });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("filing-incomplete", (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["code"]);
    }
}
