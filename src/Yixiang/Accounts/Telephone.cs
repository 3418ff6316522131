using System.Text;

namespace Yixiang.Accounts;

/// <summary>A telephone as it is kept and compared: 138 0000 0000, 138-0000-0000 and +86 13800000000 are one.</summary>
public static class Telephone
{
    private const string Signs = "+-()./ ";

    /// <summary>Digits only, with a leading + for other countries; null for what is no telephone.</summary>
    public static string? Plain(string? typed)
    {
        var text = (typed ?? "").Normalize(NormalizationForm.FormKC).Trim();
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        var abroad = text.StartsWith('+') ? digits : text.StartsWith("00", StringComparison.Ordinal) ? digits[2..] : null;
        return digits.Length == 0 || !text.All(c => char.IsAsciiDigit(c) || Signs.Contains(c, StringComparison.Ordinal)) ? null : abroad is null ? digits : abroad.StartsWith("86", StringComparison.Ordinal) ? abroad[2..] : "+" + abroad;
    }
}
