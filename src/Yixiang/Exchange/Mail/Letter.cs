using System.Globalization;
using System.Net;
using System.Text;
using Yixiang.Kernel;

namespace Yixiang.Exchange;

/// <summary>One of several filings that a letter speaks of.</summary>
/// <param name="Result">What became of it, in words.</param>
/// <param name="Remarks">Why: field and what is wrong with it.</param>
public sealed record LetterItem(string Reference, string Name, string Result, IReadOnlyList<(string Name, string Value)> Remarks, string Address);

/// <summary>A mail in one language, before it is put on paper: both the plain and the HTML form are written from it.</summary>
/// <param name="Language">The reader's.</param>
/// <param name="Greeting">Addresses the reader by name.</param>
/// <param name="Rows">Facts: name and value.</param>
/// <param name="Action">What to do: words and full address.</param>
public sealed record Letter(
    CultureInfo Language, string Subject, string Greeting, IReadOnlyList<string> Paragraphs, IReadOnlyList<(string Name, string Value)> Rows, (string Text, string Address)? Action, string Signature)
{
    /// <summary>What the letter lists; empty when it speaks of one thing.</summary>
    public IReadOnlyList<LetterItem> Items { get; init; } = [];

    /// <summary>A letter from the texts <c>mail.KIND-subject</c>, <c>-text</c> and <c>-act</c>.</summary>
    /// <param name="args">What the texts fill in.</param>
    /// <param name="path">Where the action leads, without the language prefix; null for none.</param>
    public static Letter Of(string kind, MailReader reader, object?[] args, IReadOnlyList<(string Name, string Value)> rows, string? path, MailSettings settings, CityPack pack)
    {
        var language = reader.Language;
        (string, string)? action = path is null ? null : (Texts.In(language, $"mail.{kind}-act"), settings.LinkTo(path, language == Texts.English));
        var greeting = reader.Name == "" ? Texts.In(language, "mail.greeting-unnamed") : Texts.In(language, "mail.greeting", reader.Name);
        return new(language, Texts.In(language, $"mail.{kind}-subject", args), greeting, [Texts.In(language, $"mail.{kind}-text", args)], rows, action, pack.City.Mail.Name.In(language));
    }

    /// <summary>Text key of what the last column of the list says.</summary>
    public string ResultHead { get; init; } = "mail.result";

    /// <summary>How the reader ends mails of this kind: words and full address; null where they cannot be ended.</summary>
    public (string Text, string Address)? Leave { get; init; }

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

        foreach (var item in Items)
        {
            text.Append($"- {item.Reference} {item.Name}{Texts.In(Language, "mail.colon")}{item.Result}\n");
            text.AppendJoin("", item.Remarks.Select(r => $"  · {r.Name}{Texts.In(Language, "mail.colon")}{r.Value}\n")).Append($"  {item.Address}\n");
        }

        text.Append(Rows.Count + Items.Count > 0 ? "\n" : "").Append(Action is { } action ? $"{action.Text}{Texts.In(Language, "mail.colon")}\n{action.Address}\n\n" : "");
        return text.Append($"{Signature}\n{Closing}\n").Append(Leave is { } leave ? $"{leave.Text}{Texts.In(Language, "mail.colon")}{leave.Address}\n" : "").ToString();
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

        if (Items.Count > 0)
        {
            html.Append("<table cellpadding=\"6\" style=\"border-collapse:collapse\"><tr>");
            html.AppendJoin("", new[] { "mail.reference", "mail.name", ResultHead }.Select(h => $"<th scope=\"col\" align=\"left\" style=\"border-bottom:2px solid #0a5f63\">{Safe(Texts.In(Language, h))}</th>"));
            html.Append("</tr>").AppendJoin("", Items.Select(Line)).Append("</table>");
        }

        if (Action is { } action)
        {
            html.Append($"<p><a href=\"{Safe(action.Address)}\" style=\"display:inline-block;padding:.6em 1.2em;background:#0a5f63;color:#fff;text-decoration:none\">{Safe(action.Text)}</a></p><p style=\"color:#55686a\">{Safe(action.Address)}</p>");
        }

        return html.Append($"<p>{Safe(Signature)}</p><p style=\"color:#55686a\">{Safe(Closing)}</p>").Append(Leave is { } leave ? $"<p><a href=\"{Safe(leave.Address)}\">{Safe(leave.Text)}</a></p>" : "").Append("</body></html>").ToString();
    }

    private string Line(LetterItem item)
    {
        var remarks = string.Concat(item.Remarks.Select(r => $"<br>{Safe(r.Name)}{Safe(Texts.In(Language, "mail.colon"))}{Safe(r.Value)}"));
        string[] cells = [$"<a href=\"{Safe(item.Address)}\">{Safe(item.Reference)}</a>", Safe(item.Name), Safe(item.Result) + remarks];
        return $"<tr>{string.Concat(cells.Select(cell => $"<td valign=\"top\" style=\"border-bottom:1px solid #d5dedd\">{cell}</td>"))}</tr>";
    }

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
