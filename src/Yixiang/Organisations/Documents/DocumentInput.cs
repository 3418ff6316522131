using System.ComponentModel.DataAnnotations;
using Yixiang.Kernel;

namespace Yixiang.Organisations;

/// <summary>What is said of a document when it is handed in.</summary>
/// <param name="Replaces">Reference of the older version, if there is one.</param>
public sealed record DocumentInput(string Kind, string Title, DateOnly IssuedOn, DateOnly? ValidUntil, bool IsPublic, string? Replaces)
{
    public const int LongestTitle = 200;

    /// <summary>Reads what was typed or sent.</summary>
    /// <param name="word">The word under a name; empty when there is none.</param>
    /// <param name="problems">What is wrong, by name.</param>
    public static DocumentInput? Read(Func<string, string> word, CodeTables tables, DateOnly today, out List<FieldProblem> problems)
    {
        problems = [];
        var (kind, title) = (word("kind"), word("title").Trim());
        if (!tables["document-kind"].Has(kind))
        {
            problems.Add(kind == "" ? new("kind", "required") : new("kind", "unknown-code", kind));
        }

        if (title.Length is 0 or > LongestTitle)
        {
            problems.Add(title == "" ? new("title", "required") : new("title", "too-long", LongestTitle, title.Length));
        }

        var issued = Day("issuedOn", word, problems, required: true);
        var until = Day("validUntil", word, problems, required: false);
        if (issued > today)
        {
            problems.Add(new("issuedOn", "document-future"));
        }

        if (until < issued)
        {
            problems.Add(new("validUntil", "document-until-before"));
        }

        return problems.Count == 0 ? new(kind, title, issued!.Value, until, word("public") is "true" or "on", word("replaces") is { Length: > 0 } older ? older : null) : null;
    }

    private static DateOnly? Day(string name, Func<string, string> word, List<FieldProblem> problems, bool required)
    {
        var text = word(name);
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day))
        {
            return day;
        }

        if (text != "" || required)
        {
            problems.Add(new(name, text == "" ? "required" : "date", text));
        }

        return null;
    }
}
