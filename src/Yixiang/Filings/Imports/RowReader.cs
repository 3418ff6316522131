using System.Collections.Concurrent;
using System.Globalization;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Sheets;

namespace Yixiang.Filings;

/// <summary>The fields that a mapping reads, in the ordinal order of their keys: one table for all rows, and one for each choice of fields that rows fill.</summary>
internal sealed class RowFields
{
    /// <summary>Lists fill the same few choices of fields; one that does not is not remembered for ever.</summary>
    private const int MostChoices = 1000;

    private readonly Field[] _fields;
    private readonly FieldPlaces _all;
    private readonly ConcurrentDictionary<UInt128, FieldPlaces> _choices = [];

    public RowFields(IEnumerable<Field> fields)
    {
        _fields = [.. fields.Distinct().OrderBy(f => f.Key, StringComparer.Ordinal)];
        _all = new(_fields);
    }

    public int Count => _fields.Length;

    /// <summary>Negative for a field that no column fills.</summary>
    public int PlaceOf(Field field) => _all[field];

    /// <param name="texts">Of each field in order; null for an empty one. Kept when none is, and must not change any more.</param>
    public FieldTexts Of(string?[] texts)
    {
        if (Array.IndexOf(texts, null) < 0)
        {
            return FieldTexts.At(_all, texts!);
        }

        string[] filled = [.. texts.OfType<string>()];
        if (texts.Length > 128)
        {
            return FieldTexts.At(PlacesOf(texts), filled);
        }

        var choice = UInt128.Zero;
        for (var i = 0; i < texts.Length; i++)
        {
            choice |= texts[i] is null ? UInt128.Zero : UInt128.One << i;
        }

        if (!_choices.TryGetValue(choice, out var places))
        {
            places = PlacesOf(texts);
            if (_choices.Count < MostChoices)
            {
                _choices.TryAdd(choice, places);
            }
        }

        return FieldTexts.At(places, filled);
    }

    private FieldPlaces PlacesOf(string?[] texts) => new([.. _fields.Where((_, i) => texts[i] is not null)]);
}

/// <summary>Reads rows by a mapping and finds what cannot be right about them.</summary>
internal sealed class RowReader
{
    private const int LongestHeading = 12;

    /// <summary>What lists of assets write below the heading 单位: no organisation is called so.</summary>
    private static readonly HashSet<string> Measures = ["台", "套", "台套", "台/套", "台（套）", "台(套)", "件", "个", "组", "只", "架", "辆", "批", "元", "万元"];

    private readonly FieldLexicon _headings;
    private readonly Inspector _inspector;
    private readonly ResourceKind _kind;
    private readonly (int Column, Field Field, CellReader Read)[] _columns;
    private readonly RowFields _fields;
    private readonly ClassifiedRows _classified;
    private readonly int _quantityColumn;
    private readonly int _nameColumn;
    private readonly int _codeColumn;

    public RowReader(ImportMapping mapping, HeaderBlock header, CellReaders readers, Inspector inspector)
    {
        (_inspector, _kind, _classified, _headings) = (inspector, mapping.Kind, ClassifiedRows.By(header, mapping), ImportColumns.Lexicon(mapping.Kind));
        _columns = [.. mapping.Columns.Select(c => (c, Field: Fields.Find(c.Field))).Where(c => c.Field is not null)
            .Select(c => (c.c.Column, c.Field!, ReaderOf(c.c, c.Field!, header, readers)))];
        _fields = new(_columns.Select(c => c.Field));
        _quantityColumn = mapping.Kind == ResourceKind.SingleSet && header.Columns.FirstOrDefault(c => HeaderText.Normalise(c.Label) is "数量" or "台数" or "台套数" or "quantity") is { } quantity ? quantity.Index : -1;
        _nameColumn = mapping.Columns.FirstOrDefault(c => c.Field == ImportColumns.OrganisationName)?.Column ?? -1;
        _codeColumn = mapping.Columns.FirstOrDefault(c => c.Field == ImportColumns.OrganisationCode)?.Column ?? -1;
    }

    public Candidate Read(TableCursor rows)
    {
        var row = new Candidate(rows.RowNumber, _fields);
        if (_classified.Has(rows))
        {
            row.RefuseAsClassified();
            return row;
        }

        if (rows.OtherTable is { } other)
        {
            row.Reject("", "import-other-table", other);
        }

        if (rows.IsTooLong)
        {
            row.Reject("", "sheet.line-too-long", rows.Cells.Length);
        }

        if (rows.IsHidden)
        {
            row.Messages.Add(RowMessage.Remark("", "sheet.hidden-row"));
        }

        if (_quantityColumn >= 0 && NumberCells.Read(rows[_quantityColumn], 0, 10_000, "台套", "台", "套", "件", "个") is { HasValue: true, Value: > 1 } several)
        {
            row.Messages.Add(RowMessage.Remark("", "import.quantity", several.Value.ToString("0.##", CultureInfo.InvariantCulture)));
        }

        foreach (var (column, field, read) in _columns)
        {
            Take(row, field, CellOf(row, field.Key, rows, column), read);
        }

        ReadOrganisation(row, rows);
        if (!row.IsRejected)
        {
            Judge(row);
        }

        return row;
    }

