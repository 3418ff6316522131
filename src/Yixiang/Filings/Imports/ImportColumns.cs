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

    private static readonly TargetField[] Extras =
    [
        new(OrganisationName, ["管理单位", "organisation"], ["所属单位", "单位名称", "所在单位", "所在单位名称", "仪器所属单位", "管理单位名称", "单位", "所属单位名称", "organisation name"]),
        new(OrganisationCode, ["统一社会信用代码", "uscc"], ["社会信用代码", "信用代码", "单位统一社会信用代码", "机构代码", "unified social credit code"]),
    ];

    private static readonly Dictionary<ResourceKind, FieldLexicon> Lexicons = Enum.GetValues<ResourceKind>()
        .ToDictionary(k => k, k => new FieldLexicon([.. Fields.Of(k).Select(Target), .. Extras]));

    /// <summary>What headings of a list of this kind mean.</summary>
    public static FieldLexicon Lexicon(ResourceKind kind) => Lexicons[kind];

    /// <summary>Everything a column may be mapped to, for a select.</summary>
    public static IEnumerable<(string Key, string Label)> Choices(ResourceKind kind, bool withOrganisation) =>
        [.. (withOrganisation ? Extras.Select(e => (e.Key, LabelOf(e.Key))) : []), .. Fields.Of(kind).Select(f => (f.Key, f.Label))];

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
