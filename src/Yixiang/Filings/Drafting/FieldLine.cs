using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>One field as it stands in the form: what was typed, what is wrong with it, and what others said about it.</summary>
/// <param name="Value">The canonical text, or what was typed where it is not understood.</param>
/// <param name="Problem">A sentence when the value is wrong, or missing and asked for by a submission.</param>
/// <param name="Remarks">Why the officer sent it back.</param>
/// <param name="InForce">For a change: what the ledger says now, for people; null where it says the same.</param>
/// <param name="Theirs">What another window wrote meanwhile; null when nobody did.</param>
/// <param name="Table">The codes to choose from.</param>
public sealed record FieldLine(
    Filing Filing, Field Field, string Value, string? Problem, bool IsMissing, IReadOnlyList<string> Remarks, string? InForce, string? Theirs, CodeTable? Table)
{
    /// <summary>Above this many codes a list is no help: they are searched.</summary>
    public const int LongestList = 300;

    public string Name => TypedFiling.NameOf(Field);

    public string Id => "f_" + Field.Key;

    public bool IsRequired => Field.Demand == Demand.City;

    public bool IsSearched => Field.Kind == FieldKind.Code && Table!.Rows.Count > LongestList;

    /// <summary>What describes the control to those who do not see it.</summary>
    public string? DescribedBy
    {
        get
        {
            var ids = new List<string>();
            if (Field.Help is not null)
            {
                ids.Add(Id + "-help");
            }

            if (Problem is not null)
            {
                ids.Add(Id + "-error");
            }

            ids.AddRange(Remarks.Select((_, i) => $"{Id}-remark-{i}"));
            return ids.Count == 0 ? null : string.Join(' ', ids);
        }
    }

    public bool IsWide => Field.Kind is FieldKind.Prose or FieldKind.Codes || IsSearched || Field.Most >= 200 && Field.IsText;

    public string[] Codes => Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
