using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.OpenData;

/// <summary>One line of the ledger as it is given away: all fields that are public, and nothing of a person.</summary>
public sealed record OpenLine(LedgerLine Line, Particulars Particulars)
{
    public static OpenLine Of(LedgerLine line) => new(line, line.Version.Particulars());

    public DateOnly PublishedOn => CityTime.DateOf(Line.Instrument.PublishedAt!.Value);
}

/// <summary>The whole ledger as a table, column by column from the catalogue of fields. Codes are said in words; JSON Lines has the codes.</summary>
public sealed class OpenTable
{
    /// <summary>The fields that leave the house, in the order of the form. A contact is shown on a page by consent, never given away in bulk (A12).</summary>
    public static readonly IReadOnlyList<Field> Given = [.. Fields.All.Where(f => f.Public)];

    public OpenTable(Codebook codebook)
    {
        Table = new Table<OpenLine>("data.sheet")
            .Code("ledger.reference", l => l.Line.Instrument.Reference, width: 12)
            .Text("ledger.kind", l => T(l.Line.Instrument.Kind), width: 18)
            .Code("data.organisation-reference", l => l.Line.Organisation.Reference, width: 12)
            .Text("ledger.organisation", l => l.Line.Organisation.Name, width: 30)
            .Code("ledger.uscc", l => l.Line.Organisation.Uscc, width: 20)
            .Date("ledger.published-on", l => l.PublishedOn)
            .Number("data.version", l => l.Line.Version.Number, width: 8);
        foreach (var field in Given)
        {
            Add(field, codebook);
        }

        Table.Code("ledger.province-number", l => l.Line.Recommendation?.NumberThere, width: 20)
            .Text("ledger.province-address", l => l.Line.Recommendation?.AddressThere, width: 40)
            .Date("ledger.province-since", l => l.Line.Recommendation?.ListedOn);
    }

    public Table<OpenLine> Table { get; }

    private void Add(Field field, Codebook codebook)
    {
        var title = "field." + field.Key;
        _ = field.Kind switch
        {
            FieldKind.Money => Table.Money("ledger.value-yuan", l => l.Particulars.MoneyOf(field)),
            FieldKind.Number => Table.Number(title, l => l.Particulars.NumberOf(field)),
            FieldKind.Date => Table.Date(title, l => l.Particulars.DateOf(field)),
            FieldKind.Digits => Table.Code(title, l => l.Particulars[field]),
            FieldKind.Code or FieldKind.Codes or FieldKind.YesNo or FieldKind.Line or FieldKind.Prose or FieldKind.Url or FieldKind.Phone or FieldKind.Email =>
                Table.Text(title, l => codebook.Show(field, l.Particulars)),
        };
    }
}