    /// <summary>Where nothing in the sheet says that its figures are in 万元, each that was taken so is said.</summary>
    private static CellReader ReaderOf(MappedColumn column, Field field, HeaderBlock header, CellReaders readers)
    {
        var read = readers.Of(field, column.Unit);
        return field.Kind == FieldKind.Money && column.Unit == MoneyUnit.Wan
            && header.Columns.ElementAtOrDefault(column.Column) is { } heading && ImportMapping.SaidUnitOf(header, heading) == MoneyUnit.Unknown
            ? cell => Guessed(read(cell), cell)
            : read;
    }

    private static Reading<string> Guessed(Reading<string> reading, SheetCell cell) =>
        reading is { HasValue: true, Corrections.Count: 0 } ? reading.With(new Correction("sheet.money-unit-guessed", cell.ToString(), $"{reading.Value} 元", IsRemark: true)) : reading;

    /// <summary>What a cell means: itself, the row above, or the merged cells in which it lies. A number or an amount is never shared out among rows.</summary>
    private static SheetCell CellOf(Candidate row, string field, TableCursor rows, int column)
    {
        var (cell, by) = rows.Meant(column);
        if (by == Meaning.Itself)
        {
            return cell;
        }

        var isNumber = field == Fields.OwnNumber.Key;
        if (by == Meaning.Above && (isNumber || cell.IsBlank))
        {
            row.Reject(new FieldProblem(field, "sheet.ditto", rows[column].ToString()), rows[column].ToString());
            return SheetCell.Blank;
        }

        if (by == Meaning.Merged && (isNumber || Fields.Find(field)?.Kind == FieldKind.Money))
        {
            row.Messages.Add(RowMessage.Of(field, new Correction("sheet.merged-alone", cell.ToString(), "", IsRemark: true)));
            return SheetCell.Blank;
        }

        row.Messages.Add(RowMessage.Of(field, by == Meaning.Above
            ? new Correction("sheet.ditto", rows[column].ToString(), cell.ToString())
            : new Correction("sheet.merged", cell.ToString(), "", IsRemark: true)));
        return cell;
    }

    private static void Take(Candidate row, Field field, SheetCell cell, CellReader read)
    {
        var reading = read(cell);
        if (reading.Problem is { } problem)
        {
            row.Reject(problem with { Field = field.Key }, cell.ToString());
            return;
        }

        foreach (var correction in reading.Corrections)
        {
            row.Messages.Add(RowMessage.Of(field.Key, correction));
        }

        if (reading.HasValue && reading.Value.Length > 0)
        {
            row[field] = reading.Value;
        }
    }

    private void ReadOrganisation(Candidate row, TableCursor rows)
    {
        if (_nameColumn >= 0)
        {
            var cell = CellOf(row, ImportColumns.OrganisationName, rows, _nameColumn);
            var name = CellText.Read(cell, TextKind.Name, 200);
            row.OrganisationName = name.HasValue && !Measures.Contains(name.Value) ? name.Value : "";
            if (name.Problem is { } problem)
            {
                row.Reject(problem with { Field = ImportColumns.OrganisationName }, cell.ToString());
            }
        }

        if (_codeColumn >= 0 && CellOf(row, ImportColumns.OrganisationCode, rows, _codeColumn) is { IsBlank: false } said && !CellText.SaysNothing(said.ToString()))
        {
            var text = said.ToString();
            if (Uscc.TryParse(text, out var code, out var problem))
            {
                row.OrganisationCode = code;
            }
            else
            {
                row.Reject(problem! with { Field = ImportColumns.OrganisationCode }, text);
            }
        }
    }

    /// <summary>What the house finds wrong with any instrument is wrong here too; what is only missing can be added to the draft.</summary>
    private void Judge(Candidate row)
    {
        if (row[Fields.Name].Length == 0)
        {
            row.Reject(Fields.Name.Key, "required");
        }
        else if (row[Fields.Name].Length <= LongestHeading && _headings.Recognises(row[Fields.Name]))
        {
            row.Reject(Fields.Name.Key, "import-name-is-heading", row[Fields.Name]);
        }

        var particulars = row.Over(Particulars.Empty);
        // Worked out here, beside the work of the database, and kept.
        _ = particulars.ToJson();
        row.Digest();
        var findings = _inspector.Inspect(_kind, particulars);
        row.AsNew = (particulars, findings);
        foreach (var problem in findings.Wrong)
        {
            row.Reject(problem, Fields.Find(problem.Field) is { } field ? row[field] : null);
        }
    }
}
