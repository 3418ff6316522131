using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Site;

/// <summary>
/// A labelled form field: <c>&lt;field for="Input.Name" label="…" help="…" required&gt;&lt;input asp-for="Input.Name" /&gt;&lt;/field&gt;</c>.
/// Writes label, help and the error of the model state around the control, and ties them to it for screen readers.
/// </summary>
[HtmlTargetElement("field")]
public sealed class FieldTagHelper : TagHelper
{
    /// <summary>The property; or <see cref="Name"/> where a form is generated.</summary>
    public ModelExpression? For { get; set; }

    public string? Name { get; set; }
    public required string Label { get; set; }
    public string? Help { get; set; }
    public bool Required { get; set; }

    /// <summary>An error that does not come from the model state.</summary>
    public string? Error { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    internal string ControlId => TagBuilder.CreateSanitizedId(FullName, "_");

    private string FullName => For is null ? Name! : View.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);

    private string? Problem => Error ?? (View.ModelState.TryGetValue(FullName, out var entry) ? SentenceOf(entry) : null);

    public override void Init(TagHelperContext context) => context.Items[typeof(FieldTagHelper)] = this;

    internal void Tie(TagHelperOutput control)
    {
        Default(control, "id", ControlId);
        Default(control, "aria-describedby", string.Join(' ', Described()));
        if (Problem is not null)
        {
            Default(control, "aria-invalid", "true");
        }

        if (Required)
        {
            Default(control, "aria-required", "true");
        }
    }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var control = await output.GetChildContentAsync();
        output.TagName = "div";
        var own = output.Attributes["class"]?.Value?.ToString();
        output.Attributes.SetAttribute("class", string.Join(' ', new[] { "field", own, Problem is null ? null : "wrong" }.Where(c => c is not null)));
        output.Content.AppendHtml(LabelTag());
        output.Content.AppendHtml(Line("help", Help));
        output.Content.AppendHtml(control);
        output.Content.AppendHtml(Line("error", Problem));
    }

    private IEnumerable<string> Described()
    {
        if (Help is not null)
        {
            yield return ControlId + "-help";
        }

        if (Problem is not null)
        {
            yield return ControlId + "-error";
        }
    }

    private TagBuilder LabelTag()
    {
        var label = new TagBuilder("label");
        label.Attributes["for"] = ControlId;
        label.InnerHtml.Append(Label);
        if (Required)
        {
            var mark = new TagBuilder("span");
            mark.AddCssClass("required");
            mark.InnerHtml.Append(T("site.required"));
            label.InnerHtml.AppendHtml(mark);
        }

        return label;
    }

    private TagBuilder? Line(string kind, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var line = new TagBuilder("p");
        line.AddCssClass(kind);
        line.Attributes["id"] = $"{ControlId}-{kind}";
        line.InnerHtml.Append(text);
        return line;
    }

    private static string? SentenceOf(ModelStateEntry entry) => entry.Errors.Select(e => e.ErrorMessage).FirstOrDefault(m => m.Length > 0);

    private static void Default(TagHelperOutput control, string name, string value)
    {
        if (value.Length > 0 && !control.Attributes.ContainsName(name))
        {
            control.Attributes.SetAttribute(name, value);
        }
    }
}

/// <summary>Ties an input to the <see cref="FieldTagHelper"/> around it.</summary>
[HtmlTargetElement("input", TagStructure = TagStructure.WithoutEndTag), HtmlTargetElement("select"), HtmlTargetElement("textarea")]
public sealed class FieldControlTagHelper : TagHelper
{
    public override int Order => 100;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (output.Attributes["type"]?.Value?.ToString() is not ("hidden" or "checkbox" or "radio")
            && context.Items.TryGetValue(typeof(FieldTagHelper), out var field))
        {
            ((FieldTagHelper)field).Tie(output);
        }
    }
}
