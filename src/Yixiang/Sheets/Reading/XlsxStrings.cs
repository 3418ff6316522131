using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Yixiang.Sheets;

/// <summary>The texts of a workbook, each kept once and used by number.</summary>
internal sealed partial class XlsxStrings
{
    private readonly List<string> _texts = [];

    public string this[int index] => index >= 0 && index < _texts.Count ? _texts[index] : throw SheetRefusals.Broken("sharedStrings");

    public static XlsxStrings Load(PartReader parts)
    {
        var strings = new XlsxStrings();
        if (!parts.Has("xl/sharedStrings.xml"))
        {
            return strings;
        }

        using var xml = parts.Open("xl/sharedStrings.xml");
        while (xml.Read())
        {
            if (xml.IsStart("si"))
            {
                strings._texts.Add(TextOf(xml));
            }
        }

        return strings;
    }

    /// <summary>What XML cannot hold is written <c>_x000D_</c> in a workbook, by some programs for every line break.</summary>
    public static string Unescaped(string text) => text.Contains("_x", StringComparison.Ordinal)
        ? Escape().Replace(text, code => ((char)int.Parse(code.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString())
        : text;

    [GeneratedRegex("_x([0-9A-Fa-f]{4})_")]
    private static partial Regex Escape();

    /// <summary>All pieces of a rich text together; the reading aids above Chinese characters (<c>rPh</c>) are not part of it.</summary>
    public static string TextOf(XmlReader xml)
    {
        if (xml.IsEmptyElement)
        {
            return "";
        }

        string first = "";
        StringBuilder? more = null;
        var end = xml.Depth;
        var phonetic = 0;
        var inText = false;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == end))
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element when xml.LocalName == "rPh" && !xml.IsEmptyElement:
                    phonetic++;
                    break;
                case XmlNodeType.EndElement when xml.LocalName == "rPh":
                    phonetic--;
                    break;
                case XmlNodeType.Element when xml.LocalName == "t":
                    inText = !xml.IsEmptyElement;
                    break;
                case XmlNodeType.EndElement when xml.LocalName == "t":
                    inText = false;
                    break;
                case XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA when inText && phonetic == 0:
                    Append(xml.Value);
                    break;
            }
        }

        return Unescaped(more?.ToString() ?? first);

        void Append(string piece)
        {
            if (more is null && first.Length == 0)
            {
                first = piece;
                return;
            }

            more ??= new StringBuilder(first);
            more.Append(piece);
        }
    }
}
