using System.Globalization;
using System.Text.RegularExpressions;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Filings;

/// <summary>Reads the cell of a field into the field's canonical text, with what was changed on the way.</summary>
internal delegate Reading<string> CellReader(SheetCell cell);

/// <summary>Makes the reader of each field out of the field's declaration.</summary>
public sealed partial class CellReaders(Codebook codebook, TimeProvider clock)
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
        field == Fields.Name ? NoDay(cell => NameCells.Read(cell, field.Most))
        : field == Fields.Model ? NoDay(cell => CellText.Read(cell, TextKind.Name, field.Most))
        : field == Fields.OwnNumber ? NoDay(cell => OwnNumber(cell, field.Most))
        : field == Fields.SharingHours ? cell => SharingHours(cell, field.Most)
        : field == Fields.Postcode ? ContactCells.Postcode
        : field == Fields.Area ? Area(codebook.Of(field))
        : field == Fields.Classified ? new CellReader(Classified)
        : null;

    private Reading<string> Date(SheetCell cell) =>
        DateCells.Read(cell, new(new DateOnly(EarliestYear, 1, 1), clock.Today())).Map(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>Models and numbers such as 3-5 are turned into days by Excel: what was typed is gone.</summary>
    private static CellReader NoDay(CellReader read) => cell => cell.Kind == SheetCellKind.Date ? Reading.Refused<string>("sheet.date-for-text", cell.ToString()) : read(cell);

    /// <summary>Excel keeps 15 digits of a number: longer numbers have lost their end, and in a CSV those that it wrote as 1.23E+11.</summary>
    private static Reading<string> OwnNumber(SheetCell cell, int longest) =>
        cell.Kind == SheetCellKind.Number ? CellText.Read(cell, TextKind.Code, longest)
        : CellText.Read(cell, TextKind.Name, longest).Then(text =>
            Scientific().IsMatch(text) ? Reading.Refused<string>("sheet.digits-lost", text)
            : text is ['\'' or '‘' or '’', _, ..] ? Reading.Of(text[1..], new Correction("sheet.quote-mark", text, text[1..]))
            : Reading.Of(text));

    [GeneratedRegex(@"^\d(\.\d+)?[eE]\+\d{1,3}$")]
    private static partial Regex Scientific();

    private static Reading<string> SharingHours(SheetCell cell, int longest) =>
        cell.ToString().AsSpan().TrimStart().StartsWith("[") ? OpeningHours.Read(cell) : CellText.Read(cell, TextKind.Name, longest);

    private static CellReader Area(CodeTable table)
    {
        var areas = new CodeCells(table);
        return cell =>
        {
            var text = cell.ToString().Trim();
            var bare = AreaPrefixes.Aggregate(text, (t, prefix) => t.StartsWith(prefix, StringComparison.Ordinal) ? t[prefix.Length..].Trim() : t);
            var reading = bare.Length == 0 || bare == text ? areas.Read(cell)
                : areas.Read(SheetCell.OfText(bare)).Then(code => Reading.Of(code, new Correction("sheet.code", text, bare)));
            return reading.Problem is not null && Otherwise(table, bare) is { } meant ? Reading.Of(meant.Code, new Correction("sheet.code", text, $"{meant.Code} {meant.Chinese}")) : reading;
        };
    }

    /// <summary>太谷县, as 太谷区 was called before; 农高区 for 晋中国家农高区. Only where one area alone can be meant.</summary>
    private static CodeRow? Otherwise(CodeTable areas, string text)
    {
        var root = text.Length > 2 && text[^1] is '区' or '县' or '市' ? text[..^1] : text;
        var meant = areas.Rows.Where(r => root.Length >= 2 && (r.Chinese[..^1] == root || (text.Length >= 3 && r.Chinese.EndsWith(text, StringComparison.Ordinal)))).ToList();
        return meant.Count == 1 ? meant[0] : null;
    }

    /// <summary>Whether it is classified, asked by 是否涉密, is often answered by 不涉密; what says yes is refused before it is read.</summary>
    private static Reading<string> Classified(SheetCell cell) => cell.ToString().Trim() is "不涉密" or "非涉密" or "未涉密" or "无涉密" or "非密" or "公开"
        ? Reading.Of("no", new Correction("sheet.truth", cell.ToString(), "否"))
        : TruthCells.Read(cell).Map(t => t ? "yes" : "no");

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
