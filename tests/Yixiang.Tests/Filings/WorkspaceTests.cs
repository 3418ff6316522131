using System.Net;
using System.Text;
using AngleSharp.Dom;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Tests.Filings;

/// <summary>The unit's workspace and the list of its filings; it is 2026-03-20.</summary>
public class WorkspaceTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_workspace_counts_what_is_late_due_and_returned_and_shows_both_clocks(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        var (stranger, _) = await site.GivenUnitAsync("别的单位");
        await site.GivenFilingAsync(unit, World.Microscope("LATE", "2026-02-10"));
        await site.GivenFilingAsync(unit, World.Microscope("DUE", "2026-02-25"));
        await site.GivenFilingAsync(unit, World.Microscope("BACK", "2026-03-01"), "submit", "return");
        await site.GivenFilingAsync(unit, World.Microscope("IN", "2026-03-01"), "submit");
        await site.GivenFilingAsync(unit, World.Microscope("THIN", "2026-03-01").With(Fields.Nation, null), "submit", "accept");
        await site.GivenFilingAsync(stranger, World.Microscope("THEIRS", "2026-01-01"));

        var page = await PageForm.ReadAsync(await client.GetAsync("/unit"));

        Assert.Equal(["1", "1", "1", "2", "1", "0"], page.QuerySelectorAll(".tile b").Select(b => b.TextContent));
        var rows = page.QuerySelectorAll("section:first-of-type tbody tr");
        Assert.Equal(["BACK", "LATE", "DUE"], rows.Select(r => r.QuerySelector(".sub")!.TextContent.Split(" · ")[^1]));
        Assert.Contains("2026-03-12", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("已逾期 8 天", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("剩 7 天", rows[2].TextContent, StringComparison.Ordinal);
        Assert.Contains("2026-04-08", rows[2].TextContent, StringComparison.Ordinal);
        Assert.Contains("THIN", page.QuerySelector("section:last-of-type")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("THEIRS", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_list_is_narrowed_and_ordered_by_its_address(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        await site.GivenFilingAsync(unit, World.Microscope("A1", "2026-01-01"));
        await site.GivenFilingAsync(unit, World.Microscope("A2", "2026-03-15").With(Fields.Name, "液相色谱-质谱联用仪").With(Fields.OriginalValue, "9000000.00"));
        await site.GivenFilingAsync(unit, World.Microscope("A3", "2026-03-01"), "submit");
        await site.GivenFilingAsync(unit, World.Microscope("A4", "2026-03-01"), "submit", "accept");
        (string Address, string Expected)[] cases =
        [
            ("", "A1 A2 A3 A4"), ("?state=Draft", "A1 A2"), ("?state=late", "A1"), ("?state=due", ""), ("?state=review", "A3"), ("?kind=Exit", ""),
            ("?q=质谱", "A2"), ("?q=a4", "A4"), ("?q=%25", ""), ("?sort=-value", "A2 A1 A3 A4"), ("?sort=due", "A1 A3 A4 A2"), ("?state=nonsense&sort=nonsense&page=-3", "A1 A2 A3 A4"),
        ];

        foreach (var (address, expected) in cases)
        {
            var page = await PageForm.ReadAsync(await client.GetAsync("/unit/filings" + address));
            Assert.Equal((address, expected), (address, string.Join(' ', page.QuerySelectorAll("tbody th").Select(h => h.QuerySelectorAll(".sub")[^1].TextContent.Split(" · ")[^1]))));
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_long_list_is_paged_and_leaves_the_house_as_a_file(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        for (var i = 1; i <= 23; i++)
        {
            await site.GivenFilingAsync(unit, World.Microscope($"N{i:00}").With(Fields.Name, i == 23 ? "=cmd|'/c calc'!A0" : "扫描电镜"));
        }

        var second = await PageForm.ReadAsync(await client.GetAsync("/unit/filings?sort=name&page=2"));
        Assert.Equal(3, second.QuerySelectorAll("tbody tr").Length);
        Assert.Contains("第 21–23 条，共 23 条", second.QuerySelector(".pager")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("/unit/filings?sort=name", second.QuerySelector(".pager a[rel=prev]")!.GetAttribute("href"));

        var csv = await client.GetAsync("/unit/filings?format=csv");
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        var text = Encoding.UTF8.GetString(await csv.Content.ReadAsByteArrayAsync());
        Assert.Equal(23, text.Split('\n').Count(l => l.Contains("F2026-", StringComparison.Ordinal)));
        Assert.DoesNotContain(",=cmd", text, StringComparison.Ordinal);
        var xlsx = await (await client.GetAsync("/unit/filings?format=xlsx")).Content.ReadAsByteArrayAsync();
        Assert.Equal("PK"u8.ToArray(), xlsx[..2]);
    }

    [Fact]
    public async Task The_workspace_and_its_form_speak_english_below_en()
    {
        await using var site = await Site.StartAsync("sqlite");
        var (unit, client) = await site.GivenUnitAsync("Demo unit");
        var filing = await site.GivenFilingAsync(unit, Particulars.Empty);

        foreach (var address in new[] { "/en/unit", "/en/unit/filings", "/en/unit/filings/new", "/en/unit/organisation", "/en" + filing.Page() + "/files" })
        {
            var page = await PageForm.ReadAsync(await client.GetAsync(address));
            Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
            Assert.All(page.QuerySelectorAll("main a[href^='/']"), a => Assert.StartsWith("/en/", a.GetAttribute("href"), StringComparison.Ordinal));
            Assert.DoesNotContain(page.QuerySelector("main")!.TextContent, c => c is >= '\u4e00' and <= '\u9fff');
        }
    }

    [Fact]
    public async Task Larger_type_is_kept_and_leads_back_to_the_own_page_only()
    {
        await using var site = await Site.StartAsync("sqlite");
        var visitor = site.Visitor();

        var larger = await visitor.GetAsync("/preferences/size?value=large&back=%2Finstruments");
        var foreign = await visitor.GetAsync("/preferences/size?value=large&back=%2F%2Fevil.example");

        Assert.Equal(("/instruments", "/"), (larger.Headers.Location!.ToString(), foreign.Headers.Location!.ToString()));
        Assert.Equal(HttpStatusCode.Redirect, larger.StatusCode);
        var page = await PageForm.ReadAsync(await visitor.GetAsync("/sign-in"));
        Assert.Equal("large", page.DocumentElement.GetAttribute("data-size"));
    }
}
