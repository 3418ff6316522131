using System.Globalization;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Filings;

/// <summary>Reads the cell of a field into the field's canonical text, with what was changed on the way.</summary>
internal delegate Reading<string> CellReader(SheetCell cell);

/// <summary>Makes the reader of each field out of the field's declaration.</summary>
public sealed class CellReaders(Codebook codebook, TimeProvider clock)
{
    private const int EarliestYear = 1950;
    private static readonly string[] AreaPrefixes = ["山西省", "晋中市"];

    /// <summary>The reader of one field.</summary>
    /// <param name="unit">For money: the unit of the column.</param>
    internal CellReader Of(Field field, MoneyUnit unit)
    {
        var read = Plainly(field, unit);
        return field.Kind is FieldKind.Code or FieldKind.Codes or FieldKind.YesNo or FieldKind.Date || field == Fields.Name ? new Remembering(read).Read : read;
    }

    private CellReader Plainly(Field field, MoneyUnit unit) => Particularly(field) ?? field.Kind switch
    {
        FieldKind.Line => cell => CellText.Read(cell, TextKind.Name, field.Most),
        FieldKind.Prose => cell => CellText.Read(cell, TextKind.Prose, field.Most),
        FieldKind.Code => new CodeCells(codebook.Of(field)).Read,
        FieldKind.Codes => Codes(new CodeCells(codebook.Of(field)), field.Most),
        FieldKind.Date => Date,
        FieldKind.Money => cell => MoneyCells.Read(cell, MoneyRule.ForInstrument(unit)).Map(y => y.Amount.ToString("0.00", CultureInfo.InvariantCulture)),
        FieldKind.Number => cell => NumberCells.Read(cell, 0, field.Most, "小时", "h", "机时", "台套", "台", "套", "㎡", "平方米").Map(n => n.ToString("0.############", CultureInfo.InvariantCulture)),
        FieldKind.YesNo => cell => TruthCells.Read(cell).Map(t => t ? "yes" : "no"),
        FieldKind.Digits => cell => Digits(cell, field.Most),
        FieldKind.Phone => ContactCells.Phone,
        FieldKind.Email => ContactCells.Email,
        FieldKind.Url => Url,
    };

    /// <summary>Fields that know more than their kind.</summary>
    private CellReader? Particularly(Field field) =>
        field == Fields.Name ? cell => NameCells.Read(cell, field.Most)
        : field == Fields.OwnNumber ? cell => OwnNumber(cell, field.Most)
        : field == Fields.SharingHours ? cell => SharingHours(cell, field.Most)
        : field == Fields.Postcode ? ContactCells.Postcode
        : field == Fields.Area ? Area(new CodeCells(codebook.Of(field)))
        : null;

    private Reading<string> Date(SheetCell cell) =>
        DateCells.Read(cell, new(new DateOnly(EarliestYear, 1, 1), clock.Today())).Map(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Excel keeps 15 digits of a number: longer numbers have lost their end.</summary>
    private static Reading<string> OwnNumber(SheetCell cell, int longest) =>
        cell.Kind == SheetCellKind.Number ? CellText.Read(cell, TextKind.Code, longest) : CellText.Read(cell, TextKind.Name, longest);

    private static Reading<string> SharingHours(SheetCell cell, int longest) =>
        cell.ToString().AsSpan().TrimStart().StartsWith("[") ? OpeningHours.Read(cell) : CellText.Read(cell, TextKind.Name, longest);

    private static CellReader Area(CodeCells areas) => cell =>
    {
        var text = cell.ToString().Trim();
        var bare = AreaPrefixes.Aggregate(text, (t, prefix) => t.StartsWith(prefix, StringComparison.Ordinal) ? t[prefix.Length..].Trim() : t);
        return bare.Length == 0 || bare == text ? areas.Read(cell)
            : areas.Read(SheetCell.OfText(bare)).Then(code => Reading.Of(code, new Correction("sheet.code", text, bare)));
    };

    private static CellReader Codes(CodeCells codes, int most) => cell => ListCells.Read(cell, most).Then(values =>
    {
        var all = new List<string>(values.Count);
        var corrections = new List<Correction>();
        foreach (var value in values)
        {
            var code = codes.Read(SheetCell.OfText(value));
            if (code.Problem is { } problem)
            {
                return Reading.Refused<string>(problem.Code, [.. problem.Args]);
            }

            corrections.AddRange(code.Corrections);
            if (code.HasValue && !all.Contains(code.Value))
            {
                all.Add(code.Value);
            }
        }

        return Reading.Of(string.Join(',', all), [.. corrections]);
    });

    private static Reading<string> Digits(SheetCell cell, int length) => CellText.Read(cell, TextKind.Code).Then(text =>
        text.Length == length - 1 && length == 2 && char.IsAsciiDigit(text[0]) ? Reading.Of("0" + text, new Correction("sheet.zero-lost", text, "0" + text))
        : text.Length == length && text.All(char.IsAsciiDigit) ? Reading.Of(text)
        : Reading.Refused<string>("sheet.digits", text, length));

    private static Reading<string> Url(SheetCell cell) => CellText.Read(cell, TextKind.Code).Then(text =>
        text.Contains("://", StringComparison.Ordinal) ? Reading.Of(text) : Reading.Of("http://" + text, new Correction("sheet.url", text, "http://" + text)));

    /// <summary>Lists repeat the same codes, days and names: each is read once.</summary>
    private sealed class Remembering(CellReader read)
    {
        private const int Most = 10_000;
        private readonly Dictionary<string, Reading<string>> _known = [];

        public Reading<string> Read(SheetCell cell)
        {
            if (cell.Kind != SheetCellKind.Text)
            {
                return read(cell);
            }

            var text = cell.ToString();
            if (!_known.TryGetValue(text, out var reading))
            {
                reading = read(cell);
                if (_known.Count < Most)
                {
                    _known.Add(text, reading);
                }
            }

            return reading;
        }
    }
}
