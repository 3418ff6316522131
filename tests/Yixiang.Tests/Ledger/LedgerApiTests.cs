using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Tests.Ledger;

public sealed class LedgerApiTests
{
    private static async Task<Site> PublishedAsync(string database, int count = 3)
    {
        var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), [.. Enumerable.Range(1, count).Select(i => World.Microscope($"A{i}").With(Fields.Model, $"SU80{i}0"))]);
        await site.CatchUpAsync();
        return site;
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_list_has_the_promised_shape(string database)
    {
        await using var site = await PublishedAsync(database);

        var list = (await site.Visitor().GetFromJsonAsync<JsonObject>("/api/v1/instruments?q=SU8020&area=140702&class=010102&page=1&size=20"))!;

        Assert.Equal(["total", "page", "size", "items"], list.Select(p => p.Key));
        var item = Assert.Single(list["items"]!.AsArray())!.AsObject();
        Assert.Equal(["reference", "name", "model", "manufacturer", "classCode", "area", "organisation", "originalValueYuan", "url"], item.Select(p => p.Key));
        Assert.Equal(["reference", "name", "uscc"], item["organisation"]!.AsObject().Select(p => p.Key));
        Assert.Equal((1, 2350000m, "140702"), ((int)list["total"]!, (decimal)item["originalValueYuan"]!, (string)item["area"]!));
        Assert.Equal($"https://localhost/instruments/{item["reference"]}", (string?)item["url"]);
    }

    [Fact]
    public async Task A_wrong_parameter_is_answered_with_its_name()
    {
        await using var site = await PublishedAsync("sqlite", 1);
        (string Query, string Field)[] wrong =
        [
            ("size=101", "size"),
            ("size=0", "size"),
            ("page=x", "page"),
            ("asOf=2026-02-30", "asOf"),
            ("asOf=2026-03-21", "asOf"),
            ("area=999999", "area"),
            ("class=xyz", "class"),
            ("kind=1", "kind"),
            ("sort=colour", "sort"),
            ("colour=red", "colour"),
            ("organisation=1;DROP", "organisation"),
        ];

        foreach (var (query, field) in wrong)
        {
            var answer = await site.Visitor().GetAsync($"/api/v1/instruments?{query}");

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
            Assert.Equal("invalid", (string?)problem["code"]);
            Assert.Equal([field], problem["errors"]!.AsObject().Select(e => e.Key));
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Pages_are_stable_and_together_the_whole(string database)
    {
        await using var site = await PublishedAsync(database, 7);

        foreach (var sort in (string[])["", "&sort=value", "&sort=name", "&asOf=2026-03-20"])
        {
            var seen = new List<string>();
            for (var page = 1; page <= 4; page++)
            {
                var list = (await site.Visitor().GetFromJsonAsync<JsonObject>($"/api/v1/instruments?size=2&page={page}{sort}"))!;
                Assert.Equal(7, (int)list["total"]!);
                seen.AddRange(list["items"]!.AsArray().Select(i => (string)i!["reference"]!));
            }

            Assert.Equal(await site.ReferencesAsync(), seen.Order());
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Who_has_the_answer_already_gets_no_body_until_it_changes(string database)
    {
        await using var site = await PublishedAsync(database, 1);
        var reference = (await site.ReferencesAsync())[0];
        using var visitor = site.Visitor();
        var tag = (await visitor.GetAsync($"/api/v1/instruments/{reference}")).Headers.ETag!;

        async Task<HttpStatusCode> AskAgainAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/instruments/{reference}");
            request.Headers.IfNoneMatch.Add(tag);
            return (await visitor.SendAsync(request)).StatusCode;
        }

        Assert.Equal(HttpStatusCode.NotModified, await AskAgainAsync());
        site.Clock.Now = site.Clock.Now.AddDays(1);
        await site.GivenChangeAsync(reference, p => p.With(Fields.SharingHours, "全天"));
        Assert.Equal(HttpStatusCode.OK, await AskAgainAsync());
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task One_instrument_is_told_as_it_was_on_a_day(string database)
    {
        await using var site = await PublishedAsync(database, 1);
        var reference = (await site.ReferencesAsync())[0];
        site.Clock.Now = site.Clock.Now.AddDays(5);
        await site.GivenChangeAsync(reference, p => p.With(Fields.Model, "NEW"));
        site.Clock.Now = site.Clock.Now.AddDays(5);
        await site.GivenExitAsync(reference);
        using var visitor = site.Visitor();

        var before = (await visitor.GetFromJsonAsync<JsonObject>($"/api/v1/instruments/{reference}?asOf=2026-03-24"))!;
        var now = (await visitor.GetFromJsonAsync<JsonObject>($"/api/v1/instruments/{reference}"))!;

        Assert.Equal(("SU8010", "Published", 1, 1), ((string)before["model"]!, (string)before["state"]!, (int)before["version"]!, before["versions"]!.AsArray().Count));
        Assert.Equal(("NEW", "Exited", "2026-03-30", 2), ((string)now["model"]!, (string)now["state"]!, (string)now["exitedOn"]!, now["versions"]!.AsArray().Count));
        Assert.Equal(["model"], now["versions"]![0]!["changed"]!.AsArray().Select(c => (string)c!));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/api/v1/instruments/{reference}?asOf=2026-03-01")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.GetAsync($"/api/v1/instruments/{reference}?asOf=yesterday")).StatusCode);
        Assert.Equal("not-found", (string?)(await (await visitor.GetAsync("/api/v1/instruments/JZ-999999")).Content.ReadFromJsonAsync<JsonObject>())!["code"]);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Batches_and_organisations_are_listed_and_told(string database)
    {
        await using var site = await PublishedAsync(database);
        using var visitor = site.Visitor();

        var batches = (await visitor.GetFromJsonAsync<JsonObject>("/api/v1/batches"))!;
        var batch = (await visitor.GetFromJsonAsync<JsonObject>("/api/v1/batches/1"))!;
        var organisation = (await visitor.GetFromJsonAsync<JsonObject>("/api/v1/organisations?q=%E6%99%8B%E4%B8%AD&area=140702"))!["items"]![0]!;

        Assert.Equal((1, "市科函〔2023〕5号", 3), ((int)batches["total"]!, (string)batches["items"]![0]!["decisionNumber"]!, (int)batches["items"]![0]!["instruments"]!));
        Assert.Equal(3, batch["instruments"]!.AsArray().Count);
        Assert.Equal(3, (int)organisation["instruments"]!);
        Assert.Equal("0354-3000001", (string?)(await visitor.GetFromJsonAsync<JsonObject>($"/api/v1/organisations/{organisation["reference"]}"))!["officePhone"]);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/api/v1/batches/2")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.GetAsync("/api/v1/batches?size=1000")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.GetAsync("/api/v1/organisations?area=nowhere")).StatusCode);
    }
}
