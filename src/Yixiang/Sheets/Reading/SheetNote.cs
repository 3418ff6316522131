using static Yixiang.Kernel.Texts;

namespace Yixiang.Sheets;

/// <summary>Something that was left out of a sheet on purpose.</summary>
/// <param name="Row">Row number as Excel shows it; 0 when it concerns the whole file.</param>
/// <param name="Code">The text is <c>sheet.note.CODE</c>.</param>
public sealed record SheetNote(int Row, string Code, params string[] Args)
{
    public string Sentence => T($"sheet.note.{Code}", [Row, .. Args]);
}
