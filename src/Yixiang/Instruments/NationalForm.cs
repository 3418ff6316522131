using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Instruments;

/// <summary>Instruments in the sheet of the national platform: names for codes, 万元, 是/否, so that it can be handed on, or imported again without a change.</summary>
/// <remarks>It carries contacts, which the national platform demands; so it is for officers, and for a unit its own.</remarks>
public sealed class NationalForm(Codebook codebook, CityPack pack)
{
    private static readonly HashSet<string> Columns = [.. NationalTemplate.Columns.Select(c => c.Key)];
    private static readonly Field[] Carried = [.. Fields.Of(ResourceKind.SingleSet).Where(f => f.NationalKey is { } key && Columns.Contains(key))];

    /// <summary>The kinds whose template this is; centres and facilities have others.</summary>
    public static readonly ResourceKind[] Kinds = [ResourceKind.SingleSet, ResourceKind.ServiceUnit];

    /// <summary>The cells of one instrument, by the national platform's keys.</summary>
    public IReadOnlyDictionary<string, Cell> RowOf(string reference, Particulars particulars)
    {
        var row = Carried.ToDictionary(f => f.NationalKey!, f => CellOf(f, particulars));
        row["instrCode"] = Cell.OfCode(reference);
        row["province"] = Cell.OfText(pack.City.Province.Chinese);
        row["city"] = Cell.OfText(pack.City.Name.Chinese);
        return row;
    }

    /// <summary>Writes instruments of the kinds that this form is for, one by one.</summary>
    public Task WriteAsync(Stream stream, IAsyncEnumerable<(string Reference, InstrumentVersion Version)> instruments, CancellationToken stop) =>
        NationalTemplate.WriteAsync(stream, instruments.Where(i => Kinds.Contains(i.Version.Kind)).Select(i => RowOf(i.Reference, i.Version.Particulars())), stop);

    private Cell CellOf(Field field, Particulars particulars) => field.Kind switch
    {
        FieldKind.Code => field == Fields.ClassCode ? Cell.OfCode(particulars[field]) : Cell.OfText(NameOf(field, particulars[field])),
        FieldKind.Codes => Cell.OfText(string.Join(',', particulars.CodesOf(field).Select(code => NameOf(field, code)))),
        FieldKind.Money => Cell.OfWan(particulars.MoneyOf(field)),
        FieldKind.Number => Cell.OfNumber(particulars.NumberOf(field)),
        FieldKind.YesNo => Cell.OfText(particulars[field] switch { "yes" => "是", "no" => "否", _ => "" }),
        FieldKind.Digits or FieldKind.Phone => Cell.OfCode(particulars[field]),
        FieldKind.Line or FieldKind.Prose or FieldKind.Date or FieldKind.Email or FieldKind.Url => Cell.OfText(particulars[field]),
    };

    /// <summary>The form is read in Chinese whatever language its reader has.</summary>
    private string NameOf(Field field, string code) => codebook.Of(field).ByCode(code)?.Chinese ?? code;
}
