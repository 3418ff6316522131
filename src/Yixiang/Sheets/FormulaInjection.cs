namespace Yixiang.Sheets;

/// <summary>Keeps a text that a stranger typed from becoming a formula in an officer's spreadsheet program.</summary>
/// <remarks>
/// A CSV file has no types, so a dangerous text is led by an apostrophe there; <see cref="Restore"/> takes exactly that apostrophe away again,
/// so that <c>Restore(Neutralise(x)) == x</c> for every x and a round trip changes nothing.
/// In .xlsx the text is a string cell, which is never calculated, and is written as it is.
/// </remarks>
public static class FormulaInjection
{
    private const char Apostrophe = '\'';

    /// <summary>Whether a spreadsheet program could calculate this text. The full-width signs count too: Chinese and Japanese versions take them.</summary>
    public static bool Threatens(ReadOnlySpan<char> text) => !text.IsEmpty && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠';

    /// <summary>The text, led by an apostrophe when it needs one.</summary>
    public static string Neutralise(string text) => Threatens(text.AsSpan().TrimStart(Apostrophe)) ? Apostrophe + text : text;

    /// <summary>The text as it was before <see cref="Neutralise"/>.</summary>
    public static string Restore(string text) =>
        text.Length > 1 && text[0] == Apostrophe && Threatens(text.AsSpan().TrimStart(Apostrophe)) ? text[1..] : text;
}
