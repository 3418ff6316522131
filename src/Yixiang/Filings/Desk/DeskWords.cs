using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings.Desk;

/// <summary>How states, ages and officers are shown on every page of the desk.</summary>
internal static class DeskWords
{
    public static Badge Late(int days) => new(T("desk.days-late", days), Tone.Error);

    public static IReadOnlyList<FilterChoice> Choices<TEnum>() where TEnum : struct, Enum => [.. Enum.GetValues<TEnum>().Select(v => new FilterChoice(v.ToString(), T(v)))];
}
