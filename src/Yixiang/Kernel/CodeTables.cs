using System.Collections.Frozen;

namespace Yixiang.Kernel;

/// <summary>The code tables of the national platform, which every city shares: the folder <c>CityPacks/common</c>.</summary>
/// <remarks>Read once from the folder beside the executable; a table that is missing or broken stops the start.</remarks>
public sealed class CodeTables
{
    private static readonly Lazy<CodeTables> Loaded = new(() => Load(Path.Combine(CityPack.Folder, "common")));

    private readonly FrozenDictionary<string, CodeTable> tables;

    private CodeTables(IEnumerable<CodeTable> all) => tables = all.ToFrozenDictionary(t => t.Name);

    /// <summary>The tables beside the executable.</summary>
    public static CodeTables Shipped => Loaded.Value;

    public IEnumerable<CodeTable> All => tables.Values.OrderBy(t => t.Name, StringComparer.Ordinal);

    /// <summary>大型科研仪器分类: six digits, three levels.</summary>
    public CodeTable InstrumentClasses => this["instrument-class"];

    /// <summary>产地国别; codes are ISO 3166-1, <c>ZZ</c> for 其他.</summary>
    public CodeTable Nations => this["nation"];

    /// <summary>主要学科领域: first level of GB/T 13745.</summary>
    public CodeTable Subjects => this["subject"];

    /// <summary>固定资产分类 GB/T 14885-2010, seven digits; Chinese only.</summary>
    public CodeTable Assets => this["gbt14885"];

    /// <summary>主要购置经费来源.</summary>
    public CodeTable FundSources => this["fund-source"];

    /// <summary>设备仪器来源: 购置, 研制, 赠送, 其他.</summary>
    public CodeTable InstrumentSources => this["instrument-source"];

    /// <summary>仪器设备类别: 专用, 通用.</summary>
    public CodeTable Categories => this["category"];

    /// <summary>所属资源载体类型.</summary>
    public CodeTable Affiliations => this["affiliation"];

    /// <summary>共享服务方式: 占用, 技术, 委托, 远程, 其他.</summary>
    public CodeTable ServiceWays => this["service-way"];

    /// <summary>共享模式: 内部共享, 外部共享, 不共享.</summary>
    public CodeTable ShareModes => this["share-mode"];

    /// <summary>仪器状态: 正常 … 待报废.</summary>
    public CodeTable Conditions => this["condition"];

    /// <summary>科学仪器中心级别.</summary>
    public CodeTable CentreLevels => this["centre-level"];

    /// <summary>重大科研基础设施类别.</summary>
    public CodeTable FacilityCategories => this["facility-category"];

    /// <summary>建设情况: 在建, 建成.</summary>
    public CodeTable ConstructionStates => this["construction"];

    /// <summary>用户类型: 内部用户, 外部用户.</summary>
    public CodeTable UserTypes => this["user-type"];

    /// <summary>服务方向: 科学研究, 科技开发, 教学, 其他.</summary>
    public CodeTable ServiceDirections => this["service-direction"];

    /// <summary>用户评价: 非常满意 … 极差.</summary>
    public CodeTable Satisfactions => this["satisfaction"];

    /// <summary>课题来源.</summary>
    public CodeTable ProjectSources => this["project-source"];

    /// <exception cref="KeyNotFoundException">There is no file of that name.</exception>
    public CodeTable this[string name] => tables[name];

    /// <exception cref="CityPackError">A file is not a table with the expected header, or holds a code twice.</exception>
    public static CodeTables Load(string folder) => new(Directory.EnumerateFiles(folder, "*.tsv").Order(StringComparer.Ordinal).Select(CodeTableFile.Read));
}

/// <summary>A code table as a file: tab separated, first line <c>code parent level chinese english aliases</c>, aliases parted by <c>|</c>.</summary>
internal static class CodeTableFile
{
    private const string Header = "code\tparent\tlevel\tchinese\tenglish\taliases";

    public static CodeTable Read(string file) => new(Path.GetFileNameWithoutExtension(file), Rows(file));

    public static IEnumerable<CodeRow> Rows(string file)
    {
        var name = Path.GetFileName(file);
        var lines = File.ReadAllLines(file);
        return lines.Length > 0 && lines[0] == Header
            ? lines.Skip(1).Select((line, i) => Row(name, line.Split('\t'), i + 2))
            : throw new CityPackError(name, Texts.T("citypack.line", 1), Texts.T("citypack.header", Header.Replace('\t', ' ')));
    }

    private static CodeRow Row(string file, string[] cells, int line) =>
        cells is [{ Length: > 0 } code, var parent, var level, { Length: > 0 } chinese, var english, var aliases] && int.TryParse(level, out var depth)
            ? new(code, parent.Length == 0 ? null : parent, depth, chinese, english, aliases.Split('|', StringSplitOptions.RemoveEmptyEntries))
            : throw new CityPackError(file, Texts.T("citypack.line", line), Texts.T("citypack.row"));
}
