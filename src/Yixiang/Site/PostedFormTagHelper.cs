using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Yixiang.Site;

/// <summary>Gives its forgery token also to a form that names its address in plain HTML, which ASP.NET takes for a form to another site.</summary>
/// <remarks>A form that says <c>asp-antiforgery</c> itself has decided; the content policy lets no form leave the house.</remarks>
[HtmlTargetElement("form", Attributes = "[method=post],action")]
public sealed class PostedFormTagHelper(IHtmlGenerator generator) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (!context.AllAttributes.ContainsName("asp-antiforgery") && context.AllAttributes["action"].Value.ToString() != "" && generator.GenerateAntiforgery(View) is { } token)
        {
            output.PostContent.AppendHtml(token);
        }
    }
}
