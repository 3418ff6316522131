using Yixiang.Sheets;

namespace Yixiang.Tests.Sheets;

/// <summary>What a heading means.</summary>
public sealed class GuessTests
{
    [Theory]
    [InlineData("仪器设备名称", "name", HeadingMatch.Exact)]
    [InlineData(" *仪器设备名称（必填）", "name", HeadingMatch.Normalised)]
    [InlineData("原值（单位万元、保留小数点后两位）", "originalValue", HeadingMatch.Normalised)]
    [InlineData("价值(万元)", "originalValue", HeadingMatch.Synonym)]
    [InlineData("型号／规格", "model", null)]
    [InlineData("生 产 厂 家", "manufacturer", HeadingMatch.Synonym)]
    [InlineData("仪器联系电话", "phone", HeadingMatch.Contained)]
    [InlineData("备注", null, null)]
    public void A_heading_is_understood_however_it_is_written(string heading, string? field, HeadingMatch? match)
    {
        var guess = Fixtures.Instruments.Guess([new ColumnHeading(0, heading, null)]).SingleOrDefault();
        Assert.Equal(match is null ? null : field, match is null ? null : guess?.Field);
        Assert.Equal(match, match is null ? null : guess?.Match);
    }

    [Fact]
    public void A_field_goes_to_its_surest_column_and_only_once()
    {
        ColumnHeading[] columns = [new(0, "名称", null), new(1, "仪器设备名称", null), new(2, "设备名称", null)];
        Assert.Equal([("name", 1)], Fixtures.Instruments.Guess(columns).Select(g => (g.Field, g.Column)));
    }

    [Fact]
    public void The_proposal_does_not_depend_on_chance()
    {
        ColumnHeading[] columns = [.. "资产编号 资产分类 资产名称 规格型号 价值(万元) 建账日期 使用部门 生产厂家 备注".Split(' ').Select((l, i) => new ColumnHeading(i, l, null))];
        Assert.Equal(Fixtures.Instruments.Guess(columns), Fixtures.Instruments.Guess(columns.Reverse()));
    }
}
