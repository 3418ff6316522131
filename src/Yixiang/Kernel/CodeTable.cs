using System.Collections.Frozen;
using System.Text;

namespace Yixiang.Kernel;

/// <summary>One row of a code table, such as <c>010102 扫描电镜 scanning electron microscopes</c>.</summary>
/// <param name="Parent">The code one level up, or null on the first level.</param>
/// <param name="Level">1 is the top.</param>
/// <param name="English">Empty where the table exists in Chinese only.</param>
/// <param name="Aliases">Other wordings that lists in the field use for it.</param>
public sealed record CodeRow(string Code, string? Parent, int Level, string Chinese, string English, IReadOnlyList<string> Aliases)
{
    /// <summary>The name in the reader's language; Chinese where there is no English one.</summary>
    public string Name => Texts.Pick(Chinese, English);
}

/// <summary>A list of codes with names in both languages, frozen after load: instrument classes, nations, subjects …</summary>
public sealed class CodeTable
{
    private const string Remainder = "其他";
    private const string Below = " › ";

    private readonly FrozenDictionary<string, CodeRow> byCode;
    private readonly FrozenDictionary<string, CodeRow[]> byName;
    private readonly ILookup<string, CodeRow> byParent;
    private readonly (CodeRow Row, string Text)[] searchable;

    /// <exception cref="CityPackError">A code stands twice, or a parent does not exist.</exception>
    public CodeTable(string name, IEnumerable<CodeRow> rows)
    {
        Name = name;
        Rows = [.. rows];
        byCode = Unique(name, Rows);
        byParent = Rows.ToLookup(r => r.Parent ?? "");
        byName = Rows.SelectMany(row => Names(row).Distinct().Select(n => (n, row)))
            .GroupBy(pair => pair.n, pair => pair.row)
            .ToFrozenDictionary(g => g.Key, g => g.ToArray());
        searchable = [.. Rows.Select(row => (row, $"{row.Code}\n{string.Join('\n', Names(row))}"))];
    }

    /// <summary>The file's name without its ending: <c>instrument-class</c>.</summary>
    public string Name { get; }

    public IReadOnlyList<CodeRow> Rows { get; }

    public bool Has(string? code) => code is not null && byCode.ContainsKey(code);

    public CodeRow? ByCode(string? code) => code is null ? null : byCode.GetValueOrDefault(code);

    /// <summary>The name for a code in the reader's language, or the code itself where the table does not hold it.</summary>
    public string NameOf(string? code) => ByCode(code) is { } row ? Texts.Pick(ChineseOf(row), row.English) : code ?? "";

    /// <summary>All rows with that name in either language, after normalisation: <c>其他</c> stands under many parents.</summary>
    public IReadOnlyList<CodeRow> Named(string? name) => name is null ? [] : byName.GetValueOrDefault(Normalise(name)) ?? [];

    /// <summary>The one row that is meant by a code or a name, or null when there is none or more than one.</summary>
    /// <remarks>Where a class and its only subclass share a name (计算机), the lower one is meant.</remarks>
    public CodeRow? Find(string? codeOrName)
    {
        var text = codeOrName?.Trim();
        if ((ByCode(text) ?? AtEndOf(text)) is { } row)
        {
            return row;
        }

        var named = Named(text);
        return named.SingleOrDefault(low => named.All(high => Path(low.Code).Contains(high)));
    }

    /// <summary>The rows one level below; of the first level when no code is given.</summary>
    public IEnumerable<CodeRow> Children(string? code = null) => byParent[code ?? ""];

    /// <summary>From the first level down to the row itself; empty when the code does not exist.</summary>
    public IReadOnlyList<CodeRow> Path(string? code)
    {
        var path = new List<CodeRow>();
        for (var row = ByCode(code); row is not null; row = ByCode(row.Parent))
        {
            path.Insert(0, row);
        }

        return path;
    }

    /// <summary>Is the code that ancestor, or below it?</summary>
    public bool IsWithin(string? code, string ancestor) => Path(code).Any(r => r.Code == ancestor);

    /// <summary>Rows whose code or name holds every word typed, whole names first, then by position in the table.</summary>
    public IReadOnlyList<CodeRow> Search(string? text, int limit = 20)
    {
        var words = (text ?? "").Split([' ', '　', ',', '，'], StringSplitOptions.RemoveEmptyEntries).Select(Normalise).ToArray();
        return words.Length == 0
            ? []
            : [.. searchable.Where(s => words.All(w => s.Text.Contains(w, StringComparison.Ordinal)))
                .OrderBy(s => Rank(s.Row, words)).Take(limit).Select(s => s.Row)];
    }

    /// <summary>How names are compared: full width as half width, any case, blanks away.</summary>
    public static string Normalise(string name) =>
        string.Concat(name.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c))).ToLowerInvariant();

    /// <summary>其他 stands under many parents and says nothing alone: 质谱仪器 › 其他. In English its name says of what.</summary>
    private string ChineseOf(CodeRow row) =>
        ByCode(row.Parent) is { } parent && row.Chinese.StartsWith(Remainder, StringComparison.Ordinal) ? $"{ChineseOf(parent)}{Below}{row.Chinese}" : row.Chinese;

    /// <summary>The row that <see cref="NameOf"/> wrote with its parent before it.</summary>
    private CodeRow? AtEndOf(string? path) =>
        path?.LastIndexOf(Below.Trim(), StringComparison.Ordinal) is > 0 and var end ? Find(path[..end]) is { } parent ? Children(parent.Code).FirstOrDefault(r => Normalise(r.Chinese) == Normalise(path[(end + 1)..])) : null : null;

    private static IEnumerable<string> Names(CodeRow row) =>
        row.Aliases.Append(row.Chinese).Append(row.English).Where(n => n.Length > 0).Select(Normalise);

    private static int Rank(CodeRow row, string[] words)
    {
        var (chinese, english) = (Normalise(row.Chinese), Normalise(row.English));
        return chinese == words[0] || english == words[0] || row.Code == words[0] ? 0
            : chinese.StartsWith(words[0], StringComparison.Ordinal) || row.Code.StartsWith(words[0], StringComparison.Ordinal) ? 1
            : 2;
    }

    private static FrozenDictionary<string, CodeRow> Unique(string name, IReadOnlyList<CodeRow> rows)
    {
        var all = new Dictionary<string, CodeRow>();
        foreach (var (row, line) in rows.Select((r, i) => (r, i + 2)))
        {
            if (!all.TryAdd(row.Code, row))
            {
                throw new CityPackError($"{name}.tsv", Texts.T("citypack.line", line), Texts.T("citypack.twice", row.Code));
            }
        }

        return rows.FirstOrDefault(r => r.Parent is not null && !all.ContainsKey(r.Parent)) is { } orphan
            ? throw new CityPackError($"{name}.tsv", orphan.Code, Texts.T("citypack.unknown", orphan.Parent))
            : all.ToFrozenDictionary();
    }
}
