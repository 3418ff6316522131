using System.Collections.Frozen;

namespace Yixiang.Sheets;

/// <summary>A closed list of codes with names, in which lists may give either.</summary>
public sealed class CodeCells
{
    private const int ShortestForSpelling = 4;
    private readonly FrozenDictionary<string, string> _codes;
    private readonly FrozenDictionary<string, string> _names;
    private readonly FrozenDictionary<string, string> _normalised;
    private readonly int _codeLength;

    /// <param name="name">What the table is called, for messages.</param>
    /// <param name="entries">Code and name; a code may come again with another name for it.</param>
    public CodeCells(string name, IEnumerable<(string Code, string Name)> entries)
    {
        Name = name;
        var all = entries.ToList();
        _codes = all.DistinctBy(e => e.Code).ToFrozenDictionary(e => e.Code, e => e.Name);
        _names = all.DistinctBy(e => e.Name).ToFrozenDictionary(e => e.Name, e => e.Code);
        _normalised = all.Select(e => (Core: HeaderText.Normalise(e.Name), e.Code)).Where(e => e.Core.Length > 0)
            .DistinctBy(e => e.Core).ToFrozenDictionary(e => e.Core, e => e.Code);
        _codeLength = all.Select(e => e.Code.Length).Distinct().ToList() is [var length] && all.TrueForAll(e => e.Code.All(char.IsAsciiDigit)) ? length : 0;
    }

    public string Name { get; }

    /// <summary>The name of a code of this table.</summary>
    public string NameOf(string code) => _codes[code];

    public bool Has(string code) => _codes.ContainsKey(code);

    /// <summary>The code for a code or a name; anything but these two as the table writes them is said as a correction.</summary>
    public Reading<string> Read(SheetCell cell)
    {
        if (CellProblems.Of<string>(cell) is { } problem)
        {
            return problem;
        }

        var raw = cell.ToString();
        return _codes.ContainsKey(raw) ? Reading.Of<string>(raw)
            : _names.TryGetValue(raw, out var code) ? Reading.Of<string>(code)
            : cell.IsBlank ? Reading.Blank<string>()
            : Loosely(raw);
    }

    private Reading<string> Loosely(string raw)
    {
        var text = CellText.HalfWidth(raw.Trim(), TextKind.Code);
        if ((Padded(text) ?? LeadingCode(text) ?? ByName(raw)) is { } code)
        {
            return Reading.Of<string>(code, new Correction("sheet.code", raw, _codes[code] == code ? code : $"{code} {_codes[code]}"));
        }

        return CellText.SaysNothing(raw) ? Reading.Blank<string>() : Reading.Refused<string>("sheet.code-unknown", raw, Name);
    }

    /// <summary>Excel takes the leading zero from a code that it holds for a number.</summary>
    private string? Padded(string text) =>
        _codes.ContainsKey(text) ? text
        : _codeLength > 0 && text.Length < _codeLength && text.Length >= _codeLength - 2 && text.All(char.IsAsciiDigit) && _codes.ContainsKey(text.PadLeft(_codeLength, '0'))
            ? text.PadLeft(_codeLength, '0')
            : null;

    /// <summary><c>010101 电子光学仪器</c>, <c>1=》在建</c>: a code with its name behind it.</summary>
    private string? LeadingCode(string text)
    {
        var code = string.Concat(text.TakeWhile(char.IsAsciiLetterOrDigit));
        return code.Length is > 0 && code.Length < text.Length && (Padded(code) is { } found) && NamesAgree(text[code.Length..], found) ? found : null;
    }

    private bool NamesAgree(string behind, string code)
    {
        var rest = HeaderText.Normalise(behind);
        return rest.Length == 0 || HeaderText.Normalise(_codes[code]).Contains(rest, StringComparison.Ordinal);
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
