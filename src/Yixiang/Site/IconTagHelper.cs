using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Yixiang.Site;

/// <summary><c>&lt;icon name="search" /&gt;</c>: a symbol of <c>icons.svg</c>. Decoration only: the words beside it carry the meaning.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TagHelper
{
    public required string Name { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "icon");
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Content.SetHtmlContent($"""<use href="/icons.svg#{System.Net.WebUtility.HtmlEncode(Name)}"></use>""");
    }
}
