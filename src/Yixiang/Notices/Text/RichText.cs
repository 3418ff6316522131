using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Ganss.Xss;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Yixiang.Notices.Text;

/// <summary>Markdown as safe HTML. Raw HTML in it stays text; of what comes out only a short list of elements and attributes is let through.</summary>
public static class RichText
{
    private const string Away = "noopener nofollow external";

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().DisableHtml().Build();

    private static readonly string[] Elements =
        ["p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "blockquote", "pre", "code", "em", "strong", "a", "img", "br", "hr"];

    private static readonly HtmlSanitizer Sieve = MakeSieve();

    /// <param name="files">The address of an attachment by its name; null where there is none. Pictures come from attachments only.</param>
    /// <param name="root">What stands before addresses of the site itself: <c>/en</c> on English pages.</param>
    /// <param name="deeper">By how many levels headings stand lower than on the notice's own page.</param>
    public static string ToHtml(string markdown, Func<string, string?> files, string root, int deeper = 0)
    {
        var text = Markdown.Parse(markdown, Pipeline);
        foreach (var heading in text.Descendants<HeadingBlock>())
        {
            heading.Level = Math.Min(heading.Level + 1 + deeper, 6);
        }

        foreach (var link in text.Descendants<LinkInline>().ToList())
        {
            Lead(link, files, root);
        }

        foreach (var table in text.Descendants<Table>())
        {
            Align(table);
        }

        return Sifted(text.ToHtml(Pipeline));
    }

    /// <summary>The words alone: for searching, summaries and calendars.</summary>
    public static string Plain(string markdown) => Markdown.ToPlainText(markdown, Pipeline).Trim();

    /// <summary>Leads a link to the attachment it names; a picture that is no attachment becomes its own description.</summary>
    private static void Lead(LinkInline link, Func<string, string?> files, string root)
    {
        var named = link.Url ?? "";
        if (files(Uri.UnescapeDataString(named)) is { } address)
        {
            link.Url = address;
        }
        else if (link.IsImage)
        {
            link.ReplaceBy(new LiteralInline(string.Concat(link.Descendants<LiteralInline>().Select(l => l.Content.ToString()))));
        }
        else if (named.StartsWith('/') && !named.StartsWith("//", StringComparison.Ordinal))
        {
            link.Url = root + named;
        }
    }

    /// <summary>Columns of figures by a class: the content policy lets no style in.</summary>
    private static void Align(Table table)
    {
        for (var column = 0; column < table.ColumnDefinitions.Count; column++)
        {
            var right = table.ColumnDefinitions[column].Alignment == TableColumnAlign.Right;
            table.ColumnDefinitions[column].Alignment = null;
            foreach (var cell in table.OfType<TableRow>().Where(_ => right).Select(r => r.ElementAtOrDefault(column)).OfType<TableCell>())
            {
                Markdig.Renderers.Html.HtmlAttributesExtensions.GetAttributes(cell).AddClass("num");
            }
        }
    }

    private static string Sifted(string html)
    {
        using var page = Sieve.SanitizeDom(html);
        foreach (var link in page.Links.OfType<IHtmlAnchorElement>().Where(a => IsAway(a.GetAttribute("href") ?? "")))
        {
            link.SetAttribute("rel", Away);
        }

        foreach (var head in page.QuerySelectorAll("th"))
        {
            head.SetAttribute("scope", "col");
        }

        foreach (var picture in page.QuerySelectorAll("img"))
        {
            picture.SetAttribute("loading", "lazy");
        }

        foreach (var table in page.QuerySelectorAll("table").ToList())
        {
            table.ClassName = "table";
            var frame = page.CreateElement("div");
            frame.ClassName = "table-frame";
            table.Parent!.ReplaceChild(frame, table);
            frame.AppendChild(table);
        }

        return page.Body!.InnerHtml;
    }

    private static bool IsAway(string address) => address.Contains("://", StringComparison.Ordinal) || address.StartsWith("//", StringComparison.Ordinal);

    private static HtmlSanitizer MakeSieve()
    {
        var sieve = new HtmlSanitizer();
        sieve.AllowedTags.Clear();
        sieve.AllowedTags.UnionWith(Elements);
        sieve.AllowedAttributes.Clear();
        sieve.AllowedAttributes.UnionWith(["href", "src", "alt", "title", "class", "start"]);
        sieve.AllowedClasses.Clear();
        sieve.AllowedClasses.Add("num");
        sieve.AllowedSchemes.Clear();
        sieve.AllowedSchemes.UnionWith(["http", "https", "mailto", "tel"]);
        sieve.AllowedCssProperties.Clear();
        sieve.AllowedAtRules.Clear();
        sieve.FilterUrl += (_, url) =>
        {
            if (url.Tag is IHtmlImageElement && !url.OriginalUrl.StartsWith(NoticeAddress.Files, StringComparison.Ordinal))
            {
                url.SanitizedUrl = null;
            }
        };
        return sieve;
    }
}
