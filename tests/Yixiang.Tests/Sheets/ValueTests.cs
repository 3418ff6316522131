using CsCheck;
using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Tests.Sheets;

/// <summary>Values as messy as they really are.</summary>
public sealed class ValueTests
{
    private static CodeCells Codes(params (string Code, string Name)[] rows) => new(new CodeTable("test", rows.Select(r => new CodeRow(r.Code, null, 1, r.Name, "", []))));

    private static readonly DateBounds Bounds = DateBounds.Until(new DateOnly(2026, 12, 31));

    [Theory]
    [InlineData("20160330", "2016-03-30", "sheet.date-format")]
    [InlineData("2013.3", "2013-03-01", "sheet.date-first-day")]
    [InlineData("2016-10", "2016-10-01", "sheet.date-first-day")]
    [InlineData("201603", "2016-03-01", "sheet.date-first-day")]
    [InlineData("2019-04-26", "2019-04-26", null)]
    [InlineData("2016/1/5", "2016-01-05", "sheet.date-format")]
    [InlineData("2016年3月1日", "2016-03-01", "sheet.date-format")]
    [InlineData("２０１６年３月", "2016-03-01", "sheet.date-first-day")]
    [InlineData("42459", "2016-03-30", "sheet.date-serial")]
    [InlineData("2019-04-26 00:00:00", "2019-04-26", "sheet.date-format")]
    [InlineData("30/3/2016", "2016-03-30", "sheet.date-format")]
    public void A_date_is_understood_and_the_change_is_said(string text, string expected, string? correction)
    {
        var reading = DateCells.Read(SheetCell.OfText(text), Bounds);
        Assert.Equal(expected, reading.Value.ToString("yyyy-MM-dd"));
        Assert.Equal(correction, reading.Corrections.SingleOrDefault()?.Code);
    }

    [Theory]
    [InlineData("2016-02-30", "sheet.date-impossible")]
    [InlineData("20161301", "sheet.date-impossible")]
    [InlineData("2099-01-01", "sheet.date-future")]
    [InlineData("1899-12-31", "sheet.date-early")]
    [InlineData("2020", "sheet.date-year-only")]
    [InlineData("去年", "sheet.date-unclear")]
    [InlineData("3/4/2016", "sheet.date-unclear")]
    [InlineData("16-3-30", "sheet.date-unclear")]
    public void An_impossible_date_gets_its_own_problem(string text, string problem) =>
        Assert.Equal(text == "3/4/2016" ? "sheet.date-unclear" : problem, DateCells.Read(SheetCell.OfText(text), Bounds).Problem?.Code);

    [Fact]
    public void Date_cells_and_numbers_are_dates_too()
    {
        Assert.Equal(new DateOnly(2016, 3, 30), DateCells.Read(SheetCell.OfDate(new DateTime(2016, 3, 30)), Bounds).Value);
        Assert.Equal(new DateOnly(2016, 3, 30), DateCells.Read(SheetCell.OfNumber(42459), Bounds).Value);
        Assert.Equal(new DateOnly(2016, 3, 30), DateCells.Read(SheetCell.OfNumber(20160330), Bounds).Value);
        Assert.Contains(DateCells.Read(SheetCell.OfNumber(2013.1), Bounds).Corrections, c => c.Code == "sheet.date-lost-zero");
    }

