using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Sheets;
using Yixiang.Tests.Sheets;

namespace Yixiang.Tests.Filings.Imports;

/// <summary>Imports as people meet them: pages and API.</summary>
public sealed class ImportPageTests
{
    private const string Csv = "所在单位仪器编号,仪器设备名称,规格型号,仪器原值,备注\nA1,电镜 ,X1,136,\nA2,质谱仪,X2,-27.5,\n=cmd|' /C calc'!A0,<script>alert(1)</script>,X3,30,\n";

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_unit_uploads_maps_checks_and_imports(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var browser = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));

        var uploaded = await UploadAsync(browser, "/unit/imports", Encoding.UTF8.GetBytes(Csv), "清单.csv");
        var place = uploaded.Headers.Location!.ToString();
        Assert.Matches("^/unit/imports/I2026-\\d{6}$", place);
        var page = await ReadAsync(browser, place);
        Assert.Equal(["ownNumber", "name", "model", "originalValue", ""], page.QuerySelectorAll<IHtmlSelectElement>("select[name^=field]").Select(s => s.Value));
        Assert.Equal("Wan", page.QuerySelector<IHtmlSelectElement>("select[name='unit.3']")!.Value);

        await PostAsync(browser, place, place + "?handler=Map", ("field.0", "ownNumber"), ("field.1", "name"), ("field.2", "model"), ("field.3", "originalValue"), ("unit.3", "Yuan"), ("field.4", ""));
        var reference = place.Split('/')[^1];
        await site.EndOfPassAsync(reference);
        page = await ReadAsync(browser, place);
        Assert.Equal(["1", "1", "1", "0", "0"], page.QuerySelectorAll(".tile b").Select(b => b.TextContent));
        Assert.DoesNotContain("<script>alert", page.Source.Text, StringComparison.Ordinal);
        Assert.Contains("金额不能是负数", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Single((await ReadAsync(browser, place + "?outcome=Rejected")).QuerySelectorAll("tbody tr"));

        var report = await browser.GetByteArrayAsync(place + "?handler=Report");
        using (var file = SheetFile.Open(new MemoryStream(report), "report.csv"))
        {
            var rows = Fixtures.Rows(file);
            Assert.Equal(3, rows.Count);
            Assert.StartsWith("不能导入；原值（元）：", rows[1][5], StringComparison.Ordinal);
            Assert.Equal("=cmd|' /C calc'!A0", rows[2][0]);
        }

        await PostAsync(browser, place, place + "?handler=Move", ("move", "apply"));
        var import = await site.EndOfPassAsync(reference);
        Assert.Equal(ImportState.Applied, import.State);
        Assert.Equal(["=cmd|' /C calc'!A0", "A1"], await site.QueryAsync(db => db.Filings.OrderBy(f => f.OwnNumber).Select(f => f.OwnNumber).ToListAsync()));

        var second = await UploadAsync(browser, "/unit/imports", Encoding.UTF8.GetBytes(Csv), "清单2.csv");
        page = await ReadAsync(browser, second.Headers.Location!.ToString());
        Assert.Equal("Yuan", page.QuerySelector<IHtmlSelectElement>("select[name='unit.3']")!.Value);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Where_no_row_can_be_imported_the_page_offers_none_and_says_why(string database)
    {
        await using var site = await Site.StartAsync(database);
        var browser = site.As(await site.GivenActorAsync(Role.UnitAdministrator, (await site.GivenOrganisationAsync()).Id));
        const string header = "所在单位仪器编号,仪器设备名称,规格型号,仪器原值（元）\n", good = header + "A1,质谱仪,X2,300000\n";

        Assert.Contains("没有可导入的行", Words((await CheckAsync(header + "A2,质谱仪,X2,-27.5\n")).Page), StringComparison.Ordinal);
        var (page, address) = await CheckAsync(good);
        Assert.NotNull(page.QuerySelector("button[value=apply]"));
        await PostAsync(browser, address, address + "?handler=Move", ("move", "apply"));
        await site.EndOfPassAsync(address.Split('/')[^1]);
        Assert.Contains("与已登记的一致", Words((await CheckAsync(good)).Page), StringComparison.Ordinal);

        async Task<(IDocument Page, string Address)> CheckAsync(string csv)
        {
            var place = (await UploadAsync(browser, "/unit/imports", Encoding.UTF8.GetBytes(csv), "清单.csv")).Headers.Location!.ToString();
            await PostAsync(browser, place, place + "?handler=Map", ("field.0", "ownNumber"), ("field.1", "name"), ("field.2", "model"), ("field.3", "originalValue"), ("unit.3", "Yuan"));
            await site.EndOfPassAsync(place.Split('/')[^1]);
            return (await ReadAsync(browser, place), place);
        }

        static string Words(IDocument page)
        {
            Assert.Null(page.QuerySelector("button[value=apply]"));
            Assert.Contains("primary", page.QuerySelector("a[href='?map=1']")!.ClassName, StringComparison.Ordinal);
            return page.QuerySelector("#progress .notice")!.TextContent;
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_file_that_cannot_be_used_is_refused_in_the_readers_words(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var browser = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));

        var chinese = await UploadAsync(browser, "/unit/imports", "%PDF-1.7 \u0001"u8.ToArray(), "清单.xlsx");
        var english = await UploadAsync(browser, "/en/unit/imports", "%PDF-1.7 \u0001"u8.ToArray(), "清单.xlsx");

        Assert.Equal(HttpStatusCode.BadRequest, chinese.StatusCode);
        Assert.Contains("“清单.xlsx”的内容不是表格，而是PDF 文档", WebUtility.HtmlDecode(await chinese.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Contains("is not a spreadsheet but a PDF document", WebUtility.HtmlDecode(await english.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(0, await site.QueryAsync(db => db.Imports.CountAsync()));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(site.DataFolder, "files"), "*", SearchOption.AllDirectories));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_forged_form_and_strangers_are_turned_away(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var other = await site.GivenOrganisationAsync("别的单位");
        var import = await site.CheckAsync(unit, Encoding.UTF8.GetBytes(Csv), "清单.csv");
        var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        var stranger = site.As(await site.GivenActorAsync(Role.UnitAdministrator, other.Id));
        var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));

        using var forged = new MultipartFormDataContent { { new StringContent("forged"), "__RequestVerificationToken" }, { new ByteArrayContent("a,b\n1,2\n"u8.ToArray()), "File", "a.csv" } };
        Assert.Equal(HttpStatusCode.BadRequest, (await own.PostAsync("/unit/imports", forged)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await own.GetAsync($"/unit/imports/{import.Reference}")).StatusCode);
        foreach (var (client, address) in new[] { (stranger, "/unit/imports"), (officer, "/desk/imports"), (stranger, "/api/v1/imports"), (officer, "/api/v1/imports") })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"{address}/{import.Reference}")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostAsJsonAsync($"/api/v1/imports/{import.Reference}/apply", new { })).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await site.Visitor().GetAsync("/unit/imports")).StatusCode);
        Assert.Equal(1, await site.QueryAsync(db => db.Imports.CountAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Over_the_api_a_list_is_uploaded_mapped_checked_and_applied(string database)
    {
        await using var site = await Site.StartAsync(database);
        var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        var list = new XlsxFixture().Sheet("清单", ["管理单位", "仪器名称", "型号", "原值（万元）"], ["某研究所", "电镜", "X1", 136], ["某研究所", "质谱仪", "X2", "很贵"]).Build().ToArray();

        using var without = new MultipartFormDataContent { { new ByteArrayContent(list), "file", "清单.xlsx" } };
        Assert.Equal("import-no-ground", (string?)(await (await officer.PostAsync("/api/v1/imports", without)).Content.ReadFromJsonAsync<JsonObject>())!["code"]);
        using var form = new MultipartFormDataContent { { new StringContent("市科函〔2023〕5号"), "ground" }, { new ByteArrayContent(list), "file", "清单.xlsx" } };
        var created = await officer.PostAsync("/api/v1/imports", form);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var address = created.Headers.Location!.ToString();
        var view = (await created.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal(4, view["mapping"]!["columns"]!.AsArray().Count);

        Assert.Equal(HttpStatusCode.OK, (await officer.PutMappingAsync(address, view["mapping"])).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await officer.PutMappingAsync(address, new { kind = "SingleSet", columns = Array.Empty<object>() })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await officer.PostAsJsonAsync(address + "/apply", new { })).StatusCode);
        await officer.PostAsJsonAsync(address + "/dry-run", new { });
        await site.EndOfPassAsync((string)view["reference"]!);
        var rows = (await officer.GetFromJsonAsync<JsonObject>(address + "/rows?outcome=Rejected"))!;
        Assert.Equal(("sheet.money-unclear", "很贵"), ((string)rows["items"]![0]!["messages"]![0]!["code"]!, (string)rows["items"]![0]!["messages"]![0]!["value"]!));
        await officer.PostAsJsonAsync(address + "/apply", new { });
        await site.EndOfPassAsync((string)view["reference"]!);
        view = (await officer.GetFromJsonAsync<JsonObject>(address))!;
        Assert.Equal(("Applied", 1, 1), ((string)view["state"]!, (int)view["counts"]!["accepted"]!, (int)view["counts"]!["rejected"]!));
        var report = await officer.GetAsync(address + "/report");
        using var file = SheetFile.Open(new MemoryStream(await report.Content.ReadAsByteArrayAsync()), "report.xlsx");
        Assert.Equal(("导入结果", FileFormat.Xlsx), (SheetTable.Find(file, Fixtures.Instruments).Header.Columns[4].Label, file.Format));
    }

    private static Task<HttpResponseMessage> UploadAsync(HttpClient browser, string page, byte[] content, string name) => SendAsync(browser, page, page, token =>
        new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new ByteArrayContent(content), "File", name } });

    private static Task<HttpResponseMessage> PostAsync(HttpClient browser, string page, string action, params (string Key, string Value)[] fields) => SendAsync(browser, page, action, token =>
        new FormUrlEncodedContent([.. fields.Select(f => KeyValuePair.Create(f.Key, f.Value)), new("__RequestVerificationToken", token)]));

    private static async Task<HttpResponseMessage> SendAsync(HttpClient browser, string page, string action, Func<string, HttpContent> form)
    {
        using var opened = await browser.GetAsync(page);
        var token = Regex.Match(await opened.Content.ReadAsStringAsync(), "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, action) { Content = form(token) };
        var cookies = browser.DefaultRequestHeaders.GetValues("Cookie").Concat((opened.Headers.TryGetValues("Set-Cookie", out var set) ? set : []).Select(c => c.Split(';')[0]));
        request.Headers.Add("Cookie", string.Join("; ", cookies));
        return await browser.SendAsync(request);
    }

    private static async Task<IDocument> ReadAsync(HttpClient browser, string address)
    {
        var answer = await browser.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await BrowsingContext.New(Configuration.Default).OpenAsync(r => r.Content(answer.Content.ReadAsStream()));
    }
}
