using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Yixiang.Kernel;

namespace Yixiang.Sheets;

/// <summary>Reads cells that hold a code of a table, or its name, written more or less well.</summary>
public sealed partial class CodeCells
{
    private const int ShortestForSpelling = 4;
    private readonly CodeTable _table;
    private readonly FrozenDictionary<string, string> _normalised;
    private readonly int _codeLength;

    public CodeCells(CodeTable table)
    {
        _table = table;
        _normalised = table.Rows.SelectMany(r => r.Aliases.Append(r.Chinese).Append(r.English), (r, name) => (Core: HeaderText.Normalise(name), r.Code))
            .Where(e => e.Core.Length > 0).Distinct().GroupBy(e => e.Core, e => e.Code).Where(g => table.Find(g.First()) is not null && g.Count() == 1)
            .ToFrozenDictionary(g => g.Key, g => g.First());
        _codeLength = table.Rows.Select(r => r.Code.Length).Distinct().ToList() is [var length] && table.Rows.All(r => r.Code.All(char.IsAsciiDigit)) ? length : 0;
    }

    /// <summary>The code for a code or a name; anything but these two as the table writes them is said as a correction.</summary>
    public Reading<string> Read(SheetCell cell)
    {
        if (CellProblems.Of<string>(cell) is { } problem)
        {
            return problem;
        }

        var raw = cell.ToString();
        return _table.Has(raw) ? Reading.Of(raw)
            : cell.IsBlank ? Reading.Blank<string>()
            : _table.Find(raw) is { } row ? Named(row, raw)
            : _table.Named(raw).Count > 1 ? Reading.Refused<string>("sheet.code-ambiguous", raw, string.Join("、", _table.Named(raw).Take(4).Select(r => r.Code)))
            : Loosely(raw);
    }

    private static Reading<string> Named(CodeRow row, string raw) =>
        raw == row.Chinese || raw == row.English || row.Aliases.Contains(raw) ? Reading.Of(row.Code) : Corrected(row, raw);

    private static Reading<string> Corrected(CodeRow row, string raw) =>
        Reading.Of(row.Code, new Correction("sheet.code", raw, $"{row.Code} {row.Chinese}"));

    private Reading<string> Loosely(string raw)
    {
        var text = CellText.HalfWidth(raw.Trim(), TextKind.Code);
        if ((Padded(text) ?? LeadingCode(text) ?? AtEndOfPath(text) ?? ByName(raw)) is { } code)
        {
            return Contradiction(text, code) is { } other ? Reading.Refused<string>("sheet.code-contradiction", raw, other, _table.ByCode(other)!.Chinese) : Corrected(_table.ByCode(code)!, raw);
        }

        return CellText.SaysNothing(raw) ? Reading.Blank<string>() : Reading.Refused<string>("sheet.code-unknown", raw);
    }

    /// <summary>Excel takes the leading zero from a code that it holds for a number.</summary>
    private string? Padded(string text) =>
        _table.Has(text) ? text
        : _codeLength > 0 && text.Length < _codeLength && text.Length >= _codeLength - 2 && text.All(char.IsAsciiDigit) && _table.Has(text.PadLeft(_codeLength, '0'))
            ? text.PadLeft(_codeLength, '0')
            : null;

    /// <summary><c>010101 电子光学仪器</c>, <c>1=》在建</c>: a code with its name behind it.</summary>
    private string? LeadingCode(string text)
    {
        var code = string.Concat(text.TakeWhile(char.IsAsciiLetterOrDigit));
        return code.Length is > 0 && code.Length < text.Length && (Padded(code) is { } found) && NamesAgree(text[code.Length..], found) ? found : null;
    }

    /// <summary>A code that stands beside a name and is not that name's: nobody can tell which of the two is meant.</summary>
    private string? Contradiction(string text, string code) =>
        Digits().Matches(text).Select(m => m.Value).FirstOrDefault(c => c != code && c.Length == _codeLength && _table.Has(c));

    /// <summary><c>分析仪器-质谱仪器</c>: the lowest level is meant, when the others lie above it; of <c>分析仪器＞质谱仪器＞质谱</c> the lowest that there is.</summary>
    private string? AtEndOfPath(string text)
    {
        if (text.Split(Steps, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is not [var first, _, ..] parts)
        {
            return null;
        }

        if (_table.Find(parts[^1]) is { } row && parts[..^1].All(p => _table.Named(p).Any(above => _table.IsWithin(row.Code, above.Code))))
        {
            return row.Code;
        }

        var (at, found) = (Topmost(_table.Named(first)), 1);
        while (at is not null && found < parts.Length && Below(at, parts[found]) is { } below)
        {
            (at, found) = (below, found + 1);
        }

        // One word before a dash may be the beginning of a name; two that lie below each other are a path, and so is what an arrow divides.
        return at is not null && (found >= 2 || text.AsSpan().IndexOfAny('>', '›', '→') >= 0) ? at.Code : null;
    }

    private static readonly char[] Steps = ['-', '/', '>', '›', '\\', '—', '–', '→', '|'];

    /// <summary>What a step of a path names below the one before: the name itself, or else the only name that begins so.</summary>
    private CodeRow? Below(CodeRow above, string name)
    {
        var core = HeaderText.Normalise(name);
        var under = _table.Rows.Where(r => r.Code != above.Code && _table.IsWithin(r.Code, above.Code)).ToList();
        return core.Length == 0 ? null
            : Topmost([.. under.Where(r => r.Code == name || _table.Named(name).Contains(r))])
              ?? (under.Where(r => core.Length >= 2 && HeaderText.Normalise(r.Chinese).StartsWith(core, StringComparison.Ordinal)).ToList() is [var only] ? only : null);
    }

    private CodeRow? Topmost(IReadOnlyList<CodeRow> rows) => rows.FirstOrDefault(r => rows.All(other => other == r || _table.IsWithin(other.Code, r.Code)));

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    private bool NamesAgree(string behind, string code)
    {
        var rest = HeaderText.Normalise(behind);
        return rest.Length == 0 || HeaderText.Normalise(_table.ByCode(code)!.Chinese).Contains(rest, StringComparison.Ordinal);
    }

    private string? ByName(string raw)
    {
        var core = HeaderText.Normalise(raw);
        return core.Length == 0 ? null
            : _normalised.TryGetValue(core, out var code) ? code
            : Only(_normalised.Where(n => n.Key.Length >= 2 && core.Length >= 2 && (n.Key.StartsWith(core, StringComparison.Ordinal) || core.StartsWith(n.Key, StringComparison.Ordinal))))
              ?? (core.Length >= ShortestForSpelling ? Only(_normalised.Where(n => DiffersByOne(n.Key, core))) : null);
    }

    private static string? Only(IEnumerable<KeyValuePair<string, string>> matches)
    {
        var codes = matches.Select(m => m.Value).Distinct().Take(2).ToList();
        return codes.Count == 1 ? codes[0] : null;
    }

    /// <summary>One character changed, added or missing.</summary>
    private static bool DiffersByOne(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 1)
        {
            return false;
        }

        var same = a.AsSpan().CommonPrefixLength(b);
        var restA = a.AsSpan(same);
        var restB = b.AsSpan(same);
        return restA.IsEmpty || restB.IsEmpty ? true
            : a.Length == b.Length ? restA[1..].SequenceEqual(restB[1..])
            : a.Length > b.Length ? restA[1..].SequenceEqual(restB)
            : restA.SequenceEqual(restB[1..]);
    }
}
