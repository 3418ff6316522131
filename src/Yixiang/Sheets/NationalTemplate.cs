namespace Yixiang.Sheets;

/// <summary>One column of the national platform's sheet.</summary>
/// <param name="Key">The platform's own name of the field, misspellings and all.</param>
/// <param name="Title">The header text, exactly as in the platform's template.</param>
public sealed record NationalColumn(string Key, string Title, double Width);

/// <summary>
/// The sheet 大型科研仪器 that the national platform (NRII) imports: two header rows, 40 columns in this order, data from the third row.
/// </summary>
/// <remarks>
/// Value formats: money in 万元 with two decimals, dates <c>2016-01-01</c> as text, several values joined by commas, 是/否.
/// Every value is text or a number as the template has it; nothing is left out, moved or renamed, since the receiving side reads by position.
/// </remarks>
public static class NationalTemplate
{
    public const string SheetName = "大型科研仪器";

    public static IReadOnlyList<NationalColumn> Columns { get; } =
    [
        new("instrCode", "仪器编号（（必填，管理系统中的关联仪器编号））", 19.4),
        new("innerId", "所在单位仪器编号", 17.3),
        new("cname", "仪器设备名称", 34.5),
        new("ename", "英文名称", 18),
        new("instrBelongsType", "所属资源载体类型（选择附属于重大科研基础设施、附属于科学仪器中心、附属于国家重点实验室、附属于国家工程技术研究中心、附属于生物种质资源库馆中的一个按全称填写，没有请空缺不填）", 25.1),
        new("instrBelongsName", "所属资源载体内部编号（所属资源载体类型填写重大科研基础设施、科学仪器中心时，填写所属资源载体内部编号，其他填写名称，没有请空缺不填）", 23.8),
        new("insideDepart", "所属单位内部门", 16),
        new("instrCategory", "仪器分类编码", 12.3),
        new("instrSource", "设备仪器来源（购置、研制、赠送、其他）", 13.8),
        new("instrSupervise", "是否在海关监管年限内（是/否）", 16.4),
        new("worth", "原值（单位万元、保留小数点后两位）", 18.1),
        new("nation", "产地国别", 9),
        new("manufacturer", "生产制造商", 16),
        new("beginDate", "建账日期（例：2016-01-01）", 14.9),
        new("type", "仪器设备类别（通用/专用）", 14.9),
        new("instrVersion", "规格型号", 12.3),
        new("technical", "主要技术指标（最多500字）", 26.8),
        new("function", "主要功能（最多300字）", 22.6),
        new("subject", "主要学科领域（如有多个，用逗号分隔，最多填写4个）", 18),
        new("funds", "主要购置经费来源（中央财政资金、地方财政资金、单位自有资金、其他资金，如有多个，用逗号分隔，最多填写4个）", 27.3),
        new("serviceContent", "服务内容（分析测试项目等）（最多200字）", 21),
        new("image", "图片（仪器图片的文件名称，jpg格式、1M以内大小）", 24.1),
        new("runMachine", "年运行机时（小时）", 18.4),
        new("requirement", "用户须知（最多500字）", 28.8),
        new("fee", "参考收费标准（最多500字）", 24.9),
        new("serviceUrl", "预约服务网址", 12.3),
        new("province", "安放地址-省", 12.3),
        new("city", "安放地址-市", 11.3),
        new("county", "安放地址-区县", 13.8),
        new("street", "安放地址-街道（乡镇）", 15.6),
        new("serviceMachine", "年对外服务机时（小时）", 15),
        new("contact", "联系人", 14.1),
        new("phone", "电话", 14.1),
        new("email", "电子邮箱", 18),
        new("address", "通讯地址", 18),
        new("postalcode", "邮政编码", 9),
        new("declarationNumber", "进口报关单编号（18位）", 14.9),
        new("itemNumber", "进口报关单项号（2位数字）", 15),
        new("importDate", "海关放行日期（例：2016-01-01）", 18.5),
        new("formname", "仪器设备在进口报关单上的名称", 18.5),
    ];

    private static readonly (string Title, Merge Span)[] Groups =
    [
        ("仪器基本信息", new(0, 0, 30)),
        ("联系人信息", new(0, 31, 35)),
        ("海关管理", new(0, 36, 39)),
    ];

    /// <summary>Writes the sheet, row by row.</summary>
    /// <param name="rows">The cell of each column key; a key that is absent stays blank.</param>
    /// <exception cref="ArgumentException">A row holds a key that is no column of the sheet.</exception>
    public static async Task WriteAsync(Stream stream, IAsyncEnumerable<IReadOnlyDictionary<string, Cell>> rows, CancellationToken cancel)
    {
        using var book = new WorkbookWriter(stream);
        await book.StartSheetAsync(
            new(SheetName, [.. Columns.Select(c => c.Width)]) { HeadRows = 2, Merges = [.. Groups.Select(g => g.Span)] }, cancel);
        await book.WriteRowAsync(GroupRow(), cancel);
        await book.WriteRowAsync([.. Columns.Select(c => Cell.Head(c.Title))], cancel);
        await foreach (var row in rows.WithCancellation(cancel))
        {
            await book.WriteRowAsync(InOrder(row), cancel);
        }

        await book.FinishAsync(cancel);
    }

    private static Cell[] GroupRow()
    {
        var cells = new Cell[Columns.Count];
        foreach (var (title, span) in Groups)
        {
            cells[span.FirstColumn] = Cell.Head(title);
        }

        return cells;
    }

    private static Cell[] InOrder(IReadOnlyDictionary<string, Cell> row)
    {
        var cells = new Cell[Columns.Count];
        var found = 0;
        for (var i = 0; i < cells.Length; i++)
        {
            if (row.TryGetValue(Columns[i].Key, out var cell))
            {
                cells[i] = cell;
                found++;
            }
        }

        return found == row.Count
            ? cells
            : throw new ArgumentException($"No such column: {string.Join(", ", row.Keys.Except(Columns.Select(c => c.Key)))}.", nameof(row));
    }
}
