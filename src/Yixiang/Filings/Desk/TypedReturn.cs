using Yixiang.Instruments;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings.Desk;

/// <summary>The reasons of a return as an officer typed them: one for the whole, and one beside each marked field.</summary>
/// <param name="Marked">Keys of the ticked fields.</param>
/// <param name="Reasons">Field key → what was typed beside it.</param>
public sealed record TypedReturn(string Text, IReadOnlySet<string> Marked, IReadOnlyDictionary<string, string> Reasons)
{
    public const int Shortest = 2;
    public const int Longest = 500;

    public static readonly TypedReturn Nothing = new("", new HashSet<string>(), new Dictionary<string, string>());

    public static string MarkOf(string key) => "mark." + key;

    public static string ReasonOf(string key) => "reason." + key;

    public static TypedReturn Read(IFormCollection form)
    {
        var keys = Fields.All.Select(f => f.Key).Append("tariff").Append("attachments").ToList();
        return new(
            form["text"].ToString().Trim(),
            keys.Where(k => form.ContainsKey(MarkOf(k))).ToHashSet(),
            keys.Select(k => (Key: k, Text: form[ReasonOf(k)].ToString().Trim())).Where(r => r.Text != "").ToDictionary(r => r.Key, r => r.Text));
    }

    /// <summary>What keeps it from being sent, by the name of the control: a tick without words, words of the wrong length, nothing at all.</summary>
    public IEnumerable<(string Control, string Sentence)> Problems()
    {
        foreach (var key in Marked.Where(k => !Reasons.ContainsKey(k)))
        {
            yield return (ReasonOf(key), T("desk.reason-missing", LabelOf(key)));
        }

        foreach (var (key, text) in Reasons.Where(r => r.Value.Length is < Shortest or > Longest))
        {
            yield return (ReasonOf(key), $"{LabelOf(key)}: {T("problem.reason-length")}");
        }

        if (Text.Length is > Longest or (> 0 and < Shortest) || (Text == "" && Marked.Count == 0 && Reasons.Count == 0))
        {
            yield return ("text", T("problem.reason-length"));
        }
    }

    public Return ToInput() => new(Text == "" ? null : Text, Reasons);

    internal static string LabelOf(string key) => key == "attachments" ? T("desk.files") : T($"field.{key}");
}
