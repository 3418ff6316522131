using System.Globalization;
using Yixiang.Kernel;

namespace Yixiang.Sheets;

/// <summary>What a cell holds, and so how it looks and what a spreadsheet may do with it.</summary>
public enum CellKind { Empty, Text, Code, Number, Money, Wan, Date, Instant, Head, Title }

/// <summary>One cell of a file that leaves the house: text stays text, numbers stay numbers, in every format.</summary>
/// <param name="Text">The text; empty for kinds that are numbers.</param>
/// <param name="Number">The number; days since 1899-12-30 for dates, as spreadsheets count them.</param>
public readonly record struct Cell(CellKind Kind, string Text, decimal Number)
{
    public static readonly Cell Empty = new(CellKind.Empty, "", 0);

    private static readonly DateOnly SerialZero = new(1899, 12, 30);

    /// <summary>Before this day spreadsheets count wrongly (they believe in 29 February 1900), so earlier dates are written as text.</summary>
    private static readonly DateOnly FirstSerial = new(1900, 3, 1);

    /// <summary>The law's clock runs in China Standard Time, which has no daylight saving.</summary>
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    public bool IsNumeric => Kind is CellKind.Number or CellKind.Money or CellKind.Wan or CellKind.Date or CellKind.Instant;

    public static Cell OfText(string? text) => string.IsNullOrEmpty(text) ? Empty : new(CellKind.Text, text, 0);

    /// <summary>An identifier of digits that must never be shown as a number: 统一社会信用代码, class codes, telephone numbers.</summary>
    public static Cell OfCode(string? code) => string.IsNullOrEmpty(code) ? Empty : new(CellKind.Code, code, 0);

    public static Cell OfNumber(decimal? number) => number is { } n ? new(CellKind.Number, "", n) : Empty;

    /// <summary>Money in yuan.</summary>
    public static Cell OfMoney(Yuan? money) => money is { } m ? new(CellKind.Money, "", m.Amount) : Empty;

    /// <summary>Money in 万元, shown with two decimals as the national forms ask for it; the value itself is exact, so that it comes back to the fen.</summary>
    public static Cell OfWan(Yuan? money) => money is { } m ? new(CellKind.Wan, "", m.Wan) : Empty;

    public static Cell OfDate(DateOnly? date) => date switch
    {
        null => Empty,
        { } d when d < FirstSerial => OfText(d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        { } d => new(CellKind.Date, "", d.DayNumber - SerialZero.DayNumber),
    };

    /// <summary>A moment, shown in Asia/Shanghai to the minute.</summary>
    public static Cell OfInstant(DateTimeOffset? instant)
    {
        if (instant is not { } i)
        {
            return Empty;
        }

        var local = i.ToOffset(Shanghai);
        var day = DateOnly.FromDateTime(local.DateTime).DayNumber - SerialZero.DayNumber;
        return new(CellKind.Instant, "", day + ((decimal)(int)local.TimeOfDay.TotalMinutes / 1440));
    }

    public static Cell Head(string text) => new(CellKind.Head, text, 0);

    public static Cell Title(string text) => new(CellKind.Title, text, 0);

    /// <summary>The cell in words, as CSV and PDF show it: no thousands separators, dates <c>2026-03-01</c>.</summary>
    public string Plain => Kind switch
    {
        CellKind.Money => Number.ToString("0.00", CultureInfo.InvariantCulture),
        CellKind.Wan => Number.ToString("0.00####", CultureInfo.InvariantCulture),
        CellKind.Number => Number.ToString("0.############", CultureInfo.InvariantCulture),
        CellKind.Date => SerialZero.AddDays((int)Number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        CellKind.Instant => SerialZero.ToDateTime(TimeOnly.MinValue).AddMinutes((double)decimal.Round(Number * 1440))
            .ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        _ => Text,
    };

    /// <summary>The cell for a reader on paper: money with thousands separators.</summary>
    public string Printed => Kind is CellKind.Money or CellKind.Wan ? Number.ToString("#,##0.00", CultureInfo.InvariantCulture) : Plain;
}
