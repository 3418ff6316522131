using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Kernel;
using Yixiang.Notices;
using Yixiang.Tests.Ledger;

namespace Yixiang.Tests.Notices;

/// <summary>An officer writes, attaches, publishes and replaces; everybody reads, compares and is told of what is gone.</summary>
public sealed class PublishingTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_policy_is_written_with_a_file_published_read_replaced_and_stays_readable(string database)
    {
        await using var site = await Site.StartAsync(database);
        var desk = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        var visitor = site.Visitor();

        var begun = await PageForm.OpenAsync(desk, "/desk/notices", "aside form");
        begun["kind"] = "Policy";
        var first = (await begun.PressAsync()).Headers.Location!.ToString();
        Assert.Equal("/desk/notices/1", first);
        Assert.Equal(HttpStatusCode.Redirect, (await (await PageForm.OpenAsync(desk, first + "/files", "aside form")).UploadAsync("file", ("申请表.pdf", NoticeWorld.Pdf), ("图.png", NoticeWorld.Png))).StatusCode);
        var form = await PageForm.OpenAsync(desk, first, "#notice-form");
        var incomplete = await form.PressAsync("move=publish");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, incomplete.StatusCode);
        form = await PageForm.OfAsync(desk, incomplete, "#notice-form");
        Assert.NotNull(form.Page.QuerySelector("#title-error"));
        (form["title"], form["summary"], form["documentNumber"], form["from"]) = ("开放共享办法", "一句话", "市科函〔2023〕5号", "2026-04-01");
        form["body"] = "# 第一条\n\n应当开放。\n\n![流程](图.png)\n\n[下载申请表](申请表.pdf)\n\n| 项目 | 元 |\n|---|---:|\n| 观察 | 300 |";
        Assert.Equal(HttpStatusCode.Redirect, (await form.PressAsync("Save")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/policies/1")).StatusCode);
        var preview = await PageForm.OpenAsync(desk, first, "#notice-form");
        Assert.NotNull(preview.Page.QuerySelector("#preview table td.num"));
        Assert.Equal(HttpStatusCode.Redirect, (await preview.PressAsync("move=publish")).StatusCode);
        await site.CatchUpAsync();

        var page = await PageForm.ReadAsync(await visitor.GetAsync("/policies/1"));
        Assert.Equal("开放共享办法", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("市科函〔2023〕5号", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("第一条", page.QuerySelector(".rich h2")!.TextContent);
        var (picture, paper) = (page.QuerySelector(".rich img")!.GetAttribute("src")!, page.QuerySelector(".rich a")!.GetAttribute("href")!);
        Assert.Equal(NoticeWorld.Png, await visitor.GetByteArrayAsync(picture));
        using var given = await visitor.GetAsync(paper);
        Assert.Equal(NoticeWorld.Pdf, await given.Content.ReadAsByteArrayAsync());
        Assert.Equal(("attachment", "申请表.pdf"), (given.Content.Headers.ContentDisposition!.DispositionType, given.Content.Headers.ContentDisposition.FileNameStar));
        Assert.True(given.Headers.CacheControl!.Public);
        Assert.Contains("开放共享办法", await visitor.GetStringAsync("/policies"), StringComparison.Ordinal);
        Assert.Contains("开放共享办法", await visitor.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Contains("in Chinese only", await visitor.GetStringAsync("/en/policies/1"), StringComparison.Ordinal);
        Assert.Contains("/policies/1</loc>", await visitor.GetStringAsync("/sitemap-pages.xml"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await (await PageForm.OpenAsync(desk, first, "form[action*=Revise]")).PressAsync()).StatusCode);
        var second = await PageForm.OpenAsync(desk, first, "#notice-form");
        Assert.Equal("开放共享办法", second["title"]);
        second["title"] = "开放共享办法（修订）";
        second["body"] = second["body"]!.Replace("应当开放", "应当全部开放", StringComparison.Ordinal);
        site.Clock.Now = site.Clock.Now.AddDays(3);
        desk = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        second = await PageForm.OpenAsync(desk, first, "#notice-form");
        (second["title"], second["body"]) = ("开放共享办法（修订）", second["body"]!.Replace("应当开放", "应当全部开放", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Redirect, (await second.PressAsync("move=publish")).StatusCode);
        await site.CatchUpAsync();

        Assert.Contains("应当全部开放", await visitor.GetStringAsync("/policies/1"), StringComparison.Ordinal);
        var old = await PageForm.ReadAsync(await visitor.GetAsync("/policies/1/versions/1"));
        Assert.Contains("应当开放", old.QuerySelector(".rich")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("2026-03-23", old.QuerySelector(".notice.warn")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(NoticeWorld.Pdf, await visitor.GetByteArrayAsync(paper));
        var compared = await PageForm.ReadAsync(await visitor.GetAsync("/policies/1/compare?from=1&to=2"));
        Assert.Contains(compared.QuerySelectorAll("ins").Select(i => i.TextContent), text => text.Contains("全部", StringComparison.Ordinal) && text.Contains("新增", StringComparison.Ordinal));
        Assert.DoesNotContain(compared.QuerySelectorAll("del"), d => d.TextContent.Contains("应当", StringComparison.Ordinal));
        Assert.Equal(
            ["begin", "attach", "attach", "write", "publish", "begin", "write", "publish", "replace"],
            await site.QueryAsync(db => db.Journal.Where(e => e.Subject == "edition").OrderBy(e => e.Id).Select(e => e.What).ToListAsync()));
        var whole = (await visitor.GetFromJsonAsync<JsonObject>("/api/v1/notices/1"))!;
        Assert.Equal((2, 2), ((int)whole["version"]!, whole["versions"]!.AsArray().Count));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task What_was_published_cannot_be_changed_even_in_the_database(string database)
    {
        await using var site = await Site.StartAsync(database);
        var officer = await site.GivenActorAsync(Role.BureauOfficer);
        var edition = await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.News), NoticeKind.News, "publish");

        await Assert.ThrowsAnyAsync<Exception>(() => site.QueryAsync(db => db.Database.ExecuteSqlAsync($"UPDATE editions SET body = 'x' WHERE id = {edition.Id}")));
        await Assert.ThrowsAnyAsync<Exception>(() => site.QueryAsync(db => db.Database.ExecuteSqlAsync($"DELETE FROM editions WHERE id = {edition.Id}")));
        var draft = await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.News), NoticeKind.News);
        Assert.Equal(1, await site.QueryAsync(db => db.Database.ExecuteSqlAsync($"UPDATE editions SET body = 'x' WHERE id = {draft.Id}")));
        var refused = await Assert.ThrowsAsync<RefusedException>(() => site.UseAsync(async services =>
        {
            var kept = await services.GetRequiredService<Db>().Editions.Include(e => e.Notice).SingleAsync(e => e.Id == edition.Id);
            await services.GetRequiredService<NoticeDrafts>().SaveAsync(kept, NoticeWorld.Input(NoticeKind.News, "别的"), kept.Version, officer, default);
            return 0;
        }));
        Assert.Equal("notice-not-draft", refused.Refusal.Code);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_withdrawn_notice_tells_why_and_nothing_else_and_takes_its_older_versions_and_files_along(string database)
    {
        await using var site = await Site.StartAsync(database);
        var officer = await site.GivenActorAsync(Role.BureauOfficer);
        var first = await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.News, "简报", "第一稿的数字"), NoticeKind.News, "publish");
        await site.GivenRevisionAsync(first, officer, NoticeWorld.Input(NoticeKind.News, "简报", "第二稿的数字"));
        var desk = site.As(officer);

        var form = await PageForm.OpenAsync(desk, "/desk/notices/1", "form:has(textarea[name=text])");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await form.PressAsync()).StatusCode);
        form["text"] = "统计口径有误";
        Assert.Equal(HttpStatusCode.Redirect, (await form.PressAsync()).StatusCode);
        await site.CatchUpAsync();

        var visitor = site.Visitor();
        var page = await visitor.GetStringAsync("/news/1");
        Assert.Contains("统计口径有误", page, StringComparison.Ordinal);
        Assert.DoesNotContain("稿的数字", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/news/1/versions/1")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/news/1/compare?from=1&to=2")).StatusCode);
        Assert.DoesNotContain("简报", await visitor.GetStringAsync("/news"), StringComparison.Ordinal);
        var told = (await visitor.GetFromJsonAsync<JsonObject>("/api/v1/notices/1"))!;
        Assert.Equal((true, "统计口径有误", null), ((bool)told["withdrawn"]!, (string?)told["withdrawnBecause"], (string?)told["markdown"]));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_scheduled_notice_appears_at_its_hour_and_not_before_unless_it_is_taken_back(string database)
    {
        await using var site = await Site.StartAsync(database);
        var officer = await site.GivenActorAsync(Role.BureauOfficer);
        var waiting = await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.News, "到时发布"), NoticeKind.News, "schedule");
        var taken = await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.News, "取消定时"), NoticeKind.News, "schedule", "unschedule");
        var courier = site.App.Services.GetRequiredService<Courier>();

        await courier.CarryDueAsync(default);
        Assert.Equal(EditionState.Scheduled, await site.StateOfAsync(waiting));
        Assert.DoesNotContain("到时发布", await site.Visitor().GetStringAsync("/news"), StringComparison.Ordinal);
        site.Clock.Now = site.Clock.Now.AddDays(2).AddSeconds(1);
        await courier.CarryDueAsync(default);
        await site.CatchUpAsync();

        await AgainAsync(async () => Assert.Equal(EditionState.Published, await site.StateOfAsync(waiting)));
        Assert.Equal(EditionState.Draft, await site.StateOfAsync(taken));
        Assert.Contains("到时发布", await site.Visitor().GetStringAsync("/news?q=到时"), StringComparison.Ordinal);
        var past = await site.As(officer).PostAsJsonAsync($"/api/v1/notices/{taken.Notice.Number}/editions/1/schedule", new { at = "2026-03-01T09:00" });
        Assert.Equal(HttpStatusCode.BadRequest, past.StatusCode);
    }

    private static async Task<List<string>> TitlesAsync(Site site, string address) =>
        [.. (await PageForm.ReadAsync(await site.Visitor().GetAsync(address))).QuerySelectorAll(".notices h2").Select(h => h.TextContent.Trim())];

    /// <summary>The courier of the running site may have taken it a moment before.</summary>
    private static async Task AgainAsync(Func<Task> look)
    {
        for (var turn = 0; ; turn++)
        {
            try
            {
                await look();
                return;
            }
            catch (Xunit.Sdk.XunitException) when (turn < 50)
            {
                await Task.Delay(100);
            }
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Lists_are_narrowed_by_words_kind_year_and_validity_and_pinned_ones_come_first(string database)
    {
        await using var site = await Site.StartAsync(database);
        var officer = await site.GivenActorAsync(Role.BureauOfficer);
        await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.Policy, "旧办法", "Mass spectrometry 质谱", from: new(2024, 1, 1), until: new(2025, 1, 1)), NoticeKind.Policy, "publish");
        var pinned = await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.Policy, "置顶办法"), NoticeKind.Policy, "publish");
        site.Clock.Now = site.Clock.Now.AddYears(1);
        officer = await site.GivenActorAsync(Role.BureauOfficer);
        for (var n = 1; n <= 21; n++)
        {
            await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.Policy, $"新办法 {n}"), NoticeKind.Policy, "publish");
        }

        await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.OpenDay, "开放日"), NoticeKind.OpenDay, "publish");
        await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.Round, "集中报送", from: new(2027, 6, 1), until: new(2027, 6, 30)), NoticeKind.Round, "publish");
        Assert.Equal(HttpStatusCode.Redirect, (await (await PageForm.OpenAsync(site.As(officer), $"/desk/notices/{pinned.Notice.Number}", "form[action*=Pin]")).PressAsync()).StatusCode);
        await site.CatchUpAsync();

        Assert.Equal(20, (await TitlesAsync(site, "/policies")).Count);
        Assert.Equal("置顶办法", (await TitlesAsync(site, "/policies"))[0]);
        Assert.Equal(3, (await TitlesAsync(site, "/policies?page=2")).Count);
        Assert.Equal(["旧办法"], await TitlesAsync(site, "/policies?q=MASS"));
        Assert.Equal(["旧办法"], await TitlesAsync(site, "/policies?when=past"));
        Assert.Equal(["置顶办法", "旧办法"], await TitlesAsync(site, "/policies?year=2026"));
        Assert.Equal(["集中报送", "开放日"], await TitlesAsync(site, "/events"));
        Assert.Equal(["开放日"], await TitlesAsync(site, "/events?kind=OpenDay"));
        Assert.Empty(await TitlesAsync(site, "/events?q=没有这样的词"));
        Assert.Equal(HttpStatusCode.MovedPermanently, (await site.Visitor().GetAsync($"/news/{pinned.Notice.Number}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visitor().GetAsync("/policies/999")).StatusCode);
        var listed = (await site.Visitor().GetFromJsonAsync<JsonObject>("/api/v1/notices?kind=Policy&size=5"))!;
        Assert.Equal((23, 5), ((int)listed["total"]!, listed["items"]!.AsArray().Count));
        Assert.Equal(HttpStatusCode.BadRequest, (await site.Visitor().GetAsync("/api/v1/notices?kind=Nothing&colour=red")).StatusCode);
        Assert.Equal("PK"u8.ToArray(), (await site.Visitor().GetByteArrayAsync("/policies.xlsx?when=past"))[..2]);
        Assert.Equal("PK"u8.ToArray(), (await site.As(officer).GetByteArrayAsync("/desk/notices.xlsx"))[..2]);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_file_that_lies_is_empty_or_too_large_is_not_taken_and_a_draft_is_not_given_to_strangers(string database)
    {
        await using var site = await Site.StartAsync(database);
        var officer = await site.GivenActorAsync(Role.BureauOfficer);
        var edition = await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.News), NoticeKind.News);
        var desk = site.As(officer);
        async Task<HttpStatusCode> UploadAsync(string name, byte[] content) => (await (await PageForm.OpenAsync(desk, "/desk/notices/1/files", "aside form")).UploadAsync("file", (name, content))).StatusCode;
        var most = await site.UseAsync(s => Task.FromResult(s.GetRequiredService<NoticeDrafts>().Limits.MostBytes));

        Assert.Equal(HttpStatusCode.BadRequest, await UploadAsync("表.pdf", "MZ nothing of the kind"u8.ToArray()));
        Assert.Equal(HttpStatusCode.BadRequest, await UploadAsync("表.pdf", NoticeWorld.Png));
        Assert.Equal(HttpStatusCode.BadRequest, await UploadAsync("表.html", "<script>alert(1)</script>"u8.ToArray()));
        Assert.Equal(HttpStatusCode.BadRequest, await UploadAsync("空.pdf", []));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await UploadAsync("大.pdf", [.. NoticeWorld.Pdf, .. new byte[most]]));
        Assert.Empty(site.App.Services.GetRequiredService<FileStore>().Digests());
        Assert.Equal(HttpStatusCode.Redirect, await UploadAsync("表.pdf", NoticeWorld.Pdf));
        var address = NoticeAddress.OfFile(1, await site.QueryAsync(db => db.EditionFiles.Where(f => f.EditionId == edition.Id).Select(f => f.File).SingleAsync()));
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visitor().GetAsync(address)).StatusCode);
        using var own = await desk.GetAsync(address);
        Assert.True(own.Headers.CacheControl!.NoStore);

        Assert.Equal(HttpStatusCode.Redirect, (await (await PageForm.OpenAsync(desk, "/desk/notices/1/files", ".files form")).PressAsync()).StatusCode);
        Assert.Empty(site.App.Services.GetRequiredService<FileStore>().Digests());
        Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync(address)).StatusCode);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Two_windows_do_not_overwrite_each_other_and_the_autosave_says_so(string database)
    {
        await using var site = await Site.StartAsync(database);
        var officer = await site.GivenActorAsync(Role.BureauOfficer);
        await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.News), NoticeKind.News);
        var desk = site.As(officer);
        var (one, other) = (await PageForm.OpenAsync(desk, "/desk/notices/1", "#notice-form"), await PageForm.OpenAsync(desk, "/desk/notices/1", "#notice-form"));
        var autosave = one.Form.GetAttribute("data-autosave")!;

        one["body"] = "甲窗口";
        using var saved = await one.SendToAsync(autosave);
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        Assert.NotNull((await saved.Content.ReadFromJsonAsync<JsonObject>())!["version"]);
        other["body"] = "乙窗口";
        Assert.Equal(HttpStatusCode.Conflict, (await other.SendToAsync(autosave)).StatusCode);
        Assert.Equal("甲窗口", await site.QueryAsync(db => db.Editions.Select(e => e.Wording.Body).SingleAsync()));
        one["text"] = "# 看看\n\n<b>不是标签</b>";
        var preview = await (await one.SendToAsync(one.Form.QuerySelector("[data-preview]")!.GetAttribute("data-preview")!)).Content.ReadAsStringAsync();
        Assert.Contains("<h2>看看</h2>", preview, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", preview, StringComparison.Ordinal);
    }
}
