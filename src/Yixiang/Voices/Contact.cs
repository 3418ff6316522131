using System.Net.Mail;
using System.Text.RegularExpressions;
using Yixiang.Kernel;

namespace Yixiang.Voices;

/// <summary>How somebody wants to be reached: a mail address or a telephone number, with consent (PIPL art. 13 and 14).</summary>
public static partial class Contact
{
    public const int Longest = 120;

    /// <summary>What is wrong with a contact, under the names of its two fields.</summary>
    /// <param name="isRequired">Whether there must be one.</param>
    public static IEnumerable<FieldProblem> Problems(string? contact, bool consent, bool isRequired = false)
    {
        var text = Tidy(contact);
        if (text is null)
        {
            return isRequired ? [new("contact", "required")] : [];
        }

        return
        [
            .. text.Length <= Longest && (IsMail(text) || Phone().IsMatch(text)) ? Array.Empty<FieldProblem>() : [new("contact", "voice-contact")],
            .. consent ? Array.Empty<FieldProblem>() : [new("consent", "voice-consent")],
        ];
    }

    /// <summary>Without blanks around it; null for nothing.</summary>
    public static string? Tidy(string? contact) => contact?.Trim() is { Length: > 0 } text ? text : null;

    private static bool IsMail(string text) => MailAddress.TryCreate(text, out var address) && address.Address == text && address.Host.Contains('.', StringComparison.Ordinal);

    [GeneratedRegex(@"^\+?[0-9][0-9 -]{4,18}[0-9]$")]
    private static partial Regex Phone();
}
