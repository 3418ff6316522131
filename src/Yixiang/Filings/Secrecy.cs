using System.Text;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>The door that classified things do not pass (notice article 1, 保守国家秘密法): what says that it is classified is not kept, not even as a draft.</summary>
internal static class Secrecy
{
    /// <summary>Ways to say yes, also those that no form offers but an API or a sheet may send.</summary>
    private static readonly HashSet<string> Yes = new(StringComparer.OrdinalIgnoreCase) { "yes", "y", "true", "t", "1", "是", "有", "对", "√", "✓", "✔", "涉密", "秘密", "机密", "绝密", "classified" };

    private static readonly string[] Denials = ["不", "非", "无", "未", "否", "解密"];

    /// <summary>Whether a cell of a column that asks for it says that the thing is classified: a yes of any kind, or a grade such as 机密★10年.</summary>
    public static bool Says(string text)
    {
        var plain = text.IsNormalized(NormalizationForm.FormKC) ? text.Trim() : text.Normalize(NormalizationForm.FormKC).Trim();
        return plain.Length > 0 && (Yes.Contains(plain) || (plain.Contains('密', StringComparison.Ordinal) && !Array.Exists(Denials, d => plain.Contains(d, StringComparison.Ordinal))));
    }

    /// <exception cref="RefusedException"><c>filing-classified</c>; the caller must keep nothing of what it was given.</exception>
    public static void Demand(Particulars particulars)
    {
        if (Says(particulars[Fields.Classified]))
        {
            throw new RefusedException(new(RefusalKind.WrongInput, "filing-classified") { Fields = [new(Fields.Classified.Key, "classified")] });
        }
    }
}
