using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Ical.Net;
using Yixiang.Kernel;
using Yixiang.Notices;
using Yixiang.Tests.Ledger;
using Yixiang.Tests.Rules;

namespace Yixiang.Tests.Notices;

/// <summary>Open days and rounds in other people's calendars, and news in their feed readers.</summary>
public sealed class CalendarTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_calendar_programme_reads_every_event_at_its_hour_in_the_city(string database)
    {
        await using var site = await Site.StartAsync(database);
        var officer = await site.GivenActorAsync(Role.BureauOfficer);
        Assert.Empty((await ReadAsync(await site.Visitor().GetStringAsync("/events.ics")))["events"]!.AsArray());
        var first = await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.OpenDay, "开放日，带样品; 来", new string('长', 300), from: new(2026, 4, 10), until: new(2026, 4, 10)), NoticeKind.OpenDay, "publish");
        await site.GivenRevisionAsync(first, officer, NoticeWorld.Input(NoticeKind.OpenDay, "开放日，带样品; 来", new string('长', 300), from: new(2026, 4, 11), until: new(2026, 4, 12)));
        await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.Round, "集中报送", from: new(2026, 7, 1), until: new(2026, 7, 31)), NoticeKind.Round, "publish");
        await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.OpenDay, "取消的开放日"), NoticeKind.OpenDay, "publish", "withdraw");
        await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.OpenDay, "还没发布"), NoticeKind.OpenDay);
        await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.News, "新闻"), NoticeKind.News, "publish");
        using var answer = await site.Visitor().GetAsync("/events.ics");
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/calendar", answer.Content.Headers.ContentType!.MediaType);
        Assert.All(text.Split("\r\n"), line => Assert.True(System.Text.Encoding.UTF8.GetByteCount(line) <= 75, line));
        var read = await ReadAsync(text);
        Assert.Equal("2.0", (string?)read["version"]);
        var events = read["events"]!.AsArray().ToDictionary(e => (string)e!["summary"]!, e => e!);
        Assert.Equal(["取消的开放日", "开放日，带样品; 来", "集中报送"], events.Keys.Order(StringComparer.Ordinal));
        var day = events["开放日，带样品; 来"];
        Assert.Equal(("2026-04-11T01:00:00.000Z", "2026-04-12T08:30:00.000Z", false, 1), ((string)day["start"]!, (string)day["end"]!, (bool)day["wholeDays"]!, (int)day["sequence"]!));
        Assert.Equal(("晋山理工学院", "CONFIRMED", "notice-1@localhost", "https://localhost/events/1"), ((string)day["location"]!, (string)day["status"]!, (string)day["uid"]!, (string)day["url"]!));
        var round = events["集中报送"];
        Assert.Equal(("2026-07-01", "2026-08-01", true), ((string)round["start"]!, (string)round["end"]!, (bool)round["wholeDays"]!));
        Assert.Equal(("CANCELLED", ""), ((string)events["取消的开放日"]["status"]!, (string)events["取消的开放日"]["url"]!));

        var again = Ical.Net.Calendar.Load(text)!;
        Assert.Equal(3, again.Events.Count);
        Assert.Equal(new DateTime(2026, 4, 11, 1, 0, 0, DateTimeKind.Utc), again.Events.Single(e => e.Uid == "notice-1@localhost").Start!.AsUtc);
        Assert.Single((await ReadAsync(await site.Visitor().GetStringAsync("/events/2.ics")))["events"]!.AsArray());
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visitor().GetAsync("/events/5.ics")).StatusCode);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_feed_holds_what_was_published_newest_first_and_no_drafts(string database)
    {
        await using var site = await Site.StartAsync(database);
        var officer = await site.GivenActorAsync(Role.BureauOfficer);
        await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.News, "第一条<新闻>"), NoticeKind.News, "publish");
        site.Clock.Now = site.Clock.Now.AddHours(1);
        await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.Policy, "办法"), NoticeKind.Policy, "publish");
        await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.News, "草稿"), NoticeKind.News);
        await site.CatchUpAsync();
        XNamespace atom = "http://www.w3.org/2005/Atom";

        var feed = XDocument.Parse(await site.Visitor().GetStringAsync("/notices.atom")).Root!;
        Assert.Equal(["制度措施 · 办法", "动态 · 第一条<新闻>"], feed.Elements(atom + "entry").Select(e => e.Element(atom + "title")!.Value));
        Assert.Equal(feed.Element(atom + "updated")!.Value, feed.Elements(atom + "entry").First().Element(atom + "updated")!.Value);
        Assert.All((string[])["id", "title", "updated", "author"], name => Assert.Single(feed.Elements(atom + name)));
        Assert.Equal("https://localhost/policies/2", feed.Elements(atom + "entry").First().Element(atom + "link")!.Attribute("href")!.Value);
        Assert.Single(XDocument.Parse(await site.Visitor().GetStringAsync("/en/notices.atom?kind=News")).Root!.Elements(atom + "entry"));
    }

    /// <summary>What ical.js, the reader of Thunderbird's calendar, makes of it.</summary>
    private static async Task<JsonNode> ReadAsync(string calendar)
    {
        var folder = Path.Combine(Repository.Root, "tests/Yixiang.Tests/Clients");
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules/ical.js")), "ical.js is not installed. Repair: bin/setup --tests");
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(folder, "calendar.mjs")]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await node.StandardInput.WriteAsync(calendar);
        node.StandardInput.Close();
        var told = await node.StandardOutput.ReadToEndAsync();
        var wrong = await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, wrong);
        return JsonNode.Parse(told)!;
    }
}
