using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Filings;

/// <summary>What a column of a list of instruments may hold: the fields of an instrument, and who owns it.</summary>
public static class ImportColumns
{
    /// <summary>Name of the organisation to which the row belongs.</summary>
    public const string OrganisationName = "organisation.name";

    /// <summary>Its unified social credit code.</summary>
    public const string OrganisationCode = "organisation.uscc";

    /// <summary>Headings of official forms that look like a field and are none: they are known, and left out.</summary>
    private static readonly TargetField Nothing = new(FieldLexicon.Nothing, [],
        ["安放地址-省", "安放地址-市", "安放地址-省份", "安放地址-城市", "中心编号", "设施编号", "服务单元编号", "凭证编号", "付款单位", "经办人", "摘要", "摘 要", "审核状态", "审核原因", "联系人单位"]);

    private static readonly TargetField[] Extras =
    [
        Nothing,
        new(OrganisationName, ["管理单位", "organisation"], ["所属单位", "单位名称", "所在单位", "所在单位名称", "仪器所属单位", "管理单位名称", "单位", "所属单位名称", "organisation name"]),
        new(OrganisationCode, ["统一社会信用代码", "uscc"], ["社会信用代码", "信用代码", "单位统一社会信用代码", "机构代码", "unified social credit code"]),
    ];

    private static readonly Dictionary<ResourceKind, FieldLexicon> Lexicons = Enum.GetValues<ResourceKind>()
        .ToDictionary(k => k, k => new FieldLexicon([.. Fields.Of(k).Select(Target), .. Extras]));

    /// <summary>What headings of a list of this kind mean.</summary>
    public static FieldLexicon Lexicon(ResourceKind kind) => Lexicons[kind];

    /// <summary>Everything a column may be mapped to, for a select.</summary>
    public static IEnumerable<(string Key, string Label)> Choices(ResourceKind kind, bool withOrganisation) =>
        [.. (withOrganisation ? Extras.Where(e => e != Nothing).Select(e => (e.Key, LabelOf(e.Key))) : []), .. Fields.Of(kind).Select(f => (f.Key, f.Label))];

    /// <summary>What is to be said of a sheet by its headings: income of services (对外服务收入汇总表) is no list of instruments.</summary>
    public static IEnumerable<SheetNote> NotesOf(HeaderBlock header, ImportMapping mapping)
    {
        var headings = header.Columns.Select(c => HeaderText.Normalise(c.Label)).ToHashSet();
        IEnumerable<SheetNote> income = headings.Contains("凭证编号") && headings.Contains("付款单位") ? [new(0, "income")] : [];
        var taken = header.Columns.Where(c => c.Label.Length > 0 && mapping.Of(c.Index) is not null).Select(c => (c.Group, c.Label)).ToHashSet();
        var (lexicon, free) = (Lexicon(mapping.Kind), header.Columns.Where(c => mapping.Of(c.Index) is null));
        var two = from column in free
                  let named = lexicon.FieldsNamed(column.Label)
                  where named.Count > 1 && !named.Contains(FieldLexicon.Nothing)
                  select new SheetNote(0, "heading-of-two", column.Label, column.Letters, string.Join(Texts.T("list.and"), named.Select(LabelOf)));
        return income.Concat(two).Concat(header.Columns.Where(c => mapping.Of(c.Index) is null && taken.Contains((c.Group, c.Label))).Select(c => new SheetNote(0, "heading-twice", c.Label, c.Letters)));
    }

    public static bool Has(ResourceKind kind, string key) =>
        key is OrganisationName or OrganisationCode || (Fields.Find(key) is { } field && field.Kinds.Contains(kind));

    public static string LabelOf(string key) => key switch
    {
        "" => "",
        OrganisationName => Texts.T("import.column.organisation-name"),
        OrganisationCode => Texts.T("import.column.organisation-code"),
        _ => Fields.Find(key)?.Label ?? key,
    };

    private static TargetField Target(Field field)
    {
        var label = $"field.{field.Key}";
        string[] national = field.NationalKey is { } key ? [key] : [];
        return new(field.Key, [Texts.In(Texts.Chinese, label), Texts.In(Texts.English, label)], [.. field.Synonyms, .. national, field.Key]);
    }
}
