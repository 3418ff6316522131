using static Yixiang.Kernel.Texts;

namespace Yixiang.Kernel;

/// <summary>Reads what an address asks for, and notes what it does not understand: a page passes over it, the API answers 400.</summary>
public sealed class QueryReader(IQueryCollection query)
{
    /// <summary>Sentences by parameter.</summary>
    public Dictionary<string, string[]> Problems { get; } = [];

    public string? Text(string name) => query[name].ToString().Trim() is { Length: > 0 } text ? text : null;

    /// <summary>What is given must be known; the sentence is the one of the public list.</summary>
    public void Demand(string name, Func<string, bool> isKnown)
    {
        if (Text(name) is { } text && !isKnown(text))
        {
            Wrong(name, text, T("problem.unknown-code", text.Length > 40 ? text[..40] + "…" : text));
        }
    }

    public T? Member<T>(string name) where T : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return Enum.TryParse<T>(text, true, out var member) && Enum.IsDefined(member) && !char.IsAsciiDigit(text[0]) ? member : NotUnderstood<T>(name);
    }

    /// <summary>One of a few words; the first where none is given.</summary>
    public string OneOf(string name, IReadOnlyList<string> words) =>
        Text(name) is not { } text ? words[0] : words.Contains(text) ? text : Wrong(name, words[0], T("problem.one-of", string.Join(T("list.and"), words.Where(w => w != ""))));

    public int Number(string name, int otherwise, int most) =>
        Text(name) is not { } text ? otherwise : int.TryParse(text, out var number) && number >= 1 && number <= most ? number : Wrong(name, otherwise, T("problem.out-of-range", 1, most));

    private TMember? NotUnderstood<TMember>(string name) where TMember : struct, Enum => Wrong<TMember?>(name, null, T("problem.one-of", string.Join(T("list.and"), Enum.GetNames<TMember>())));

    private T Wrong<T>(string name, T otherwise, string sentence)
    {
        Problems[name] = [sentence];
        return otherwise;
    }
}
