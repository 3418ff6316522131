using System.Globalization;

namespace Yixiang.Sheets;

/// <summary>Between which days a date must lie.</summary>
public readonly record struct DateBounds(DateOnly Earliest, DateOnly Latest)
{
    /// <summary>Since 1900, and not after the given day.</summary>
    public static DateBounds Until(DateOnly latest) => new(new DateOnly(1900, 1, 1), latest);
}

/// <summary>Dates in the many ways in which lists write them.</summary>
public static class DateCells
{
    private const int FirstSerial = 18264;  // 1950-01-01
    private const int LastSerial = 73050;   // 2099-12-31

    /// <summary>Reads a day. A month without a day becomes its first day, and that is said.</summary>
    public static Reading<DateOnly> Read(SheetCell cell, DateBounds bounds)
    {
        if (CellProblems.Of<DateOnly>(cell) is { } problem)
        {
            return problem;
        }

        return cell.Kind switch
        {
            SheetCellKind.Blank => Reading.Blank<DateOnly>(),
            SheetCellKind.Date => Within(DateOnly.FromDateTime(cell.Date), bounds, cell.ToString(), null),
            SheetCellKind.Number => OfNumber(cell.Number, cell.ToString(), bounds),
            _ => OfText(cell.ToString(), bounds),
        };
    }

    private static Reading<DateOnly> OfNumber(double number, string text, DateBounds bounds)
    {
        if (number != Math.Truncate(number))
        {
            return number is >= 1900 and < 2100 ? YearAndMonthAsNumber(text, bounds) : Reading.Refused<DateOnly>("sheet.date-unclear", text);
        }

        return OfDigits(text, bounds);
    }

    /// <summary>2013.1 in a number cell may be January or a 2013.10 that lost its zero: January is taken and said.</summary>
    private static Reading<DateOnly> YearAndMonthAsNumber(string text, DateBounds bounds)
    {
        var reading = OfText(text, bounds);
        return reading.HasValue && text.EndsWith(".1", StringComparison.Ordinal)
            ? reading.With(new Correction("sheet.date-lost-zero", text, Iso(reading.Value), IsRemark: true))
            : reading;
    }

    private static Reading<DateOnly> OfText(string raw, DateBounds bounds)
    {
        var text = Plain(raw);
        if (text.Length == 0 || CellText.SaysNothing(raw.Trim()))
        {
            return Reading.Blank<DateOnly>();
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var iso))
        {
            return Within(iso, bounds, raw, text == raw.Trim() ? null : new Correction("sheet.date-format", raw, text));
        }

        if (!text.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            return OfDigits(text, bounds);
        }

        return Parts(text) is { } parts ? OfParts(parts, raw, bounds) : Reading.Refused<DateOnly>("sheet.date-unclear", raw);
    }

    /// <summary>Half-width, without blanks and time of day; 年, 月, dot and slash become dashes.</summary>
    private static string Plain(string raw)
    {
        var text = CellText.HalfWidth(raw.Trim(), TextKind.Code);
        var time = text.AsSpan().IndexOfAny('T', ' ');
        text = time > 7 && text.AsSpan(time).Contains(':') ? text[..time] : text;
        return string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c is not ('日' or '号'))
            .Select(c => c is '年' or '月' or '.' or '/' or '。' or '、' or '—' or '–' or '_' ? '-' : c)).TrimEnd('-');
    }

    private static int[]? Parts(string text)
    {
        var pieces = text.Split('-');
        var parts = new int[pieces.Length];
        for (var i = 0; i < pieces.Length; i++)
        {
            if (pieces[i].Length > 4 || !int.TryParse(pieces[i], NumberStyles.None, CultureInfo.InvariantCulture, out parts[i]))
            {
                return null;
            }
        }

        return pieces.Length is 2 or 3 && pieces.Count(p => p.Length == 4) == 1 ? parts : null;
    }

    private static Reading<DateOnly> OfParts(int[] parts, string raw, DateBounds bounds) => parts switch
    {
        [> 999 and var year, var month] => Day(year, month, 1, raw, bounds, "sheet.date-first-day"),
        [var month, > 999 and var year] => Day(year, month, 1, raw, bounds, "sheet.date-first-day"),
        [> 999 and var year, var month, var day] => Day(year, month, day, raw, bounds, "sheet.date-format"),
        [> 12 and var day, <= 12 and var month, > 999 and var year] => Day(year, month, day, raw, bounds, "sheet.date-format"),
        [<= 12 and var month, > 12 and var day, > 999 and var year] => Day(year, month, day, raw, bounds, "sheet.date-format"),
        _ => Reading.Refused<DateOnly>("sheet.date-unclear", raw),
    };

    /// <summary>20160330, 201603, a year alone, or the number under which Excel keeps a day.</summary>
    private static Reading<DateOnly> OfDigits(string digits, DateBounds bounds)
    {
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return Reading.Refused<DateOnly>("sheet.date-unclear", digits);
        }

        return digits.Length switch
        {
            8 => Day(number / 10000, number / 100 % 100, number % 100, digits, bounds, "sheet.date-format"),
            6 when number / 100 is >= 1900 and < 2100 => Day(number / 100, number % 100, 1, digits, bounds, "sheet.date-first-day"),
            5 when number is >= FirstSerial and <= LastSerial => Serial(number, digits, bounds),
            4 when number is >= 1900 and < 2100 => Reading.Refused<DateOnly>("sheet.date-year-only", digits),
            _ => Reading.Refused<DateOnly>("sheet.date-unclear", digits),
        };
    }

    private static Reading<DateOnly> Serial(int serial, string raw, DateBounds bounds)
    {
        var day = DateOnly.FromDateTime(DateTime.FromOADate(serial));
        return Within(day, bounds, raw, new Correction("sheet.date-serial", raw, Iso(day)));
    }

    private static Reading<DateOnly> Day(int year, int month, int day, string raw, DateBounds bounds, string code)
    {
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return Reading.Refused<DateOnly>("sheet.date-impossible", raw);
        }

        var date = new DateOnly(year, month, day);
        return Within(date, bounds, raw, new Correction(code, raw, Iso(date)));
    }

    private static Reading<DateOnly> Within(DateOnly date, DateBounds bounds, string raw, Correction? correction) =>
        date < bounds.Earliest ? Reading.Refused<DateOnly>("sheet.date-early", raw, Iso(bounds.Earliest))
        : date > bounds.Latest ? Reading.Refused<DateOnly>("sheet.date-future", raw, Iso(bounds.Latest))
        : correction is null ? Reading.Of<DateOnly>(date)
        : Reading.Of<DateOnly>(date, correction);

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
