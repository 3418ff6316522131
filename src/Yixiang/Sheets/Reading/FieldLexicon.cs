namespace Yixiang.Sheets;

/// <summary>A field that a column may hold.</summary>
/// <param name="Key">The field's key.</param>
/// <param name="Labels">What our own forms and the national templates call it.</param>
/// <param name="Synonyms">What others call it.</param>
public sealed record TargetField(string Key, IReadOnlyList<string> Labels, IReadOnlyList<string> Synonyms);

/// <summary>How a heading was matched with a field, from the surest to the least sure.</summary>
public enum HeadingMatch { Exact, Normalised, Synonym, Grouped, Contained }

/// <summary>A proposal: this column holds this field.</summary>
/// <param name="Confidence">1 for the field's very label, down to 0.5 for a part of it.</param>
public sealed record ColumnGuess(int Column, string Field, HeadingMatch Match, double Confidence);

/// <summary>Knows what headings mean. Pure: the same headings always give the same proposal.</summary>
public sealed class FieldLexicon
{
    /// <summary>Key of a target that stands for no field: its headings are known, so that nobody takes them for something like them.</summary>
    public const string Nothing = "-";

    /// <summary>Alone they name a field; in 项目名称 or 收费价格 they name something else.</summary>
    private static readonly HashSet<string> TooGeneral = ["名称", "价格", "name", "value"];

    private const double LeastContained = 0.4;
    private const double LeastContaining = 0.6;
    private readonly IReadOnlyList<TargetField> _fields;
    private readonly Dictionary<string, int> _exact = [];
    private readonly Dictionary<string, int> _normalised = [];
    private readonly Dictionary<string, int> _synonyms = [];

    public FieldLexicon(IEnumerable<TargetField> fields)
    {
        _fields = [.. fields];
        for (var i = 0; i < _fields.Count; i++)
        {
            foreach (var label in _fields[i].Labels)
            {
                _exact.TryAdd(label.Trim(), i);
                _normalised.TryAdd(HeaderText.Normalise(label), i);
            }

            foreach (var synonym in _fields[i].Synonyms)
            {
                _synonyms.TryAdd(HeaderText.Normalise(synonym), i);
            }
        }
    }

    /// <summary>True for a heading that surely names a field.</summary>
    public bool Recognises(string heading)
    {
        var core = HeaderText.Normalise(heading);
        return core.Length > 0 && (_normalised.ContainsKey(core) || _synonyms.ContainsKey(core));
    }

    /// <summary>At most one column for a field and one field for a column, surest first; equals go to the column further left.</summary>
    public IReadOnlyList<ColumnGuess> Guess(IEnumerable<ColumnHeading> columns)
    {
        var taken = new HashSet<string>();
        var columnsTaken = new HashSet<int>();
        return [.. columns
            .SelectMany(Candidates)
            .OrderByDescending(c => c.Confidence).ThenBy(c => c.Column).ThenBy(c => c.Field, StringComparer.Ordinal)
            .Where(c => !columnsTaken.Contains(c.Column) && !taken.Contains(c.Field) && columnsTaken.Add(c.Column) && taken.Add(c.Field))
            .Where(c => c.Field != Nothing)
            .OrderBy(c => c.Column)];
    }

    private IEnumerable<ColumnGuess> Candidates(ColumnHeading column)
    {
        var core = HeaderText.Normalise(column.Label);
        if (core.Length == 0)
        {
            yield break;
        }

        if (_exact.TryGetValue(column.Label.Trim(), out var exact))
        {
            yield return Of(exact, HeadingMatch.Exact, 1);
        }

        if (_normalised.TryGetValue(core, out var normalised))
        {
            yield return Of(normalised, HeadingMatch.Normalised, 0.95);
        }

        if (_synonyms.TryGetValue(core, out var synonym))
        {
            yield return Of(synonym, HeadingMatch.Synonym, 0.9);
        }

        if (column.Group is { } group && Known(HeaderText.Normalise(group) + core) is { } grouped)
        {
            yield return Of(grouped, HeadingMatch.Grouped, 0.85);
        }

        // 所在单位/联系人: whichever of the two were taken, the other would stand in it.
        if (Known(core) is not null || FieldsNamed(column.Label).Count > 1)
        {
            yield break;
        }

        foreach (var (field, share) in Containing(core))
        {
            yield return Of(field, HeadingMatch.Contained, 0.5 + (0.3 * share));
        }

        ColumnGuess Of(int field, HeadingMatch match, double confidence) => new(column.Index, _fields[field].Key, match, confidence);
    }

    /// <summary>The fields that one heading names side by side (<c>所在单位/联系人</c>), each by a name of its own; none where any part is no name, or the whole is one.</summary>
    public IReadOnlyList<string> FieldsNamed(string heading)
    {
        var parts = heading.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(p => Known(HeaderText.Normalise(p))).ToList();
        return parts.Count < 2 || parts.Contains(null) || Known(HeaderText.Normalise(heading)) is not null ? [] : [.. parts.Select(p => _fields[p!.Value].Key).Distinct()];
    }

    private static readonly char[] Between = ['/', '／', '、', '及', '和', '与', '|', '+', '\n'];

    private int? Known(string core) =>
        _normalised.TryGetValue(core, out var field) || _synonyms.TryGetValue(core, out field) ? field : null;

    private IEnumerable<(int Field, double Share)> Containing(string core) =>
        from name in _normalised.Concat(_synonyms)
        let share = (double)Math.Min(name.Key.Length, core.Length) / Math.Max(name.Key.Length, core.Length)
        where Math.Min(name.Key.Length, core.Length) >= 2 && !TooGeneral.Contains(name.Key)
        where (share >= LeastContained && core.Contains(name.Key, StringComparison.Ordinal))
            || (share >= LeastContaining && name.Key.Contains(core, StringComparison.Ordinal))
        select (name.Value, share);
}
