using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Tests.Sheets;

namespace Yixiang.Tests.Filings.Imports;

/// <summary>Imports as the systems of units call them.</summary>
public sealed class ImportsApiTests
{
    private const string Root = "/api/v1/imports";
    private const string Csv = "所在单位仪器编号,仪器设备名称,规格型号,仪器原值\nA1,电镜,X1,136\nA2,质谱仪,X2,-27.5\n";

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_body_itself_may_be_the_file_and_one_key_makes_one_import(string database)
    {
        await using var site = await Site.StartAsync(database);
        using var own = await UnitAsync(site);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostAsync(own, $"{Root}?name=清单.csv", Csv, "k1")));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.StatusCode));
        var import = await site.QueryAsync(db => db.Imports.SingleAsync());
        var view = await JsonAsync(answers[0]);
        Assert.Equal((import.Reference, "Uploaded", "SingleSet", "清单.csv"), ((string?)view["reference"], (string?)view["state"], (string?)view["kind"], (string?)view["fileName"]));
        Assert.Equal([$"{Root}/{import.Reference}/check", $"{Root}/{import.Reference}/cancel"], view["actions"]!.AsArray().Select(a => (string)a!["href"]!));
        var other = await PostAsync(own, $"{Root}?name=清单.csv", Csv + "A3,光谱仪,X3,5\n", "k1");
        Assert.Equal((HttpStatusCode.Conflict, "idempotency-key-reused"), (other.StatusCode, (string?)(await JsonAsync(other))["code"]));
        Assert.Equal(1, await site.QueryAsync(db => db.Imports.CountAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task What_cannot_be_taken_is_said_by_code_and_path_and_leaves_nothing(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        using var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        using var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));

        Assert.Equal(["name"], Paths(await JsonAsync(await PostAsync(own, Root, Csv))));
        Assert.Equal(["colour"], Paths(await JsonAsync(await PostAsync(own, $"{Root}?name=a.csv&colour=red", Csv))));
        Assert.Equal(["organisation"], Paths(await JsonAsync(await PostAsync(own, $"{Root}?name=a.csv&organisation=x", Csv))));
        Assert.Equal("import-no-ground", (string?)(await JsonAsync(await PostAsync(officer, $"{Root}?name=a.csv", Csv)))["code"]);
        Assert.Equal("import-owner-unknown", (string?)(await JsonAsync(await PostAsync(officer, $"{Root}?name=a.csv&ground=x&organisation=没有", Csv)))["code"]);
        Assert.Equal("sheet.other-type", (string?)(await JsonAsync(await PostAsync(own, $"{Root}?name=a.xlsx", "%PDF-1.7 \u0001")))["code"]);
        Assert.Equal("file-empty", (string?)(await JsonAsync(await PostAsync(own, $"{Root}?name=a.csv", "")))["code"]);
        Assert.Equal(["state", "page", "colour"], Paths(await JsonAsync(await own.GetAsync($"{Root}?state=Lost&page=0&colour=red"))));
        Assert.Equal(0, await site.QueryAsync(db => db.Imports.CountAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_mapping_is_changed_only_as_it_was_read_and_wrong_columns_are_named_by_path(string database)
    {
        await using var site = await Site.StartAsync(database);
        using var own = await UnitAsync(site);
        var address = (await PostAsync(own, $"{Root}?name=清单.csv", Csv)).Headers.Location!.ToString();
        var tag = (await own.GetAsync(address)).Headers.ETag!.Tag;
        var mapping = await JsonAsync(await own.GetAsync(address + "/mapping"));
        Assert.Equal(["ownNumber", "name", "model", "originalValue"], mapping["columns"]!.AsArray().Select(c => (string?)c!["field"]));
        Assert.Equal(("Wan", "136", "D"), ((string?)mapping["columns"]![3]!["unit"], (string?)mapping["columns"]![3]!["samples"]![0], (string?)mapping["columns"]![3]!["letters"]));
        object[] columns = [new { column = 1, field = "name" }, new { column = 3, field = "originalValue", unit = "Yuan" }];

        using var bare = await own.PutAsJsonAsync(address + "/mapping", new { columns });
        Assert.Equal((HttpStatusCode)428, bare.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await own.PutMappingAsync(address, new { columns }, $"\"{Guid.NewGuid():N}\"")).StatusCode);
        Assert.Equal(["columns[1].field", "columns[2].column"], Paths(await JsonAsync(await own.PutMappingAsync(address, new { columns = new object[] { columns[0], new { column = 2, field = "colour" }, new { column = 9, field = "model" } } }))));
        Assert.Single(Paths(await JsonAsync(await own.PutMappingAsync(address, new { columns, colour = "red" }))));
        Assert.Equal("import-no-name", (string?)(await JsonAsync(await own.PutMappingAsync(address, new { columns = new[] { new { column = 0, field = "ownNumber" } } })))["code"]);
        Assert.Equal(tag, (await own.GetAsync(address)).Headers.ETag!.Tag);
        var changed = await own.PutMappingAsync(address, new { columns }, tag);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag!.Tag);
        Assert.Equal([null, "name", null, "originalValue"], (await JsonAsync(changed))["columns"]!.AsArray().Select(c => (string?)c!["field"]));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task It_is_tried_cancelled_tried_again_and_imported_by_the_moves_that_are_offered(string database)
    {
        await using var site = await Site.StartAsync(database);
        using var own = await UnitAsync(site);
        var address = (await PostAsync(own, $"{Root}?name=清单.csv", Csv)).Headers.Location!.ToString();
        var reference = address.Split('/')[^1];

        Assert.Equal(HttpStatusCode.Conflict, (await own.PostAsync(address + "/resume", null)).StatusCode);
        Assert.Single(Paths(await JsonAsync(await own.PostAsJsonAsync(address + "/cancel", new { colour = "red" }))));
        Assert.Equal("Cancelled", (string?)(await JsonAsync(await own.PostAsync(address + "/cancel", null)))["state"]);
        await own.PostAsync(address + "/dry-run", null);
        await site.EndOfPassAsync(reference);
        var view = await JsonAsync(await own.GetAsync(address));
        Assert.Equal(("Checked", 1, 1), ((string?)view["state"], (int)view["counts"]!["accepted"]!, (int)view["counts"]!["rejected"]!));
        Assert.Contains("apply", view["actions"]!.AsArray().Select(a => (string?)a!["name"]));
        using var stale = new HttpRequestMessage(HttpMethod.Post, address + "/apply") { Headers = { IfMatch = { new EntityTagHeaderValue($"\"{Guid.NewGuid():N}\"") } } };
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await own.SendAsync(stale)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await own.PostAsync(address + "/apply", null)).StatusCode);
        await site.EndOfPassAsync(reference);

        var rows = await JsonAsync(await own.GetAsync(address + "/rows?outcome=Rejected&size=1"));
        Assert.Equal((1, "originalValue", "sheet.money-negative"), ((int)rows["total"]!, (string?)rows["items"]![0]!["messages"]![0]!["field"], (string?)rows["items"]![0]!["messages"]![0]!["code"]));
        Assert.Equal(["outcome"], Paths(await JsonAsync(await own.GetAsync(address + "/rows?outcome=Lost"))));
        using var fresh = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { IfNoneMatch = { (await own.GetAsync(address)).Headers.ETag! } } };
        Assert.Equal(HttpStatusCode.NotModified, (await own.SendAsync(fresh)).StatusCode);
        var list = await JsonAsync(await own.GetAsync($"{Root}?state=applied&page=1&size=5"));
        Assert.Equal((1, reference), ((int)list["total"]!, (string?)list["items"]![0]!["reference"]));
        Assert.Equal(1, await site.QueryAsync(db => db.Filings.CountAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Of_several_sheets_another_one_and_another_kind_can_be_taken_and_hidden_ones_are_named(string database)
    {
        await using var site = await Site.StartAsync(database);
        using var own = await UnitAsync(site);
        var address = await UploadAsync(own, Book());
        var reference = address.Split('/')[^1];

        var mapping = await JsonAsync(await own.GetAsync(address + "/mapping"));
        Assert.Equal(("2024", "SingleSet"), ((string?)mapping["sheet"], (string?)mapping["kind"]));
        Assert.Equal([("说明", false, null), ("2024", false, 1), ("旧表", false, 2), ("代码", true, null)],
            mapping["sheets"]!.AsArray().Select(s => ((string?)s!["name"], (bool)s["isHidden"]!, (int?)s["rows"])));
        var look = await JsonAsync(await own.GetAsync(address + "/mapping?sheet=旧表&kind=ServiceUnit"));
        Assert.Equal(("旧表", "ServiceUnit"), ((string?)look["sheet"], (string?)look["kind"]));
        Assert.Equal("import-sheet-hidden", (string?)(await JsonAsync(await own.GetAsync(address + "/mapping?sheet=代码")))["code"]);
        Assert.Equal("import-no-sheet", (string?)(await JsonAsync(await own.PutMappingAsync(address, new { sheet = "没有" })))["code"]);
        Assert.Equal("2024", await site.QueryAsync(db => db.Imports.Select(i => i.SheetName).SingleAsync()));

        Assert.Equal(HttpStatusCode.OK, (await own.PutMappingAsync(address, new { sheet = "旧表", kind = "ServiceUnit" })).StatusCode);
        await own.PostAsync(address + "/dry-run", null);
        var import = await site.EndOfPassAsync(reference);
        Assert.Equal(("旧表", "ServiceUnit", 2), (import.SheetName, ResourceKindOf(import), import.Counts.Rows));
        Assert.Contains(import.ReadNotes(), n => n is { Code: "hidden-sheet" } && n.Args[0] == "代码");
        Assert.Equal(["M1", "M2"], (await site.RowsAsync(import)).Select(r => r.OwnNumber));

        var next = await JsonAsync(await own.GetAsync(await UploadAsync(own, Book())));
        Assert.Equal(("旧表", "ServiceUnit"), ((string?)next["sheet"], (string?)next["kind"]));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task On_the_page_of_the_mapping_another_sheet_is_looked_at_and_then_taken(string database)
    {
        await using var site = await Site.StartAsync(database);
        using var own = await UnitAsync(site);
        var address = (await UploadAsync(own, Book())).Replace("/api/v1", "/unit", StringComparison.Ordinal);
        var reference = address.Split('/')[^1];

        var form = await PageForm.OpenAsync(own, $"{address}?map=1&sheet=旧表&kind=ServiceUnit", "form[action$='Map']");
        Assert.Equal(("旧表", "ServiceUnit", "ownNumber"), (form["sheet"], form["kind"], form["field.0"]));
        Assert.Contains("代码", form.Page.QuerySelector("form.filters")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("旧表（2 行）", form.Page.QuerySelector("select[name=sheet]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("是隐藏的", (await PageForm.OpenAsync(own, $"{address}?map=1&sheet=代码", "form[action$='Map']")).Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await form.PressAsync()).StatusCode);

        var import = await site.EndOfPassAsync(reference);
        Assert.Equal(("旧表", "ServiceUnit", 2), (import.SheetName, ResourceKindOf(import), import.Counts.Applicable));
    }

    private static string ResourceKindOf(Import import) => import.ResourceKind.ToString();

    private static byte[] Book() => new XlsxFixture()
        .Sheet("说明", ["填报说明"])
        .Sheet("2024", ["所在单位仪器编号", "仪器设备名称", "规格型号", "原值（万元）"], ["N1", "电镜", "X1", 136])
        .Sheet("旧表", ["所在单位仪器编号", "仪器设备名称", "规格型号"], ["M1", "质谱仪", "Q1"], ["M2", "光谱仪", "G1"])
        .Hidden("代码", ["代码", "名称"], ["010102", "扫描电镜"])
        .Build().ToArray();

    private static async Task<HttpClient> UnitAsync(Site site) => site.As(await site.GivenActorAsync(Role.UnitAdministrator, (await site.GivenOrganisationAsync()).Id));

    private static async Task<string> UploadAsync(HttpClient client, byte[] book)
    {
        using var answer = await client.PostAsync($"{Root}?name=仪器.xlsx", new ByteArrayContent(book));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return answer.Headers.Location!.ToString();
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string address, string text, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = new("application/octet-stream") } } };
        if (key is not null)
        {
            request.Headers.Add(Idempotency.Header, key);
        }

        return await client.SendAsync(request);
    }

    private static async Task<JsonObject> JsonAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonObject>())!;

    private static string[] Paths(JsonObject problem) => [.. (problem["errors"]?.AsObject() ?? throw new InvalidOperationException(problem.ToJsonString())).Select(e => e.Key)];
}
