using System.Text.RegularExpressions;

namespace Yixiang.Sheets;

/// <summary>Telephone numbers, e-mail addresses and postcodes, with the zero that Excel takes from numbers put back.</summary>
public static partial class ContactCells
{
    private const int PostcodeLength = 6;

    /// <summary>A mobile (11 digits from 1) or a landline with area code, extension allowed; kept as <c>0354-3021234</c>.</summary>
    public static Reading<string> Phone(SheetCell cell) => CellText.Read(cell, TextKind.Code).Then(text =>
    {
        var plain = text.Replace('(', ' ').Replace(')', '-').Replace("—", "-", StringComparison.Ordinal).Trim().TrimStart('-').Replace(" ", "", StringComparison.Ordinal);
        plain = plain.StartsWith("+86", StringComparison.Ordinal) ? plain[3..].TrimStart('-') : plain;
        if (cell.Kind == SheetCellKind.Number && plain.Length is 10 or 11 && plain[0] is >= '2' and <= '9')
        {
            return Reading.Of<string>("0" + plain, new Correction("sheet.zero-lost", text, "0" + plain));
        }

        return PhoneShape().IsMatch(plain) ? Changed(text, plain, "sheet.phone") : Reading.Refused<string>("sheet.phone-unclear", text);
    });

    public static Reading<string> Email(SheetCell cell) => CellText.Read(cell, TextKind.Code).Then(text =>
    {
        var plain = text.Replace("。", ".", StringComparison.Ordinal).Replace("mailto:", "", StringComparison.OrdinalIgnoreCase);
        return plain.Length <= 254 && EmailShape().IsMatch(plain) ? Changed(text, plain, "sheet.email") : Reading.Refused<string>("sheet.email-unclear", text);
    });

    /// <summary>Six digits; those of Shanxi begin with a zero that a number cell loses.</summary>
    public static Reading<string> Postcode(SheetCell cell) => CellText.Read(cell, TextKind.Code).Then(text =>
        !text.All(char.IsAsciiDigit) || text.Length > PostcodeLength || text.Length < PostcodeLength - 1 ? Reading.Refused<string>("sheet.postcode-unclear", text)
        : text.Length == PostcodeLength ? Reading.Of<string>(text)
        : Reading.Of<string>("0" + text, new Correction("sheet.zero-lost", text, "0" + text)));

    private static Reading<string> Changed(string before, string after, string code) =>
        before == after ? Reading.Of<string>(after) : Reading.Of<string>(after, new Correction(code, before, after));

    [GeneratedRegex(@"^(1\d{10}|(0\d{2,3}-?)?[2-9]\d{6,7}((-|转|ext\.?)\d{1,6})?|[48]00-?\d{3}-?\d{4})([/,、;][0-9\-]{7,18})*$", RegexOptions.IgnoreCase)]
    private static partial Regex PhoneShape();

    [GeneratedRegex(@"^[^@\s,;]+@[^@\s,;.]+(\.[^@\s,;.]+)+$")]
    private static partial Regex EmailShape();
}
