using static Yixiang.Kernel.Texts;

namespace Yixiang.Operator;

/// <summary>How the journal's codes are told to whoever reads it: <c>begin</c> of a <c>batch</c>, from <c>Draft</c>. The journal itself keeps the codes.</summary>
internal static class JournalWords
{
    private const string Kinds = "journal.of-", Acts = "journal.act-";

    public static bool IsSubject(string subject) => Has(Kinds + subject);

    public static bool IsAct(string what) => Has(Acts + what) || Subjects.Any(s => Has($"move.{s}.{what}"));

    public static string OfSubject(string subject) => Has(Kinds + subject) ? T($"journal.of-{subject}") : subject;

    /// <summary>A declared move has its own words; everything else that is written down has one word wherever it happens.</summary>
    public static string OfAct(string subject, string what) => Has($"move.{subject}.{what}") ? T($"move.{subject}.{what}") : Has(Acts + what) ? T($"journal.act-{what}") : what;

    /// <summary>What the entry calls a state; anything else as it stands there.</summary>
    public static string? OfState(string subject, string? state) => $"enum.{TypeOf(subject)}State.{state}" is var key && Has(key) ? T(key) : state;

    private static IEnumerable<string> Subjects => Keys.Where(k => k.StartsWith(Kinds, StringComparison.Ordinal)).Select(k => k[Kinds.Length..]);

    private static string TypeOf(string subject) => subject == "problemreport" ? "Report" : char.ToUpperInvariant(subject[0]) + subject[1..];
}
