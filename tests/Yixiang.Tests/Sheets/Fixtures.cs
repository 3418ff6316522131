using System.Runtime.CompilerServices;
using Yixiang.Sheets;

namespace Yixiang.Tests.Sheets;

/// <summary>Where the national templates and the made-up files of these tests come from.</summary>
internal static class Fixtures
{
    /// <summary>Names of the national form for single instruments, as a lexicon that the house does not yet give.</summary>
    public static readonly FieldLexicon Instruments = new(
    [
        Field("innerId", "所在单位仪器编号", "资产编号", "设备编号", "单位仪器编号"),
        Field("name", "仪器设备名称", "仪器名称", "设备名称", "资产名称", "名称"),
        Field("englishName", "英文名称"),
        Field("model", "规格型号", "型号", "型号规格"),
        Field("classCode", "仪器分类编码", "分类编码"),
        Field("originalValue", "原值", "价值", "仪器原值", "设备原值", "金额"),
        Field("manufacturer", "生产制造商", "生产厂家", "厂家", "制造商"),
        Field("bookedOn", "建账日期", "入账日期"),
        Field("nation", "产地国别", "国别"),
        Field("department", "所属单位内部门", "使用部门", "所在单位内部门"),
        Field("province", "安放地址-省", "省"),
        Field("city", "安放地址-市", "市"),
        Field("county", "安放地址-区县", "区县"),
        Field("street", "安放地址-街道（乡镇）", "安放地址-街道"),
        Field("contact", "联系人"),
        Field("phone", "电话", "联系电话"),
        Field("email", "电子邮箱", "邮箱"),
        Field("customsNumber", "进口报关单编号"),
        Field("customsName", "仪器设备在进口报关单上的名称"),
    ]);

    public static string Template(string name) => Path.Combine(Here(), "templates", name);

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    public static MemoryStream Bytes(string text, System.Text.Encoding encoding) => new([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);

    public static MemoryStream Utf8(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>All data rows of the best sheet, as texts.</summary>
    public static List<string[]> Rows(SheetFile file, FieldLexicon? lexicon = null)
    {
        var table = SheetTable.Find(file, lexicon ?? Instruments);
        using var rows = table.Rows();
        var all = new List<string[]>();
        while (rows.Read())
        {
            all.Add([.. table.Header.Columns.Select(c => rows[c.Index].ToString())]);
        }

        return all;
    }

    private static TargetField Field(string key, string label, params string[] synonyms) => new(key, [label], synonyms);
}
