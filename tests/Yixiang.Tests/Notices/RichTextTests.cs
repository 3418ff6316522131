using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Notices;
using Yixiang.Notices.Text;
using Yixiang.Tests.Ledger;

namespace Yixiang.Tests.Notices;

/// <summary>Text that people write stays text: nothing of it runs, loads from elsewhere, or leads where it should not.</summary>
public sealed class RichTextTests
{
    private static readonly string[] Elements = ["P", "H2", "H3", "H4", "H5", "H6", "UL", "OL", "LI", "DIV", "TABLE", "THEAD", "TBODY", "TR", "TH", "TD", "BLOCKQUOTE", "PRE", "CODE", "EM", "STRONG", "A", "IMG", "BR", "HR"];
    private static readonly string[] Attributes = ["href", "src", "alt", "title", "class", "start", "rel", "scope", "loading"];

    /// <summary>What is tried: raw HTML, addresses of all sorts, ways out of attributes and of code, oddly written schemes.</summary>
    private static readonly string[] Vectors =
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<iframe src=//evil.example></iframe>", "<a href=\"javascript:alert(1)\">x</a>",
        "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](java\tscript:alert(1))", "[x](&#106;avascript:alert(1))", "[x](javascript&colon;alert(1))", "[x](<javascript:alert(1)>)", "[x](vbscript:msgbox(1))",
        "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)", "[x](\u0001javascript:alert(1))", "[x]( javascript:alert(1))", "<javascript:alert(1)>", "<data:text/html,x>",
        "![x](javascript:alert(1))", "![x](https://evil.example/pixel.png)", "![x](//evil.example/pixel.png)", "![x](data:image/svg+xml;base64,PHN2Zy8+)", "![x\" onerror=\"alert(1)](图.png)", "![x](图.png \"t\\\" onload=\\\"alert(1)\")",
        "![x](/notices/../../evil.png)", "![x](/desk)", "[x][1]\n\n[1]: javascript:alert(1)", "![x][1]\n\n[1]: https://evil.example/p.png", "[a](https://a.example \"\\\" onmouseover=\\\"alert(1)\")",
        "```\n</code></pre><script>alert(1)</script>\n```", "```\" onload=\"alert(1)\nx\n```", "`<script>alert(1)</script>`", "<style>*{background:url(//evil.example)}</style>", "<div style=\"position:fixed\">x</div>",
        "<form action=//evil.example><input name=p></form>", "<base href=//evil.example>", "<meta http-equiv=refresh content=0>", "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "| a | b |\n|---|---:|\n| <img src=x onerror=alert(1)> | [x](javascript:alert(1)) |", "# <script>alert(1)</script>", "> <img src=x onerror=alert(1)>", "- <b onclick=alert(1)>x</b>", "<!--><img src=x onerror=alert(1)>-->", "<?php echo 1 ?>", "&lt;script&gt;alert(1)&lt;/script&gt;",
        "http://evil.example/\"onmouseover=\"alert(1)", "www.evil.example/<script>", "<http://evil.example/?\"onmouseover=alert(1)>", "*<b>*</b>", "<a name=x id=main class=skip>x</a>", "{.skip onclick=alert(1)}\n# x", "[x](\\\\evil.example)", "[x](//evil.example)",
    ];

    public static TheoryData<string> All => [.. Vectors];

    [Theory, MemberData(nameof(All))]
    public async Task Of_whatever_is_typed_only_harmless_elements_come_out(string typed)
    {
        foreach (var text in new[] { typed, $"前 {typed} 后", $"**{typed}**", $"[{typed}](图.png)", $"| {typed.Replace('\n', ' ')} |\n|---|\n| {typed.Replace('\n', ' ')} |" })
        {
            Harmless(await new HtmlParser().ParseDocumentAsync(RichText.ToHtml(text, name => name == "图.png" ? "/notices/1/files/00/x.png" : null, "/en")), text);
        }
    }

    /// <summary>Pieces of attacks thrown together by chance, always the same chance.</summary>
    [Fact]
    public async Task Nor_does_anything_else_come_out_of_pieces_thrown_together()
    {
        var chance = new Random(20231105);
        string[] pieces = ["<", ">", "\"", "'", "`", "[", "](", ")", "!", "javascript:", "data:", "//e.example", "/notices/", "<script>", "</script>", "<img src=x ", "onerror=alert(1)", "<a href=", "\n", "\n\n", "|", "---|", "# ", "&#x3C;", "&lt;", "\\", "图.png", "https://", "\u0000", "-->", "<!--", "]]>", "**", "~~~"];
        for (var turn = 0; turn < 2_000; turn++)
        {
            var text = string.Concat(Enumerable.Range(0, chance.Next(2, 14)).Select(_ => pieces[chance.Next(pieces.Length)]));
            Harmless(await new HtmlParser().ParseDocumentAsync(RichText.ToHtml(text, name => name == "图.png" ? "/notices/1/files/00/x.png" : null, "")), text);
        }
    }

    [Fact]
    public async Task What_is_meant_well_comes_out_as_it_was_meant()
    {
        var html = RichText.ToHtml("# 一级\n\n## 二级\n\n**重点** [外](https://a.example) [内](/instruments) [表](申请%20表.pdf)\n\n![图](<图 一.png>)\n\n| 样品 | 元 |\n|---|---:|\n| 水 | 300 |\n\n1. 甲\n2. 乙\n\nhttps://v.example/1", name => name is "申请 表.pdf" or "图 一.png" ? "/notices/7/files/ab/f" : null, "/en");
        using var page = await new HtmlParser().ParseDocumentAsync(html);

        Assert.Equal(["H2", "H3"], page.QuerySelectorAll("h1,h2,h3,h4").Select(h => h.TagName));
        Assert.Equal(["https://a.example", "/en/instruments", "/notices/7/files/ab/f", "https://v.example/1"], page.QuerySelectorAll("a").Select(a => a.GetAttribute("href")));
        Assert.Equal("noopener nofollow external", page.QuerySelector("a[href^=https]")!.GetAttribute("rel"));
        Assert.Null(page.QuerySelector("a[href='/en/instruments']")!.GetAttribute("rel"));
        Assert.Equal(("/notices/7/files/ab/f", "图"), (page.QuerySelector("img")!.GetAttribute("src"), page.QuerySelector("img")!.GetAttribute("alt")));
        Assert.Equal("300", page.QuerySelector(".table-frame > table.table td.num")!.TextContent);
        Assert.Equal(2, page.QuerySelectorAll("th[scope=col]").Length);
        Assert.Equal("重点", page.QuerySelector("strong")!.TextContent);
    }

    /// <summary>The same words in every field of every page that shows them.</summary>
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_script_in_every_field_is_text_on_every_page(string database)
    {
        await using var site = await Site.StartAsync(database);
        var officer = await site.GivenActorAsync(Role.BureauOfficer);
        const string Script = "\"><script>alert(1)</script><img src=x onerror=alert(2)>";
        NoticeInput Poisoned(NoticeKind kind, string more = "") => NoticeWorld.Input(kind) with
        {
            Wording = new()
            {
                Title = Script + more,
                EnglishTitle = Script,
                Summary = Script,
                EnglishSummary = Script,
                Body = string.Join("\n\n", Vectors) + more,
                EnglishBody = Script,
                DocumentNumber = Script,
                Issuer = Script,
                Place = Script,
                EnglishPlace = Script,
            },
        };
        foreach (var kind in Enum.GetValues<NoticeKind>())
        {
            var edition = await site.GivenNoticeAsync(officer, Poisoned(kind), kind, "publish");
            await site.GivenRevisionAsync(edition, officer, Poisoned(kind, " 又"));
        }

        await site.GivenNoticeAsync(officer, Poisoned(NoticeKind.Policy), NoticeKind.Policy);
        await site.GivenNoticeAsync(officer, Poisoned(NoticeKind.News), NoticeKind.News, "publish", "withdraw");
        await site.CatchUpAsync();
        var (visitor, desk) = (site.Visitor(), site.As(officer));
        string[] open = ["/", "/news", "/policies", "/guides", "/events", "/news/1", "/policies/2", "/policies/2/versions/1", "/policies/2/compare?from=1&to=2", "/guides/3", "/events/4", "/events/5", "/news/7", "/news?q=" + Uri.EscapeDataString(Script)];
        var pages = open.SelectMany(a => new[] { (visitor, a), (visitor, "/en" + a) }).Concat(new[] { "/desk/notices", "/desk/notices/6", "/desk/notices/6/files", "/desk/notices/2", "/desk/notices/7" }.Select(a => (desk, a)));
        foreach (var (reader, address) in pages)
        {
            using var answer = await reader.GetAsync(address);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{address} answers {(int)answer.StatusCode}");
            using var page = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
            Assert.True(page.Scripts.All(s => s.Type == "application/ld+json" ? !s.TextContent.Contains('<', StringComparison.Ordinal) : s.Source is not null), address);
            Assert.Empty(page.QuerySelectorAll("img[src=x], [onerror], [onclick], [onload], [onmouseover], iframe, [style]"));
            Assert.DoesNotContain(page.Links, a => a.GetAttribute("href")?.TrimStart().StartsWith("javascript", StringComparison.OrdinalIgnoreCase) == true);
        }

        System.Xml.Linq.XDocument.Parse(await visitor.GetStringAsync("/notices.atom"));
    }

    private static void Harmless(IDocument page, string typed)
    {
        foreach (var element in page.Body!.QuerySelectorAll("*"))
        {
            Assert.True(Elements.Contains(element.TagName), $"<{element.TagName}> came out of {typed}");
            Assert.All(element.Attributes, a => Assert.True(Attributes.Contains(a.Name), $"{a.Name}= came out of {typed}"));
            Assert.True(element.GetAttribute("src")?.StartsWith("/notices/1/files/", StringComparison.Ordinal) ?? true, $"a picture from {element.GetAttribute("src")} came out of {typed}");
            Assert.True(element.GetAttribute("class") is null or "num" or "table" or "table-frame", $"class {element.ClassName} came out of {typed}");
            if (element.GetAttribute("href") is { } href)
            {
                // What is no address at all leads nowhere.
                var isAddress = Uri.TryCreate(new("https://here.example/"), href.Trim(), out var to);
                Assert.DoesNotContain("script:", href, StringComparison.OrdinalIgnoreCase);
                Assert.True(!isAddress || to!.Scheme is "http" or "https" or "mailto" or "tel", $"a link to {href} came out of {typed}");
                Assert.True(!isAddress || to!.Host == "here.example" || to.Scheme is "mailto" or "tel" || element.GetAttribute("rel")?.Contains("noopener", StringComparison.Ordinal) == true, $"a link to {href} without rel came out of {typed}");
            }
        }
    }
}
