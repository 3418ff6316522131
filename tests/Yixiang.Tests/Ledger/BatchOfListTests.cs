using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Organisations;
using Yixiang.Tests.Filings.Imports;
using Yixiang.Tests.Sheets;

namespace Yixiang.Tests.Ledger;

/// <summary>The bureau's list of instruments that were decided on, from the spreadsheet to the public ledger.</summary>
public sealed class BatchOfListTests
{
    private static readonly byte[] Decision = "%PDF-1.7 decision"u8.ToArray();
    private const string Good = "管理单位,仪器名称,规格型号,原值（万元）\n晋中某研究所,电镜,X1,136\n晋中某大学,质谱仪,Q1,27.5\n";
    private const string Mixed = Good + "晋中某大学,光谱仪,S1,很贵\n";

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_national_template_becomes_a_batch_in_one_go_and_two_officers_publish_it(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync("晋中市某研究院");
        using var first = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        using var second = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        var import = await site.CheckAsync(null, FilledTemplate.Equipment(3), "equipment.xls", unit.Name);
        Assert.Equal(new ImportCounts { Rows = 3, Corrected = import.Counts.Corrected, Accepted = 3 - import.Counts.Corrected }, import.Counts);

        var form = await PageForm.OpenAsync(first, $"/desk/imports/{import.Reference}/batch", "form[enctype]");
        Assert.Equal(("第一批", "市科函〔2023〕5号", ""), (form["title"], form["decisionNumber"], form["decidedOn"]));
        form["decidedOn"] = "2023-05-10";
        var sent = await form.UploadAsync("decision", ("市科函〔2023〕5号.pdf", Decision));
        Assert.Equal("/desk/batches/1", sent.Headers.Location?.ToString());
        await site.EndOfPassAsync(import.Reference);
        await FilledAsync(site);

        var batch = await BatchAsync(site);
        Assert.Equal((BatchState.Draft, 3, new DateOnly(2023, 5, 10), "市科函〔2023〕5号", false), (batch.State, batch.Items.Count, batch.DecidedOn, batch.DecisionNumber, batch.AwaitsList));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Decision)), await site.QueryAsync(db => db.Set<StoredFile>().Where(f => f.Id == batch.DecisionFileId).Select(f => f.Digest).SingleAsync()));
        Assert.Equal(3, await site.QueryAsync(db => db.Filings.CountAsync(f => f.State == FilingState.Accepted && f.Ground == "市科函〔2023〕5号")));
        Assert.Equal(HttpStatusCode.Redirect, (await MoveAsync(first, "clear")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await MoveAsync(first, "countersign")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await MoveAsync(second, "countersign")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await MoveAsync(second, "publish")).StatusCode);
        Assert.Equal(3, await site.QueryAsync(db => db.Instruments.CountAsync(i => i.State == InstrumentState.Published)));
        Assert.Equal(["begin", "attach", "decision", "fill", "clear", "countersign", "publish"], await site.QueryAsync(db => db.Journal.Where(e => e.Subject == "batch").OrderBy(e => e.Id).Select(e => e.What).ToListAsync()));
    }

    /// <summary>The site's own courier may have taken the work already and be at it.</summary>
    private static async Task FilledAsync(Site site)
    {
        for (var left = 200; left > 0 && !await site.QueryAsync(db => db.Batches.AnyAsync(b => b.FilledAt != null)); left--)
        {
            await site.CarryAsync();
            await Task.Delay(50);
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Rejected_rows_are_left_out_only_when_the_officer_says_so_and_what_was_typed_stays(string database)
    {
        await using var site = await Site.StartAsync(database);
        using var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        var import = await site.CheckAsync(null, Encoding.UTF8.GetBytes(Mixed), "清单.csv");
        var form = await PageForm.OpenAsync(officer, $"/desk/imports/{import.Reference}/batch", "form[enctype]");
        Assert.Contains("晋中某研究所", form.Page.Body!.TextContent, StringComparison.Ordinal);
        (form["title"], form["decidedOn"]) = ("首批（180 台套）", "2023-05-10");

        var refused = await form.UploadAsync("decision", ("决定.pdf", Decision));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var again = await PageForm.OfAsync(officer, refused, "form[enctype]");
        Assert.Equal("首批（180 台套）", again["title"]);
        Assert.Contains("有 1 行不能导入或重复", again.Page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal((0, ImportState.Checked), (await site.QueryAsync(db => db.Batches.CountAsync()), await StateAsync(site, import)));
        again["withoutLeftOut"] = "true";
        Assert.Equal(HttpStatusCode.Redirect, (await again.UploadAsync("decision", ("决定.pdf", Decision))).StatusCode);
        await site.EndOfPassAsync(import.Reference);
        await FilledAsync(site);

        Assert.Equal(2, (await BatchAsync(site)).Items.Count);
        Assert.Equal(2, await site.QueryAsync(db => db.Organisations.CountAsync(o => o.State == OrganisationState.Unverified)));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_document_of_the_wrong_type_changes_nothing_and_leaves_no_file(string database)
    {
        await using var site = await Site.StartAsync(database);
        using var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        var import = await site.CheckAsync(null, Encoding.UTF8.GetBytes(Good), "清单.csv");
        var files = FilesOf(site);
        var form = await PageForm.OpenAsync(officer, $"/desk/imports/{import.Reference}/batch", "form[enctype]");
        form["decidedOn"] = "2023-05-10";

        Assert.Equal(HttpStatusCode.BadRequest, (await form.UploadAsync("decision", ("决定.pdf", "MZ program"u8.ToArray()))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await form.SendToAsync("")).StatusCode);

        Assert.Equal((0, ImportState.Checked), (await site.QueryAsync(db => db.Batches.CountAsync()), await StateAsync(site, import)));
        Assert.Equal(files, FilesOf(site));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_list_makes_one_batch_and_a_second_attempt_leads_to_it(string database)
    {
        await using var site = await Site.StartAsync(database);
        using var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        var import = await site.ImportAsync(null, Encoding.UTF8.GetBytes(Good), "清单.csv");
        var forms = new[] { await FormAsync(), await FormAsync() };

        var answers = await Task.WhenAll(forms.Select(f => f.UploadAsync("decision", ("决定.pdf", Decision))));

        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.Conflict], answers.Select(a => a.StatusCode).Order());
        var batch = await BatchAsync(site);
        Assert.Equal((2, false), (batch.Items.Count, batch.AwaitsList));
        Assert.Equal("/desk/batches/1", (await officer.GetAsync($"/desk/imports/{import.Reference}/batch")).Headers.Location?.ToString());

        async Task<PageForm> FormAsync()
        {
            var form = await PageForm.OpenAsync(officer, $"/desk/imports/{import.Reference}/batch", "form[enctype]");
            form["decidedOn"] = "2023-05-10";
            return form;
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Nobody_checks_a_batch_whose_list_is_still_coming_and_an_interrupted_list_can_be_put_in_as_far_as_it_came(string database)
    {
        await using var site = await Site.StartAsync(database);
        using var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        var import = await site.ImportAsync(null, Encoding.UTF8.GetBytes(Good), "清单.csv");
        await site.UseAsync(async s =>
        {
            var db = s.GetRequiredService<Db>();
            await s.GetRequiredService<BatchDrafts>().BeginAsync(new("第一批", new(2023, 5, 10), "市科函〔2023〕5号"), await site.GivenActorAsync(Role.BureauOfficer), default, await db.Imports.SingleAsync(i => i.Id == import.Id));
            return 0;
        });

        Assert.Contains("导入没有完成", await officer.GetStringAsync("/desk/batches/1"), StringComparison.Ordinal);
        var refused = await MoveAsync(officer, "clear");
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("还没有导入完", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await Site.PostFormAsync(officer, "/desk/batches/1", "/desk/batches/1?handler=Fill")).StatusCode);
        Assert.Equal(2, (await BatchAsync(site)).Items.Count);
        Assert.Equal(HttpStatusCode.Redirect, (await MoveAsync(officer, "clear")).StatusCode);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Over_the_api_a_list_becomes_a_batch_once_and_only_as_it_was_read(string database)
    {
        await using var site = await Site.StartAsync(database);
        using var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        var import = await site.CheckAsync(null, Encoding.UTF8.GetBytes(Mixed), "清单.csv");
        var address = $"/api/v1/imports/{import.Reference}/batch?title=第一批&decidedOn=2023-05-10&name=决定.pdf";
        var tag = $"\"{import.Version:N}\"";

        Assert.Equal((HttpStatusCode)428, (await PostAsync(address, null)).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await PostAsync(address + "&withoutLeftOut=true", $"\"{Guid.NewGuid():N}\"")).StatusCode);
        Assert.Equal("batch-of-list-left-out", (string?)(await (await PostAsync(address, tag)).Content.ReadFromJsonAsync<JsonObject>())!["code"]);
        var wrong = (await (await PostAsync(address + "&colour=red&decidedOn=", tag)).Content.ReadFromJsonAsync<JsonObject>())!["errors"]!.AsObject();
        Assert.Contains("colour", wrong.Select(e => e.Key));
        var made = await PostAsync(address + "&withoutLeftOut=true", tag, "k1");
        Assert.Equal((HttpStatusCode.Created, "/api/v1/desk/batches/1"), (made.StatusCode, made.Headers.Location?.ToString()));
        var again = await PostAsync(address + "&withoutLeftOut=true", tag, "k1");
        Assert.Equal((HttpStatusCode.Created, "true"), (again.StatusCode, again.Headers.GetValues("Idempotency-Replayed").Single()));
        await site.EndOfPassAsync(import.Reference);
        await FilledAsync(site);
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(address + "&withoutLeftOut=true", $"\"{await site.QueryAsync(db => db.Imports.Select(i => i.Version).SingleAsync()):N}\"")).StatusCode);

        var view = (await officer.GetFromJsonAsync<JsonObject>("/api/v1/desk/batches/1"))!;
        Assert.Equal((import.Reference, false, 2), ((string?)view["list"], (bool)view["awaitsList"]!, view["instruments"]!.AsArray().Count));

        async Task<HttpResponseMessage> PostAsync(string to, string? ifMatch, string? key = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, to) { Content = new ByteArrayContent(Decision) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } } };
            if (ifMatch is not null)
            {
                request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            }

            if (key is not null)
            {
                request.Headers.Add(Idempotency.Header, key);
            }

            return await officer.SendAsync(request);
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Only_officers_make_batches_and_only_of_lists_of_the_bureau(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var own = await site.CheckAsync(unit, Encoding.UTF8.GetBytes("仪器名称,规格型号\n电镜,X1\n"), "自报.csv");
        var list = await site.CheckAsync(null, Encoding.UTF8.GetBytes(Good), "清单.csv");
        using var stranger = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        using var county = site.As(await site.GivenActorAsync(Role.CountyOfficer));
        using var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));

        Assert.NotEqual(HttpStatusCode.OK, (await stranger.GetAsync($"/desk/imports/{list.Reference}/batch")).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await county.GetAsync($"/desk/imports/{list.Reference}/batch")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.PostAsync($"/api/v1/imports/{list.Reference}/batch?title=a", new ByteArrayContent(Decision))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync($"/desk/imports/{own.Reference}/batch")).StatusCode);
        Assert.Equal(0, await site.QueryAsync(db => db.Batches.CountAsync()));
    }

    private static async Task<HttpResponseMessage> MoveAsync(HttpClient officer, string move) =>
        await Site.PostFormAsync(
            officer, "/desk/batches/1", "/desk/batches/1?handler=Move",
            ("move", move), ("version", await Site.VersionOnAsync(officer, "/desk/batches/1")), ("text", "逐条核对，无涉密内容"));

    private static Task<Batch> BatchAsync(Site site) => site.QueryAsync(db => db.Batches.AsNoTracking().Include(b => b.Items).SingleAsync());

    private static Task<ImportState> StateAsync(Site site, Import import) => site.QueryAsync(db => db.Imports.Where(i => i.Id == import.Id).Select(i => i.State).SingleAsync());

    private static string[] FilesOf(Site site) => [.. Directory.EnumerateFiles(Path.Combine(site.DataFolder, "files"), "*", SearchOption.AllDirectories).Order()];
}
