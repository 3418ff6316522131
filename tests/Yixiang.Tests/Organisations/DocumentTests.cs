using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Tests.Filings;
using Yixiang.Tests.Ledger;

namespace Yixiang.Tests.Organisations;

/// <summary>Rules of sharing, decisions and certificates of a unit.</summary>
public sealed class DocumentTests
{
    private const string Page = "/unit/organisation/documents";

    private static readonly byte[] Pdf = [.. "%PDF-1.7\n"u8, .. Enumerable.Repeat((byte)'x', 5000)];
    private static readonly byte[] Newer = [.. "%PDF-1.7\n"u8, .. Enumerable.Repeat((byte)'y', 4000)];

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_unit_hands_in_replaces_and_withdraws_and_everything_is_kept_and_journalled(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();

        Assert.Equal(HttpStatusCode.Redirect, (await HandInAsync(client, "共享管理办法")).StatusCode);
        var first = await site.QueryAsync(db => db.Documents.Include(d => d.File).SingleAsync());
        Assert.Equal(("共享管理办法", "sharing-rules", true, unit.Id, "办法.pdf"), (first.Title, first.KindCode, first.IsPublic, first.OrganisationId, first.File.Name));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Pdf)), first.File.Digest);

        var form = await PageForm.OpenAsync(client, $"{Page}?replace={first.Reference}", "#hand-in form");
        Assert.Equal(("共享管理办法", "sharing-rules", first.Reference), (form["title"], form["kind"], form["replaces"]));
        (form["title"], form["issuedOn"]) = ("共享管理办法（修订）", "2026-03-02");
        Assert.Equal(HttpStatusCode.Redirect, (await form.UploadAsync("file", ("修订.pdf", Newer))).StatusCode);
        Assert.Equal(Pdf, await client.GetByteArrayAsync($"/documents/{first.Reference}"));
        Assert.Equal(HttpStatusCode.Redirect, (await (await PageForm.OpenAsync(client, Page, ".files form")).PressAsync()).StatusCode);

        var all = await site.QueryAsync(db => db.Documents.OrderBy(d => d.Id).ToListAsync());
        Assert.Equal([DocumentState.Replaced, DocumentState.Withdrawn], all.Select(d => d.State));
        Assert.Equal(first.Reference, all[1].Replaces);
        Assert.Equal(
            ["add", "replace", "add", "withdraw"],
            await site.QueryAsync(db => db.Journal.Where(e => e.Subject == "document").OrderBy(e => e.Id).Select(e => e.What).ToListAsync()));
        var overtaken = await PageForm.OpenAsync(client, Page, "#hand-in form");
        overtaken["replaces"] = first.Reference;
        Fill(overtaken, "又一版");
        Assert.Equal(HttpStatusCode.Conflict, (await overtaken.UploadAsync("file", ("又.pdf", Newer))).StatusCode);
        Assert.Equal(2, await site.QueryAsync(db => db.Documents.CountAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Who_sees_what(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        var officer = await site.GivenActorAsync(Role.BureauOfficer);
        await site.QueryAsync(async db =>
        {
            await db.MoveAsync(Organisation.Lifecycle.Verify, await db.Organisations.SingleAsync(), new Nothing(), officer, site.Clock.Now);
            return 0;
        });
        await HandInAsync(client, "公开办法");
        await HandInAsync(client, "内部纪要", open: false);
        await HandInAsync(client, "过期证书", until: "2026-03-19");
        await site.GivenBatchAsync(unit, World.Microscope());
        await site.CatchUpAsync();
        var (open, closed) = (await ReferenceAsync(site, "公开办法"), await ReferenceAsync(site, "内部纪要"));
        var (_, stranger) = await site.GivenUnitAsync("别的单位");
        (string Who, HttpClient Client, bool Sees)[] people =
        [
            ("own unit", client, true), ("own technician", site.As(await site.GivenActorAsync(Role.Technician, unit.Id)), true),
            ("county", site.As(await site.GivenActorAsync(Role.CountyOfficer, area: unit.AreaCode)), true), ("bureau", site.As(officer), true),
            ("another county", site.As(await site.GivenActorAsync(Role.CountyOfficer, area: "140721")), false), ("another unit", stranger, false),
            ("auditor", site.As(await site.GivenActorAsync(Role.Auditor)), false), ("visitor", site.Visitor(), false),
        ];
        foreach (var (who, person, sees) in people)
        {
            Assert.True(HttpStatusCode.OK == (await person.GetAsync($"/documents/{open}")).StatusCode, who);
            Assert.True((sees ? HttpStatusCode.OK : HttpStatusCode.NotFound) == (await person.GetAsync($"/documents/{closed}")).StatusCode, who);
            var listed = (await person.GetFromJsonAsync<JsonArray>($"/api/v1/organisations/{unit.Uscc}/documents"))!;
            Assert.True((sees ? 3 : 2) == listed.Count, $"{who} lists {listed.Count}");
        }

        var page = await PageForm.ReadAsync(await site.Visitor().GetAsync($"/organisations/{unit.Reference}"));
        var lines = page.QuerySelectorAll("main .files li").Select(l => l.TextContent).ToList();
        Assert.Equal(2, lines.Count);
        Assert.Contains("已过期", lines.Single(l => l.Contains("过期证书", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain("已过期", lines.Single(l => l.Contains("公开办法", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("内部纪要", await site.As(officer).GetStringAsync($"/desk/organisations/{unit.Reference}"), StringComparison.Ordinal);
        Assert.Contains("内部纪要", await client.GetStringAsync("/unit/organisation"), StringComparison.Ordinal);

        await (await PageForm.OpenAsync(client, Page, $".files form[action*='{open}']")).PressAsync();
        await site.CatchUpAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visitor().GetAsync($"/documents/{open}")).StatusCode);
        Assert.DoesNotContain("公开办法", await site.Visitor().GetStringAsync($"/organisations/{unit.Reference}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_and_nothing_is_kept()
    {
        await using var site = await Site.StartAsync("sqlite");
        var (_, client) = await site.GivenUnitAsync();
        var technician = site.As(await site.GivenActorAsync(Role.Technician, (await site.QueryAsync(db => db.Organisations.SingleAsync())).Id));
        Assert.DoesNotContain("id=\"hand-in\"", await technician.GetStringAsync(Page), StringComparison.Ordinal);
        var form = await PageForm.OpenAsync(client, Page, "#hand-in form");
        (form["kind"], form["title"], form["issuedOn"], form["validUntil"]) = ("nothing", "办法", "2026-03-21", "2026-03-01");

        var answer = await form.UploadAsync("file", ("a.pdf", Pdf));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var again = await PageForm.OfAsync(client, answer, "#hand-in form");
        Assert.Equal(("办法", "2026-03-21"), (again["title"], again["issuedOn"]));
        Assert.All(["kind", "issuedOn", "validUntil"], field => Assert.NotNull(again.Page.QuerySelector($"#{field}-error")));
        Fill(again, "办法");
        Assert.Equal(HttpStatusCode.BadRequest, (await again.UploadAsync("file", ("a.pdf", "MZ not a pdf"u8.ToArray()))).StatusCode);
        again.Remove("__RequestVerificationToken");
        Assert.Equal(HttpStatusCode.BadRequest, (await again.UploadAsync("file", ("a.pdf", Pdf))).StatusCode);
        Assert.Equal(0, await site.QueryAsync(db => db.Documents.CountAsync()));
        Assert.Empty(site.App.Services.GetRequiredService<FileStore>().Digests());
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Over_the_API_a_unit_does_the_same(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        var (_, stranger) = await site.GivenUnitAsync("别的单位");
        var root = $"/api/v1/organisations/{unit.Uscc}/documents";
        const string Said = "?kind=cma&title=CMA&issuedOn=2025-01-01&validUntil=2031-01-01&public=true&name=cma.pdf";

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync(root + Said, new ByteArrayContent(Pdf))).StatusCode);
        var wrong = await client.PostAsync(root + "?kind=x", new ByteArrayContent(Pdf));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(["kind", "title", "issuedOn", "name"], (await wrong.Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject().Select(e => e.Key));
        var made = await client.PostAsync(root + Said, new ByteArrayContent(Pdf));

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var view = (await made.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal(("cma", "CMA 资质认定证书", "Current", false), ((string)view["kind"]!, (string)view["kindName"]!, (string)view["state"]!, (bool)view["expired"]!));
        Assert.Equal(Pdf, await client.GetByteArrayAsync((string)view["href"]!));
        var reference = (string)view["reference"]!;
        Assert.Equal(HttpStatusCode.Created, (await client.PostAsync($"{root}{Said}&replaces={reference}", new ByteArrayContent(Newer))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await client.PostAsync($"{root}/{reference}/withdraw", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsync($"{root}/{reference}/withdraw", null)).StatusCode);
        var now = await site.QueryAsync(db => db.Documents.SingleAsync(d => d.Replaces == reference));
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsync($"{root}/{now.Reference}/withdraw", null)).StatusCode);
        Assert.Equal([DocumentState.Replaced, DocumentState.Withdrawn], await site.QueryAsync(db => db.Documents.OrderBy(d => d.Id).Select(d => d.State).ToListAsync()));
    }

    private static async Task<HttpResponseMessage> HandInAsync(HttpClient client, string title, bool open = true, string until = "")
    {
        var form = await PageForm.OpenAsync(client, Page, "#hand-in form");
        Fill(form, title);
        form["validUntil"] = until;
        form.Remove("public");
        if (open)
        {
            form["public"] = "true";
        }

        return await form.UploadAsync("file", ("办法.pdf", Pdf));
    }

    private static void Fill(PageForm form, string title) => (form["kind"], form["title"], form["issuedOn"], form["validUntil"]) = ("sharing-rules", title, "2026-01-05", "");

    private static Task<string> ReferenceAsync(Site site, string title) => site.QueryAsync(db => db.Documents.Where(d => d.Title == title).Select(d => d.Reference).SingleAsync());
}
