using System.Collections.Immutable;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Sheets;

namespace Yixiang.Filings;

/// <summary>One row on its way: what was read from it, and what there is to say about it.</summary>
internal sealed class Candidate(int rowNumber)
{
    private long? _fingerprint;

    public int RowNumber { get; } = rowNumber;

    /// <summary>The fields that the row fills, canonical texts.</summary>
    public Dictionary<Field, string> Values { get; } = [];
    public List<RowMessage> Messages { get; } = [];
    public string OrganisationName { get; set; } = "";
    public Uscc? OrganisationCode { get; set; }
    public long? OrganisationId { get; set; }
    public RowOutcome? Outcome { get; set; }

    /// <summary>What a new instrument of this row says, and what is wrong or missing in it: inspected once, used when it is written.</summary>
    public (Particulars Particulars, Findings Findings)? AsNew { get; set; }

    /// <summary>Reference of the filing or instrument that was found or written.</summary>
    public string? Target { get; set; }

    public string this[Field field] => Values.GetValueOrDefault(field, "");

    /// <summary>By which it is compared with what other numbers stand for.</summary>
    public long? Fingerprint => _fingerprint ??= Instruments.Fingerprint.Of(f => this[f]);

    public bool IsRejected => Outcome == RowOutcome.Rejected;

    public bool IsOpen => Outcome is null;

    public void Reject(string field, string code, params object?[] args) => Reject(new FieldProblem(field, code, args), null);

    public void Reject(FieldProblem problem, string? value)
    {
        Messages.Add(RowMessage.Of(problem, value));
        Outcome = RowOutcome.Rejected;
    }

    /// <summary>It says that it is classified: refused, and nothing of what it says stays, not even for the report.</summary>
    public void RefuseAsClassified()
    {
        Values.Clear();
        Messages.Clear();
        (OrganisationName, OrganisationCode, AsNew) = ("", null, null);
        Reject("", "import-classified");
    }

    /// <summary>The row over what was known before: an empty cell leaves the field as it was.</summary>
    public Particulars Over(Particulars before)
    {
        if (before.Values.IsEmpty)
        {
            return before with { Values = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, Values.Select(v => KeyValuePair.Create(v.Key.Key, v.Value.Trim()))) };
        }

        var values = before.Values.ToBuilder();
        foreach (var (field, text) in Values)
        {
            values[field.Key] = text.Trim();
        }

        return before with { Values = values.ToImmutable() };
    }

    /// <summary>Whether the row says nothing that is not known already.</summary>
    public bool AddsNothingTo(Particulars known)
    {
        foreach (var (field, text) in Values)
        {
            if (!known.Values.TryGetValue(field.Key, out var there) || !there.AsSpan().SequenceEqual(text.AsSpan().Trim()))
            {
                return false;
            }
        }

        return true;
    }

    public ImportRow ToRow(long importId) => new()
    {
        ImportId = importId,
        RowNumber = RowNumber,
        Outcome = Outcome ?? RowOutcome.Accepted,
        OwnNumber = Cut(this[Fields.OwnNumber], 150),
        Name = Cut(this[Fields.Name], 300),
        Target = Target,
        Messages = RowMessage.ToJson(Messages),
    };

    /// <summary>Accepted as it stands, or after corrections.</summary>
    public void Accept() => Outcome = Messages.Exists(m => m.Kind == MessageKind.Correction) ? RowOutcome.Corrected : RowOutcome.Accepted;

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];
}

/// <summary>Reads rows by a mapping and finds what cannot be right about them.</summary>
internal sealed class RowReader
{
    private readonly Inspector _inspector;
    private readonly ResourceKind _kind;
    private readonly (int Column, Field Field, CellReader Read)[] _fields;
    private readonly ClassifiedRows _classified;
    private readonly int _nameColumn;
    private readonly int _codeColumn;

    public RowReader(ImportMapping mapping, HeaderBlock header, CellReaders readers, Inspector inspector)
    {
        (_inspector, _kind, _classified) = (inspector, mapping.Kind, ClassifiedRows.By(header, mapping));
        _fields = [.. mapping.Columns.Select(c => (c, Field: Fields.Find(c.Field))).Where(c => c.Field is not null)
            .Select(c => (c.c.Column, c.Field!, readers.Of(c.Field!, c.c.Unit)))];
        _nameColumn = mapping.Columns.FirstOrDefault(c => c.Field == ImportColumns.OrganisationName)?.Column ?? -1;
        _codeColumn = mapping.Columns.FirstOrDefault(c => c.Field == ImportColumns.OrganisationCode)?.Column ?? -1;
    }

    public Candidate Read(TableCursor rows)
    {
        var row = new Candidate(rows.RowNumber);
        if (_classified.Has(rows))
        {
            row.RefuseAsClassified();
            return row;
        }

        foreach (var (column, field, read) in _fields)
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
            row.Values[field] = reading.Value;
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
        var findings = _inspector.Inspect(_kind, particulars);
        row.AsNew = (particulars, findings);
        foreach (var problem in findings.Wrong)
        {
            row.Reject(problem, Fields.Find(problem.Field) is { } field ? row[field] : null);
        }
    }
}
