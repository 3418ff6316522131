using System.Globalization;

namespace Yixiang.Sheets;

/// <summary>What a cell holds. A formula counts as the value it last gave.</summary>
public enum SheetCellKind { Blank, Text, Number, Date, Boolean, Error }

/// <summary>One cell of a spreadsheet, as typed as the file says it is.</summary>
/// <remarks>CSV knows text only. A date cell is a number with a date format in Excel; here it is a <see cref="SheetCellKind.Date"/>.</remarks>
public readonly record struct SheetCell
{
    private readonly string? _text;
    private readonly double _number;

    private SheetCell(SheetCellKind kind, string? text, double number, bool isFormula)
    {
        Kind = kind;
        _text = text;
        _number = number;
        IsFormula = isFormula;
    }

    public static readonly SheetCell Blank;

    public SheetCellKind Kind { get; }

    /// <summary>True where the file format tells that a formula stands here (.xlsx does, .xls and CSV do not).</summary>
    public bool IsFormula { get; }

    public bool IsBlank => Kind == SheetCellKind.Blank || (Kind == SheetCellKind.Text && string.IsNullOrWhiteSpace(_text));

    /// <summary>The number of a number cell, otherwise 0.</summary>
    public double Number => Kind == SheetCellKind.Number ? _number : 0;

    /// <summary>The date and time of a date cell.</summary>
    public DateTime Date => Kind == SheetCellKind.Date ? DateTime.FromOADate(_number) : default;

    public bool Truth => Kind == SheetCellKind.Boolean && _number != 0;

    public static SheetCell OfText(string text, bool isFormula = false) => new(SheetCellKind.Text, text, 0, isFormula);
    public static SheetCell OfNumber(double number, bool isFormula = false) => new(SheetCellKind.Number, null, number, isFormula);
    public static SheetCell OfDate(DateTime date, bool isFormula = false) => new(SheetCellKind.Date, null, date.ToOADate(), isFormula);
    public static SheetCell OfTruth(bool truth, bool isFormula = false) => new(SheetCellKind.Boolean, null, truth ? 1 : 0, isFormula);
    public static SheetCell OfError(string error, bool isFormula = false) => new(SheetCellKind.Error, error, 0, isFormula);

    /// <summary>A formula that was never calculated: there is nothing to read.</summary>
    public static SheetCell OfFormulaWithoutValue { get; } = new(SheetCellKind.Blank, null, 0, true);

    /// <summary>The cell as a reader sees it: whole numbers without decimals, dates as <c>2026-03-01</c>.</summary>
    public override string ToString() => Kind switch
    {
        SheetCellKind.Blank => "",
        SheetCellKind.Text or SheetCellKind.Error => _text ?? "",
        SheetCellKind.Number => NumberText(_number),
        SheetCellKind.Date => DateText(Date),
        SheetCellKind.Boolean => Truth ? "是" : "否",
    };

    private static string NumberText(double number) =>
        number == Math.Truncate(number) && Math.Abs(number) < 1e15
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture);

    private static string DateText(DateTime date) =>
        date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