    [Fact]
    public void Any_day_is_read_back_from_every_way_of_writing_it()
    {
        string[] forms = ["yyyy-MM-dd", "yyyyMMdd", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日", "yyyy-M-d"];
        Gen.Select(Gen.Int[0, 45000], Gen.Int[0, forms.Length - 1]).Sample((days, form) =>
        {
            var day = new DateOnly(1901, 1, 1).AddDays(days);
            return DateCells.Read(SheetCell.OfText(day.ToString(forms[form])), Bounds).Value == day;
        });
    }

    [Theory]
    [InlineData("11.6万", MoneyUnit.Yuan, 116_000, "sheet.money-unit-in-cell")]
    [InlineData("136万元", MoneyUnit.Wan, 1_360_000, "sheet.money-format")]
    [InlineData("27000.0", MoneyUnit.Yuan, 27_000, null)]
    [InlineData("27.5", MoneyUnit.Wan, 275_000, null)]
    [InlineData("¥1,200.50", MoneyUnit.Yuan, 1200.50, "sheet.money-format")]
    [InlineData("３５００元", MoneyUnit.Wan, 3500, "sheet.money-unit-in-cell")]
    [InlineData("350000", MoneyUnit.Wan, 350_000, "sheet.money-wan-was-yuan")]
    [InlineData("1.2亿元", MoneyUnit.Wan, 120_000_000, "sheet.money-unit-in-cell")]
    [InlineData("35.5", MoneyUnit.Yuan, 35.5, "sheet.money-small")]
    public void Yuan_and_ten_thousand_yuan_are_told_apart(string text, MoneyUnit heading, decimal yuan, string? correction)
    {
        var reading = MoneyCells.Read(SheetCell.OfText(text), MoneyRule.ForInstrument(heading));
        Assert.Equal((Yuan.Of(yuan), correction), (reading.Value, reading.Corrections.SingleOrDefault()?.Code));
    }

    [Theory]
    [InlineData("-5", "sheet.money-negative")]
    [InlineData("999999999999999", "sheet.money-huge")]
    [InlineData("99999999999999999999999", "sheet.money-huge")]
    [InlineData("面议", "sheet.money-unclear")]
    [InlineData("校内:220 元 校外:350 元", "sheet.money-unclear")]
    [InlineData("12,5", "sheet.money-unclear")]
    [InlineData("US$125,000", "sheet.money-unclear")]
    public void Money_that_cannot_be_is_refused(string text, string problem) =>
        Assert.Equal(problem, MoneyCells.Read(SheetCell.OfText(text), MoneyRule.ForInstrument(MoneyUnit.Yuan)).Problem?.Code);

    [Theory]
    [InlineData("原值（单位万元、保留小数点后两位）", MoneyUnit.Wan)]
    [InlineData("价值(万元)", MoneyUnit.Wan)]
    [InlineData("金额（元）", MoneyUnit.Yuan)]
    [InlineData("仪器原值", MoneyUnit.Unknown)]
    [InlineData("单价50万元以上仪器原值（元）", MoneyUnit.Yuan)]
    [InlineData("10万元以上设备原值", MoneyUnit.Unknown)]
    [InlineData("原值（元/万元）", MoneyUnit.Unknown)]
    [InlineData("原值（千元）", MoneyUnit.Thousand)]
    [InlineData("合同金额（万美元）", MoneyUnit.Other)]
    public void A_heading_tells_the_unit(string heading, MoneyUnit unit) => Assert.Equal(unit, MoneyCells.UnitOf(heading));

    [Fact]
    public void Without_a_heading_the_figures_tell_the_unit()
    {
        Assert.Equal(MoneyUnit.Wan, MoneyCells.GuessUnit(["136", "27.5", "11.6", ""]));
        Assert.Equal(MoneyUnit.Yuan, MoneyCells.GuessUnit(["1360000", "275000.00", "30,000"]));
    }

    [Fact]
    public void An_amount_means_the_same_in_either_unit()
    {
        var rule = MoneyRule.ForInstrument(MoneyUnit.Yuan);
        Gen.Long[100_000, 5_000_000_000].Sample(fen =>
        {
            var amount = new Yuan(fen);
            return MoneyCells.Read(SheetCell.OfText(amount.ToString()), rule).Value == amount
                && MoneyCells.Read(SheetCell.OfText($"{amount.Wan}万元"), rule).Value == amount
                && MoneyCells.Read(SheetCell.OfText($"{amount.Wan}"), rule with { Unit = MoneyUnit.Wan }).Value == amount
                && MoneyCells.Read(SheetCell.OfNumber((double)amount.Wan), rule with { Unit = MoneyUnit.Wan }).Value == amount;
        });
    }

    [Fact]
    public void Text_is_tidied_and_each_change_is_said()
    {
        var reading = CellText.Read(SheetCell.OfText("　ＪＳＭ－７８００Ｆ \u200b"), TextKind.Code);
        Assert.Equal("JSM-7800F", reading.Value);
        Assert.Equal(["sheet.control-characters", "sheet.trimmed", "sheet.full-width"], reading.Corrections.Select(c => c.Code));
        Assert.Equal("Biacore™X100 Plus", CellText.Read(SheetCell.OfText("Biacore™X100  Plus"), TextKind.Name).Value);
        Assert.Equal("第一行\n第二行：（甲）", CellText.Read(SheetCell.OfText("第一行\n第二行：（甲）"), TextKind.Prose).Value);
        Assert.Empty(CellText.Read(SheetCell.OfText("≤1cm, Zeiss 场发射"), TextKind.Name).Corrections);
    }

    [Fact]
    public void Tidying_twice_changes_nothing_more()
    {
        Gen.Select(Gen.String, Gen.Enum<TextKind>()).Sample((text, kind) =>
        {
            var once = CellText.Read(SheetCell.OfText(text), kind);
            return !once.HasValue || (CellText.Read(SheetCell.OfText(once.Value), kind) is { } twice && twice.Value == once.Value && twice.Corrections.Count == 0);
        });
    }

    [Fact]
    public void Over_long_text_and_numbers_that_lost_digits_are_problems()
    {
        Assert.Equal("sheet.too-long", CellText.Read(SheetCell.OfText(new string('长', 301)), TextKind.Prose, 300).Problem?.Code);
        Assert.Equal("sheet.digits-lost", CellText.Read(SheetCell.OfNumber(123456789012345678), TextKind.Code).Problem?.Code);
    }

    [Theory]
    [InlineData("无")]
    [InlineData("—")]
    [InlineData("N/A")]
    [InlineData("  ")]
    public void Words_for_nothing_are_nothing(string text) => Assert.True(CellText.Read(SheetCell.OfText(text), TextKind.Name).IsBlank);

    [Fact]
    public void Lists_are_split_at_every_separator()
    {
        Assert.Equal(["物理学", "化学", "材料科学", "力学"], ListCells.Read(SheetCell.OfText("物理学，化学、材料科学；力学,化学"), 4).Value);
        Assert.Equal("sheet.list-long", ListCells.Read(SheetCell.OfText("1,2,3,4,5"), 4).Problem?.Code);
    }

    [Theory]
    [InlineData("010203", "010203", false)]
    [InlineData("10203", "010203", true)]
    [InlineData("电子光学仪器", "010203", false)]
    [InlineData(" 电子光学仪器 ", "010203", true)]
    [InlineData("电子光学仪", "010203", true)]
    [InlineData("电子光学议器", "010203", true)]
    [InlineData("010203 电子光学仪器", "010203", true)]
    [InlineData("质谱", "010300", true)]
    public void A_code_table_takes_code_or_name(string text, string code, bool corrected)
    {
        var table = Codes(("010203", "电子光学仪器"), ("010300", "质谱仪器"), ("020100", "力学性能测试仪器"));
        var reading = table.Read(SheetCell.OfText(text));
        Assert.Equal((code, corrected), (reading.Value, reading.Corrections.Count > 0));
    }

    [Theory]
    [InlineData("010203 质谱仪器")]
    [InlineData("质谱仪器(010203)")]
    public void A_code_beside_the_name_of_another_is_a_contradiction(string text) =>
        Assert.Equal("sheet.code-contradiction", Codes(("010203", "电子光学仪器"), ("010300", "质谱仪器")).Read(SheetCell.OfText(text)).Problem?.Code);

    [Fact]
    public void Of_a_path_of_names_the_last_is_meant()
    {
        var table = new CodeCells(new CodeTable("test", [new("010000", null, 1, "分析仪器", "", []), new("010300", "010000", 2, "质谱仪器", "", []), new("020000", null, 1, "计量仪器", "", [])]));
        Assert.Equal("010300", table.Read(SheetCell.OfText("分析仪器-质谱仪器")).Value);
        Assert.NotEqual("010300", table.Read(SheetCell.OfText("计量仪器-质谱仪器")).Value);
    }

    [Theory]
    [InlineData("分析仪器>质谱仪器>质谱", "010200")]
    [InlineData("分析仪器＞质谱仪器＞有机质谱", "010201")]
    [InlineData("分析仪器/质谱仪器/不知道的", "010200")]
    [InlineData("分析仪器—质谱仪器—无机质谱仪", "010202")]
    [InlineData("分析仪器 - 质谱仪器 - 其他", "010299")]
    [InlineData("分析仪器→没有这一级", "010000")]
    public void Of_a_path_of_three_levels_the_deepest_that_there_is_is_taken_and_said(string text, string code)
    {
        var table = new CodeCells(new CodeTable("test", [
            new("010000", null, 1, "分析仪器", "", []), new("010200", "010000", 2, "质谱仪器", "", []), new("010201", "010200", 3, "有机质谱仪", "", []),
            new("010202", "010200", 3, "无机质谱仪", "", []), new("010299", "010200", 3, "其他", "", []), new("020000", null, 1, "计量仪器", "", []), new("020099", "020000", 2, "其他", "", [])]));

        var reading = table.Read(SheetCell.OfText(text));

        Assert.Equal(code, reading.Value);
        Assert.StartsWith(code, Assert.Single(reading.Corrections).After, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_that_fits_two_names_or_none_is_unknown()
    {
        var table = Codes(("1", "中央财政资金"), ("2", "中央其他资金"));
        Assert.Equal("sheet.code-unknown", table.Read(SheetCell.OfText("中央")).Problem?.Code);
        Assert.Equal("sheet.code-unknown", table.Read(SheetCell.OfText("9")).Problem?.Code);
    }

    [Fact]
    public void Contacts_are_read_and_lost_zeros_put_back()
    {
        Assert.Equal("0354-3021234", ContactCells.Phone(SheetCell.OfText("（0354）3021234")).Value);
        Assert.Equal("03543021234", ContactCells.Phone(SheetCell.OfNumber(3543021234)).Value);
        Assert.Equal("13800000000", ContactCells.Phone(SheetCell.OfText("138 0000 0000")).Value);
        Assert.Equal("sheet.phone-unclear", ContactCells.Phone(SheetCell.OfText("见官网")).Problem?.Code);
        Assert.Equal("030600", ContactCells.Postcode(SheetCell.OfNumber(30600)).Value);
        Assert.Equal("a@b.cn", ContactCells.Email(SheetCell.OfText("ａ@b。cn")).Value);
        Assert.Equal("sheet.email-unclear", ContactCells.Email(SheetCell.OfText("a@b")).Problem?.Code);
    }

    [Theory]
    [InlineData("""["08:00-18:00"]""", "08:00-18:00")]
    [InlineData("08:00-18:00", "08:00-18:00")]
    [InlineData("8：00～12：00，14:00—18:00", "08:00-12:00, 14:00-18:00")]
    public void Opening_hours_are_read(string text, string expected) => Assert.Equal(expected, OpeningHours.Read(SheetCell.OfText(text)).Value);

    [Fact]
    public void Yes_and_no_have_many_words()
    {
        Assert.True(TruthCells.Read(SheetCell.OfText("Y")).Value);
        Assert.False(TruthCells.Read(SheetCell.OfNumber(0)).Value);
        Assert.True(TruthCells.Read(SheetCell.OfTruth(true)).Value);
        Assert.Equal("sheet.truth-unclear", TruthCells.Read(SheetCell.OfText("也许")).Problem?.Code);
    }

    [Fact]
    public void A_name_with_a_model_in_it_is_left_alone_but_remarked()
    {
        foreach (var name in new[] { "Zeiss高分辨场发射扫描电镜（附有能谱仪）", "Biacore™X100 Plus" })
        {
            var reading = NameCells.Read(SheetCell.OfText(name), 300);
            Assert.Equal(name, reading.Value);
            Assert.True(Assert.Single(reading.Corrections).IsRemark);
        }

        Assert.Empty(NameCells.Read(SheetCell.OfText("扫描电子显微镜"), 300).Corrections);
    }

    [Theory]
    [InlineData("1200小时", 1200)]
    [InlineData("1,200", 1200)]
    [InlineData("１４００", 1400)]
    public void Hours_are_numbers_with_or_without_their_unit(string text, decimal hours) => Assert.Equal(hours, NumberCells.Read(SheetCell.OfText(text), 0, 8784, "小时", "h").Value);

    [Fact]
    public void More_hours_than_a_year_has_are_refused() => Assert.Equal("sheet.number-outside", NumberCells.Read(SheetCell.OfNumber(9000), 0, 8784).Problem?.Code);
}
