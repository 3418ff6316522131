using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Sheets;

namespace Yixiang.Filings;

/// <summary>The fields that a mapping reads, in the ordinal order of their keys: one table for all rows.</summary>
internal sealed class RowFields(IEnumerable<Field> fields)
{
    private readonly Dictionary<Field, int> _places = fields.Distinct().OrderBy(f => f.Key, StringComparer.Ordinal).Select((f, place) => (f, place)).ToDictionary(p => p.f, p => p.place);

    public string[] Keys => field ??= [.. _places.OrderBy(p => p.Value).Select(p => p.Key.Key)];

    public int? PlaceOf(Field field) => _places.TryGetValue(field, out var place) ? place : null;
}

/// <summary>Reads rows by a mapping and finds what cannot be right about them.</summary>
internal sealed class RowReader
{
    private readonly Inspector _inspector;
    private readonly ResourceKind _kind;
    private readonly (int Column, Field Field, CellReader Read)[] _columns;
    private readonly RowFields _fields;
    private readonly ClassifiedRows _classified;
    private readonly int _nameColumn;
    private readonly int _codeColumn;

    public RowReader(ImportMapping mapping, HeaderBlock header, CellReaders readers, Inspector inspector)
    {
        (_inspector, _kind, _classified) = (inspector, mapping.Kind, ClassifiedRows.By(header, mapping));
        _columns = [.. mapping.Columns.Select(c => (c, Field: Fields.Find(c.Field))).Where(c => c.Field is not null)
            .Select(c => (c.c.Column, c.Field!, readers.Of(c.Field!, c.c.Unit)))];
        _fields = new(_columns.Select(c => c.Field));
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

        foreach (var (column, field, read) in _columns)
        {
            Take(row, field, rows[column], read);
        }

        ReadOrganisation(row, rows);
        if (!row.IsRejected)
        {
            Judge(row);
        }

        return row;
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
            row.OrganisationName = CellText.Read(rows[_nameColumn], TextKind.Name, 200) is { HasValue: true } name ? name.Value : "";
        }

        if (_codeColumn >= 0 && !rows[_codeColumn].IsBlank)
        {
            var text = rows[_codeColumn].ToString();
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

        var particulars = row.Over(Particulars.Empty);
        // Worked out here, beside the work of the database, and kept.
        (_, _) = (particulars.ToJson(), row.Fingerprint);
        var findings = _inspector.Inspect(_kind, particulars);
        row.AsNew = (particulars, findings);
        foreach (var problem in findings.Wrong)
        {
            row.Reject(problem, Fields.Find(problem.Field) is { } field ? row[field] : null);
        }
    }
}
