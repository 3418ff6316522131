using Yixiang.Sheets;
using Yixiang.Tests.Rules;
using Yixiang.Tests.Sheets;

namespace Yixiang.Tests.Browser;

/// <summary>The national platform's own .xls template with the rows of a unit, two header rows and all.</summary>
internal static class NationalSpreadsheet
{
    public static string Template { get; } = Path.Combine(Repository.Root, "tests/Yixiang.Tests/Sheets/templates/equipment.xls");

    public static byte[] Of(params Dictionary<string, object?>[] rows) =>
        FilledXls.From(Template, 2, [.. rows.Select(row => NationalTemplate.Columns.Select(c => row.GetValueOrDefault(c.Key)).ToArray())]);

    public static Dictionary<string, object?> Row(string number, string name, string model, object worth, string begun) => new()
    {
        ["innerId"] = number,
        ["cname"] = name,
        ["insideDepart"] = "分析测试中心",
        ["instrCategory"] = "010102",
        ["instrSource"] = "购置",
        ["instrSupervise"] = "否",
        ["worth"] = worth,
        ["nation"] = "日本",
        ["manufacturer"] = "日立高新",
        ["beginDate"] = begun,
        ["type"] = "通用",
        ["instrVersion"] = model,
        ["technical"] = "分辨率 1.0 nm（15 kV）",
        ["function"] = "材料表面微观形貌观察",
        ["subject"] = "材料科学",
        ["funds"] = "地方财政资金",
        ["serviceContent"] = "形貌观察、能谱分析",
        ["runMachine"] = 1500,
        ["requirement"] = "样品须干燥、无磁性",
        ["fee"] = "300 元/样",
        ["province"] = "山西省",
        ["city"] = "晋中市",
        ["county"] = "榆次区",
        ["street"] = "迎宾街 1 号",
        ["serviceMachine"] = 300,
        ["contact"] = "张演示",
        ["phone"] = "0354-3000002",
        ["email"] = "demo@example.cn",
        ["address"] = "山西省晋中市榆次区迎宾街 1 号",
        ["postalcode"] = "030600",
    };
}
