using System.Text;

namespace Yixiang.Sheets;

/// <summary>Brings the many ways to write one heading to one form.</summary>
public static class HeaderText
{
    /// <summary>Half-width, lower case, without blanks, brackets and what stands in them, stars, numbering and colons.</summary>
    /// <remarks><c>*原值（单位万元、保留小数点后两位）</c> becomes <c>原值</c>. A heading that is all brackets keeps what stands in them.</remarks>
    public static string Normalise(string heading)
    {
        var plain = heading.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        var core = Strip(plain, keepBracketed: false);
        return core.Length > 0 ? core : Strip(plain, keepBracketed: true);
    }

    /// <summary>For showing: line breaks and runs of blanks become one blank, repeated merged titles are said once.</summary>
    public static string Tidy(string heading)
    {
        var parts = heading.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 1 && parts.All(p => p == parts[0]) ? parts[0] : string.Join(' ', parts);
    }

    private static string Strip(string plain, bool keepBracketed)
    {
        var core = new StringBuilder(plain.Length);
        var depth = 0;
        foreach (var c in plain)
        {
            if (c is '(' or '[' or '【' or '〔' or '〈' or '《')
            {
                depth++;
            }
            else if (c is ')' or ']' or '】' or '〕' or '〉' or '》')
            {
                depth = Math.Max(0, depth - 1);
            }
            else if ((depth == 0 || keepBracketed) && (char.IsLetterOrDigit(c) || c == '/'))
            {
                core.Append(c);
            }
        }

        return WithoutNumbering(core.ToString());
    }

    private static string WithoutNumbering(string core)
    {
        var trimmed = core.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return trimmed.Length > 0 ? trimmed : core;
    }
}
