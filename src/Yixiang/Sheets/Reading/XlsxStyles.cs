using System.Globalization;

namespace Yixiang.Sheets;

/// <summary>Which cell styles show a number as a date: that is the only difference between a date and a number in a workbook.</summary>
internal sealed class XlsxStyles
{
    private readonly List<bool> _isDate = [];
    private readonly List<int> _zeros = [];

    public bool IsDate(int style) => style >= 0 && style < _isDate.Count && _isDate[style];

    /// <summary>How many digits a number is shown with at least, where its format is nothing but zeros: 00123 is kept as 123.</summary>
    public int Zeros(int style) => style >= 0 && style < _zeros.Count ? _zeros[style] : 0;

    public static XlsxStyles Load(PartReader parts)
    {
        var styles = new XlsxStyles();
        if (!parts.Has("xl/styles.xml"))
        {
            return styles;
        }

        using var xml = parts.Open("xl/styles.xml");
        var custom = new Dictionary<int, string>();
        var inCellFormats = false;
        while (xml.Read())
        {
            if (xml.IsStart("numFmt"))
            {
                custom[Number(xml.GetAttribute("numFmtId"))] = xml.GetAttribute("formatCode") ?? "";
            }
            else if (xml.LocalName == "cellXfs")
            {
                inCellFormats = xml.NodeType == System.Xml.XmlNodeType.Element;
            }
            else if (inCellFormats && xml.IsStart("xf"))
            {
                var id = Number(xml.GetAttribute("numFmtId"));
                var format = custom.GetValueOrDefault(id);
                styles._isDate.Add(format is null ? IsBuiltInDate(id) : IsDateFormat(format));
                styles._zeros.Add(format is not null && !format.AsSpan().ContainsAnyExcept('0') ? Math.Min(format.Length, 15) : 0);
            }
        }

        return styles;
    }

    /// <summary>Letters of a date outside quotes, brackets and escapes: <c>yyyy"年"m"月"</c> is one, <c>0.00"day"</c> is not.</summary>
    internal static bool IsDateFormat(string format)
    {
        var plain = new System.Text.StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            switch (format[i])
            {
                case '"': i = EndOf(format, i, '"'); break;
                case '[': i = EndOf(format, i, ']'); break;
                case '\\' or '_' or '*': i++; break;
                default: plain.Append(char.ToLowerInvariant(format[i])); break;
            }
        }

        return plain.ToString().Split(';')[0].AsSpan().ContainsAny("ymd") || plain.ToString().Contains("h:m", StringComparison.Ordinal);
    }

    private static int EndOf(string format, int from, char mark)
    {
        var end = format.IndexOf(mark, from + 1);
        return end < 0 ? format.Length : end;
    }

    /// <summary>14-22 and 45-47 everywhere, 27-36 and 50-58 in Chinese, Japanese and Korean Excel.</summary>
    private static bool IsBuiltInDate(int id) => id is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58);

    private static int Number(string? attribute) => int.TryParse(attribute, NumberStyles.Integer, CultureInfo.InvariantCulture, out var n) ? n : -1;
}
