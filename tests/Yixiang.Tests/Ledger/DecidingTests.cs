using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Tests.Sheets;

namespace Yixiang.Tests.Ledger;

/// <summary>The pages by which a user decides: purposes, estimate, similar ones, citation, sheet, comparison.</summary>
public sealed class DecidingTests
{
    private static Particulars Plasma(string number) => World.Microscope(number).With(Fields.Name, "电感耦合等离子体质谱仪").With(Fields.EnglishName, "ICP-MS").With(Fields.ClassCode, "010202").With(Fields.Model, "iCAP RQ");

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_instruments_page_tells_what_it_is_for_and_what_is_like_it_and_how_to_cite_it(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), Plasma("P1"), World.Microscope("M1"));
        await site.GivenBatchAsync(await site.GivenOrganisationAsync("太谷检测所", "140703"), Plasma("P2").With(Fields.Area, "140703"), Plasma("P3").With(Fields.Area, "140703"));
        await site.GivenBatchAsync(await site.GivenOrganisationAsync("榆次另一所"), Plasma("P4"));
        await site.CatchUpAsync();
        var visitor = site.Visitor();

        var html = await visitor.GetStringAsync("/instruments/JZ-000001");
        var english = await visitor.GetStringAsync("/en/instruments/JZ-000001");

        Assert.Contains($"href=\"/instruments?q={Uri.EscapeDataString("重金属")}\">重金属</a>", html, StringComparison.Ordinal);
        Assert.Contains("并非管理单位报备的内容", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/en/instruments?q=heavy%20metals\">heavy metals</a>", english, StringComparison.Ordinal);
        Assert.Contains("电感耦合等离子体质谱仪", await visitor.GetStringAsync($"/instruments?q={Uri.EscapeDataString("重金属")}"), StringComparison.Ordinal);
        var alike = html[html.IndexOf("id=\"alike\"", StringComparison.Ordinal)..];
        Assert.True(alike.IndexOf("/instruments/JZ-000005\"", StringComparison.Ordinal) < alike.IndexOf("/instruments/JZ-000003\"", StringComparison.Ordinal), "Those of the same area come first.");
        Assert.DoesNotContain("/instruments/JZ-000002\"", alike, StringComparison.Ordinal);
        Assert.Contains("src=\"/instruments/JZ-000001/qr.svg\"", html, StringComparison.Ordinal);
        Assert.Equal("JZ-000001", (string?)XDocument.Parse(await visitor.GetStringAsync("/instruments/JZ-000001/qr.svg")).Root!.Attribute("aria-label"));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/instruments/JZ-999999/qr.svg")).StatusCode);
        Assert.Contains("晋中市演示检测中心. 电感耦合等离子体质谱仪 iCAP RQ[EB/OL]. 晋中市科研设施和仪器开放共享服务平台, 平台编号 JZ-000001, 第 1 版. (2026-03-20)[2026-03-20]. https://localhost/instruments/JZ-000001.", html, StringComparison.Ordinal);
        Assert.Contains("reference JZ-000001, version 1 (2026-03-20) [2026-03-20]", english, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_instruments_page_names_its_platform_its_demands_and_the_papers_made_with_it(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(
            await site.GivenOrganisationAsync(),
            World.Microscope().With(Fields.HostPlatform, "煤化工省重点实验室").With(Fields.Qualification, "自主上机须持上机证").With(Fields.UseRestriction, "conditional")
                .With(Fields.Publications, "煤灰形貌研究, doi:10.5555/A(2024)1\n一种样品台（专利号：ZL 202300000000.0）\n没有编号的论文"),
            World.Microscope("B2"));
        var visitor = site.Visitor();

        var html = WebUtility.HtmlDecode(await visitor.GetStringAsync("/instruments/JZ-000001"));
        var literature = html[html.IndexOf("class=\"section literature\"", StringComparison.Ordinal)..];
        var linked = (await visitor.GetFromJsonAsync<JsonObject>("/instruments/JZ-000001/schema.jsonld"))!;
        var pidinst = (await visitor.GetFromJsonAsync<JsonObject>("/instruments/JZ-000001/pidinst.json"))!["relatedIdentifiers"]!.AsArray();
        var datacite = (await visitor.GetFromJsonAsync<JsonObject>("/instruments/JZ-000001/datacite.json"))!["relatedIdentifiers"]!.AsArray();

        Assert.All((string[])["煤化工省重点实验室", "自主上机须持上机证", "有条件共享"], said => Assert.Contains(said, html, StringComparison.Ordinal));
        Assert.Contains(">煤灰形貌研究</span> <a href=\"https://doi.org/10.5555/A%282024%291\"", literature, StringComparison.Ordinal);
        Assert.Contains(">一种样品台</span> <span class=\"code\">ZL202300000000.0</span>", literature, StringComparison.Ordinal);
        Assert.Contains(">没有编号的论文</span></li>", literature, StringComparison.Ordinal);
        Assert.Equal(["ScholarlyArticle", "CreativeWork", "ScholarlyArticle"], linked["subjectOf"]!.AsArray().Select(w => (string?)w!["@type"]));
        Assert.Equal("WasUsedIn", (string?)Assert.Single(pidinst)!["relationType"]);
        Assert.Equal("IsReferencedBy", (string?)Assert.Single(datacite)!["relationType"]);
        Assert.DoesNotContain("section literature", await visitor.GetStringAsync("/instruments/JZ-000002"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_cost_is_reckoned_line_by_line_from_the_published_tariff(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(
            await site.GivenOrganisationAsync(),
            World.Microscope() with { Tariff = [new("成像", "样", 150, 300.5m, null), new("能谱", "小时", 0, 400, "不足一小时按一小时计"), new("特殊样品", "样", null, null, null)] },
            World.Microscope("B2") with { Tariff = [new("检测", "样", null, null, null)] });
        var visitor = site.Visitor();

        var outside = WebUtility.HtmlDecode(await visitor.GetStringAsync("/instruments/JZ-000001?a1=3&a2=1.5&a3=2&as=external"));
        var own = await visitor.GetStringAsync("/instruments/JZ-000001?a1=3&a2=1.5&as=internal");
        var wrong = await visitor.GetStringAsync("/instruments/JZ-000001?a1=-3&a2=abc");

        Assert.Contains("3 样 × 300.50 元/样", outside, StringComparison.Ordinal);
        Assert.Contains("901.50 元", outside, StringComparison.Ordinal);
        Assert.Contains("<b>1,501.50 元</b>", outside, StringComparison.Ordinal);
        Assert.Contains("另有 1 项由双方面议", outside, StringComparison.Ordinal);
        Assert.Contains("实际费用以双方合同为准", outside, StringComparison.Ordinal);
        Assert.Contains("<b>450 元</b>", own, StringComparison.Ordinal);
        Assert.Contains("1.5 小时，免费", own, StringComparison.Ordinal);
        Assert.Equal(2, wrong.Split("请填 0.01 至 100,000").Length - 1);
        Assert.Contains("<b>2,000 元</b>", await visitor.GetStringAsync("/instruments/JZ-000001?line=2&amount=5&as=external"), StringComparison.Ordinal);
        Assert.DoesNotContain("data-estimate", await visitor.GetStringAsync("/instruments/JZ-000002"), StringComparison.Ordinal);
        Assert.Contains("data-estimate open", outside, StringComparison.Ordinal);
        Assert.DoesNotContain("data-estimate open", await visitor.GetStringAsync("/instruments/JZ-000001"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_unit_of_a_tariff_has_its_english_word_also_by_number_and_one_by_another_and_an_unknown_one_stays_as_typed(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(
            await site.GivenOrganisationAsync(),
            World.Microscope() with { Tariff = [new("甲", "30天", 1, 2, null), new("乙", "组分/样", 3, 4, null), new("丙", "炉", 5, 6, null), new("丁", "30min", 7, 8, null), new("戊", "车次", 9, 10, null)] });
        var visitor = site.Visitor();

        var english = WebUtility.HtmlDecode(await visitor.GetStringAsync("/en/instruments/JZ-000001"));
        var chinese = WebUtility.HtmlDecode(await visitor.GetStringAsync("/instruments/JZ-000001"));

        Assert.All((string[])["2 yuan/30 days", "4 yuan/component/sample", "6 yuan/furnace load", "8 yuan/30min", "10 yuan/车次"], price => Assert.Contains($"<span>{price}</span>", english, StringComparison.Ordinal));
        Assert.All((string[])["2 元/30天", "4 元/组分/样", "6 元/炉", "8 元/30min", "10 元/车次"], price => Assert.Contains($"<span>{price}</span>", chinese, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_unit_of_the_demo_has_an_english_word()
    {
        var units = Regex.Matches(File.ReadAllText(Path.Combine(CityPack.Folder, "demo", "types.json")), "\"unit\": *\"([^\"]+)\"").Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.NotEmpty(units);

        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = Texts.English;
            Assert.DoesNotContain(units, u => TariffUnit.Show(u).Any(c => c > 0x2e7f));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Up_to_four_instruments_stand_side_by_side_and_a_fifth_is_refused_with_words(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), World.Microscope("A1"), World.Microscope("A2").With(Fields.Model, "SU8020"), World.Microscope("A3"), World.Microscope("A4"), World.Microscope("A5"));
        await site.GivenFilingAsync(await site.GivenOrganisationAsync("未公布"), World.Microscope("A6").With(Fields.Model, "SECRET"), "submit", "accept");
        await site.CatchUpAsync();
        var visitor = site.Visitor();

        var two = await visitor.GetStringAsync("/compare?i=JZ-000001&i=jz-000002,JZ-000006");
        var differences = await visitor.GetStringAsync("/compare?i=JZ-000001,JZ-000002&only=1");
        var five = await visitor.GetStringAsync("/compare?i=JZ-000001,JZ-000002,JZ-000003,JZ-000004,JZ-000005");

        Assert.Contains("SU8010", two, StringComparison.Ordinal);
        Assert.Contains("SU8020", two, StringComparison.Ordinal);
        Assert.Contains("JZ-000006 不在现行台账中", two, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", two, StringComparison.Ordinal);
        Assert.Single(Rows(two), r => r.Contains("规格型号", StringComparison.Ordinal) && r.Contains("differs", StringComparison.Ordinal));
        Assert.Contains(Rows(two), r => r.Contains("共享时段", StringComparison.Ordinal) && !r.Contains("differs", StringComparison.Ordinal));
        Assert.All(Rows(differences), r => Assert.Contains("differs", r, StringComparison.Ordinal));
        Assert.Contains("一次最多对比四台仪器。", five, StringComparison.Ordinal);
        Assert.Contains("未加入：JZ-000005", five, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.GetAsync("/compare.xlsx?i=JZ-000001,JZ-000002,JZ-000003,JZ-000004,JZ-000005")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/compare.xlsx?i=JZ-000006")).StatusCode);
        var rows = WritingTable.ReadWorkbook(new(await visitor.GetByteArrayAsync("/compare.xlsx?i=JZ-000001,JZ-000002")));
        Assert.Contains(rows, r => (string?)r[0] == "规格型号" && (string?)r[1] == "SU8010" && (string?)r[2] == "SU8020");
        Assert.Contains("JZ-000003", await visitor.GetStringAsync("/en/compare?i=JZ-000001"), StringComparison.Ordinal);

        static IEnumerable<string> Rows(string html) => html.Split("<tr").Where(r => r.Contains("scope=\"row\"", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_sheet_of_an_instrument_is_one_page_with_its_facts_and_nothing_private(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), World.Microscope().With(Fields.Notes, string.Concat(Enumerable.Repeat("样品须干燥。", 60))) with
        {
            Tariff = [.. Enumerable.Range(1, 40).Select(n => new TariffLine($"收费项目 {n}", "样", n, n * 2, null))],
        });

        var answer = await site.Visitor().GetAsync("/instruments/JZ-000001/sheet.pdf");
        var bytes = await answer.Content.ReadAsByteArrayAsync();

        Assert.Equal("application/pdf", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visitor().GetAsync("/instruments/JZ-000001/sheet.pdf?asOf=2026-03-19")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await site.Visitor().GetAsync("/instruments/JZ-000001/sheet.pdf?asOf=yesterday")).StatusCode);
        Assert.True(bytes.Length < 400_000, $"{bytes.Length} bytes");
        Assert.SkipUnless(File.Exists("/usr/bin/pdftotext"), "pdftotext is not installed");
        var text = await TextAsync(bytes);
        Assert.Equal(1, text.Count(c => c == '\f'));
        Assert.All((string[])["场发射扫描电子显微镜", "SU8010", "JZ-000001", "晋中市演示检测中心", "0354-3000001", "收费项目 1", "共 40 项", "https://localhost/instruments/JZ-000001", "2026-03-20"], word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.DoesNotContain("张演示", text, StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(byte[] pdf)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, pdf);
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("pdftotext", ["-layout", file, "-"]) { RedirectStandardOutput = true })!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        File.Delete(file);
        return text;
    }
}
