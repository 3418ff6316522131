using Yixiang.Kernel;

namespace Yixiang.Instruments;

/// <summary>The code table of each coded field: the national tables, and the areas of this city.</summary>
public sealed class Codebook(CodeTables tables, CityPack pack)
{
    private readonly CodeTable areas = new("area", pack.Areas.Select(a => new CodeRow(a.Code, null, 1, a.Name.Chinese, a.Name.English, [])));

    /// <exception cref="InvalidOperationException">The field is not coded.</exception>
    public CodeTable Of(Field field) => field.Table switch
    {
        null => throw new InvalidOperationException($"{field.Key} is not a coded field."),
        "area" => areas,
        var name => tables[name],
    };

    /// <summary>What people read for the canonical text of a field: names for codes, separators and units for money and numbers.</summary>
    public string Show(Field field, Particulars particulars) => particulars[field] is "" ? "" : field.Kind switch
    {
        FieldKind.Code => Of(field).NameOf(particulars[field]),
        FieldKind.Codes => string.Join(Texts.T("list.and"), particulars.CodesOf(field).Select(Of(field).NameOf)),
        FieldKind.Money => particulars.MoneyOf(field) is { } yuan ? Texts.T("instrument.yuan", yuan) : particulars[field],
        FieldKind.Number => particulars.NumberOf(field) is { } number ? number.ToString("#,##0.##") : particulars[field],
        FieldKind.YesNo => Texts.T(particulars[field] == "yes" ? "instrument.yes" : "instrument.no"),
        FieldKind.Line or FieldKind.Prose or FieldKind.Date or FieldKind.Digits or FieldKind.Phone or FieldKind.Email or FieldKind.Url => particulars[field],
    };
}
