using static Yixiang.Kernel.Texts;

namespace Yixiang.Sheets;

/// <summary>What was changed between a cell and the value taken from it, and why.</summary>
/// <param name="Code">The text is <c>correction.CODE</c>, with before and after as its first two places.</param>
/// <param name="IsRemark">Nothing was changed, but somebody should look.</param>
public sealed record Correction(string Code, string Before, string After, bool IsRemark = false)
{
    public string Sentence => T($"correction.{Code}", Before, After);
}
