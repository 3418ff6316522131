using System.Globalization;
using System.Xml;

namespace Yixiang.Sheets;

/// <summary>The rows of one XML sheet, one at a time.</summary>
internal sealed class XlsxCursor(XmlReader xml, XlsxStrings strings, XlsxStyles styles, bool from1904, SheetLimits limits) : SheetCursor(limits)
{
    private const int DaysBetween1900And1904 = 1462;
    private char[] _value = new char[256];
    private int _length;
    private bool _hasFormula;
    private string? _inline;

    protected override bool ReadRow()
    {
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "row")
            {
                IsHidden = xml.GetAttribute("hidden") is "1" or "true";
                RowNumber = xml.GetAttribute("r") is { } r && int.TryParse(r, NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : RowNumber + 1;
                if (!xml.IsEmptyElement)
                {
                    ReadCells();
                }

                return true;
            }
        }

        return false;
    }

    protected override void Close() => xml.Dispose();

    private void ReadCells()
    {
        var column = 0;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "row"))
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "c")
            {
                continue;
            }

            string? type = null;
            var style = -1;
            for (var found = xml.MoveToFirstAttribute(); found; found = xml.MoveToNextAttribute())
            {
                switch (xml.LocalName)
                {
                    case "r": column = ColumnOf(xml.Value, column); break;
                    case "t": type = xml.Value; break;
                    case "s": style = int.TryParse(xml.Value, out var s) ? s : -1; break;
                }
            }

            xml.MoveToElement();
            ReadContent();
            Put(column, CellOf(type, style));
            column++;
        }
    }

    private void ReadContent()
    {
        _length = 0;
        _hasFormula = false;
        _inline = null;
        if (xml.IsEmptyElement)
        {
            return;
        }

        var end = xml.Depth;
        while (xml.Read() && xml.Depth > end)
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (xml.LocalName)
            {
                case "f": _hasFormula = true; break;
                case "is": _inline = XlsxStrings.TextOf(xml); break;
                case "v" when !xml.IsEmptyElement: ReadValue(); break;
            }
        }
    }

    /// <summary>Into a buffer that is used again: two million numbers need no two million strings.</summary>
    private void ReadValue()
    {
        while (xml.Read() && xml.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA)
        {
            int read;
            while ((read = xml.ReadValueChunk(_value, _length, _value.Length - _length)) > 0)
            {
                _length += read;
                if (_length == _value.Length)
                {
                    Array.Resize(ref _value, _length * 2);
                }
            }
        }
    }

    private SheetCell CellOf(string? type, int style)
    {
        var value = _value.AsSpan(0, _length);
        if (_inline is not null)
        {
            return SheetCell.OfText(_inline, _hasFormula);
        }

        if (value.IsEmpty)
        {
            return _hasFormula && type != "str" ? SheetCell.OfFormulaWithoutValue : SheetCell.Blank;
        }

        return type switch
        {
            "s" => SheetCell.OfText(strings[int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture)], _hasFormula),
            "str" or "inlineStr" => SheetCell.OfText(XlsxStrings.Unescaped(value.ToString()), _hasFormula),
            "b" => SheetCell.OfTruth(value is "1" or "true", _hasFormula),
            "e" => SheetCell.OfError(value.ToString(), _hasFormula),
            "d" => SheetCell.OfDate(DateTime.Parse(value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind), _hasFormula),
            _ => NumberOrDate(double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture), style),
        };
    }

    private SheetCell NumberOrDate(double number, int style)
    {
        var serial = from1904 ? number + DaysBetween1900And1904 : number;
        return styles.IsDate(style) && serial is >= 1 and < 2_958_466
            ? SheetCell.OfDate(DateTime.FromOADate(serial), _hasFormula)
            : styles.Zeros(style) is > 1 and var zeros && number >= 0 && number < 1e15 && number == Math.Truncate(number)
            ? SheetCell.OfText(((long)number).ToString($"D{zeros}", CultureInfo.InvariantCulture), _hasFormula)
            : SheetCell.OfNumber(number, _hasFormula);
    }

    /// <summary><c>AB12</c> is column 27.</summary>
    internal static int ColumnOf(string reference, int otherwise)
    {
        var column = 0;
        foreach (var c in reference)
        {
            if (c is < 'A' or > 'Z')
            {
                break;
            }

            column = (column * 26) + (c - 'A' + 1);
        }

        return column > 0 ? column - 1 : otherwise;
    }
}
