using System.Text.RegularExpressions;

namespace Yixiang.Tests.Rules;

/// <summary>The keys that a file asks for by name: <c>T("key")</c>, <c>T(open ? "one" : "other")</c>, <c>In(language, "key")</c>.</summary>
internal static partial class TextCalls
{
    public static IEnumerable<string> In(string text) =>
        from Match call in Call().Matches(text)
        let argument = Argument(text, call.Index + call.Length, call.Groups[1].Value == "In" ? 1 : 0)
        from Match literal in Key().Matches(argument)
        select literal.Groups[1].Value;

    /// <summary>The text of the n-th argument, up to its comma or to the end of the call.</summary>
    private static string Argument(string text, int start, int number)
    {
        var (depth, from, quoted) = (0, start, false);
        for (var at = start; at < text.Length; at++)
        {
            var c = text[at];
            quoted ^= c == '"' && text[at - 1] != '\\';
            if (quoted)
            {
                continue;
            }

            depth += c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' ? -1 : 0;
            if (depth < 0 || (c == ',' && depth == 0 && number-- == 0))
            {
                return text[from..at];
            }

            from = c == ',' && depth == 0 ? at + 1 : from;
        }

        return "";
    }

    [GeneratedRegex(@"(?<![\w.])(?:Texts\.)?(T|In)\(")]
    private static partial Regex Call();

    /// <summary>A whole literal of a key's shape that is not compared with anything and is not the beginning of a longer text.</summary>
    [GeneratedRegex(@"(?<![\w$@=!]\s?)(?<!is (?:not )?)(?<!or )""([a-z][a-z0-9-]*(?:\.[A-Za-z0-9-]+)+)""(?!\s*\+)")]
    private static partial Regex Key();
}
