using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Tests.Sheets.WritingTable;

namespace Yixiang.Tests.Sheets;

public sealed class WritingTheNationalTemplate
{
    private static async Task<List<object?[]>> WriteAsync(params Dictionary<string, Cell>[] rows)
    {
        var file = new MemoryStream();
        await NationalTemplate.WriteAsync(file, Stream(rows), TestContext.Current.CancellationToken);
        return ReadWorkbook(file);
    }

    [Fact]
    public async Task The_sheet_has_two_header_rows_and_forty_columns_in_the_platforms_order()
    {
        var rows = await WriteAsync();

        Assert.Equal(2, rows.Count);
        Assert.Equal(40, rows[1].Length);
        Assert.Equal(["仪器基本信息", "联系人信息", "海关管理"], rows[0].Where(c => c is not null).Cast<string>());
        Assert.Equal(["仪器编号（（必填，管理系统中的关联仪器编号））", "所在单位仪器编号", "仪器设备名称"], rows[1][..3].Cast<string>());
        Assert.Equal(["进口报关单项号（2位数字）", "海关放行日期（例：2016-01-01）", "仪器设备在进口报关单上的名称"], rows[1][^3..].Cast<string>());
    }

    [Fact]
    public async Task Values_stand_in_the_column_of_their_key()
    {
        var rows = await WriteAsync(new Dictionary<string, Cell>
        {
            ["cname"] = Cell.OfText("高效液相色谱仪"),
            ["worth"] = Cell.OfWan(Yuan.Of(358_126.4m)),
            ["formname"] = Cell.OfText("HPLC"),
        });

        Assert.Equal("高效液相色谱仪", rows[2][2]);
        Assert.Equal(35.81264, (double)rows[2][10]!, 1e-9);
        Assert.Equal("HPLC", rows[2][39]);
    }

    [Fact]
    public async Task A_key_that_is_no_column_is_an_error_and_never_lost_in_silence()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync(new Dictionary<string, Cell> { ["colour"] = Cell.OfText("red") }));
    }
}
