using System.Globalization;
using System.Net;
using System.Text;
using Yixiang.Kernel;

namespace Yixiang.Exchange;

/// <summary>A mail in one language, before it is put on paper: both the plain and the HTML form are written from it.</summary>
/// <param name="Language">The reader's.</param>
/// <param name="Greeting">Addresses the reader by name.</param>
/// <param name="Rows">Facts: name and value.</param>
/// <param name="Action">What to do: words and full address.</param>
public sealed record Letter(
    CultureInfo Language, string Subject, string Greeting, IReadOnlyList<string> Paragraphs, IReadOnlyList<(string Name, string Value)> Rows, (string Text, string Address)? Action, string Signature)
{
    private string Closing => Texts.In(Language, "mail.automatic");

    public string ToText()
    {
        var text = new StringBuilder().Append(Greeting).Append("\n\n");
        foreach (var paragraph in Paragraphs)
        {
            text.Append(paragraph).Append("\n\n");
        }

        foreach (var (name, value) in Rows)
        {
            text.Append($"- {name}{Texts.In(Language, "mail.colon")}{value}\n");
        }

        text.Append(Rows.Count > 0 ? "\n" : "").Append(Action is { } action ? $"{action.Text}{Texts.In(Language, "mail.colon")}\n{action.Address}\n\n" : "");
        return text.Append($"{Signature}\n{Closing}\n").ToString();
    }

    public string ToHtml()
    {
        var html = new StringBuilder($"<!doctype html><html lang=\"{Language.Name}\"><head><meta charset=\"utf-8\"><title>{Safe(Subject)}</title></head>")
            .Append("<body style=\"font-family:sans-serif;color:#1b2b2d;line-height:1.6;max-width:40em\">").Append($"<p>{Safe(Greeting)}</p>");
        foreach (var paragraph in Paragraphs)
        {
            html.Append($"<p>{Safe(paragraph)}</p>");
        }

        if (Rows.Count > 0)
        {
            html.Append("<table cellpadding=\"6\" style=\"border-collapse:collapse\">");
            html.AppendJoin("", Rows.Select(r => $"<tr><th align=\"left\" valign=\"top\" style=\"border-bottom:1px solid #d5dedd\">{Safe(r.Name)}</th><td style=\"border-bottom:1px solid #d5dedd\">{Safe(r.Value)}</td></tr>"));
            html.Append("</table>");
        }

        if (Action is { } action)
        {
            html.Append($"<p><a href=\"{Safe(action.Address)}\" style=\"display:inline-block;padding:.6em 1.2em;background:#0a5f63;color:#fff;text-decoration:none\">{Safe(action.Text)}</a></p><p style=\"color:#55686a\">{Safe(action.Address)}</p>");
        }

        return html.Append($"<p>{Safe(Signature)}</p><p style=\"color:#55686a\">{Safe(Closing)}</p></body></html>").ToString();
    }

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
