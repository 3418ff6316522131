using System.Globalization;
using Yixiang.Kernel;

namespace Yixiang.Tests.Kernel;

public sealed class CodeTableTests
{
    private static readonly CodeTables Tables = CodeTables.Shipped;

    [Theory]
    [InlineData(1, 15)]
    [InlineData(2, 93)]
    [InlineData(3, 631)]
    public void Instrument_classes_have_three_levels(int level, int rows) =>
        Assert.Equal(rows, Tables.InstrumentClasses.Rows.Count(r => r.Level == level));

    [Fact]
    public void There_are_240_nations_62_subjects_and_the_fixed_assets()
    {
        Assert.Equal(240, Tables.Nations.Rows.Count);
        Assert.Equal(62, Tables.Subjects.Rows.Count);
        Assert.Equal(3742, Tables.Assets.Rows.Sum(r => 1 + r.Aliases.Count));
    }

    [Fact]
    public void Every_row_but_the_fixed_assets_has_an_English_name() =>
        Assert.All(Tables.All.Where(t => t != Tables.Assets).SelectMany(t => t.Rows), row => Assert.NotEmpty(row.English));

    [Fact]
    public void Every_level_agrees_with_the_depth_of_its_path() =>
        Assert.All(Tables.All, table => Assert.All(table.Rows, row => Assert.Equal(row.Level, table.Path(row.Code).Count)));

    [Theory]
    [InlineData("010102", "010102")]
    [InlineData(" 010102 ", "010102")]
    [InlineData("扫描电镜", "010102")]
    [InlineData("扫描电子显微镜", "010102")]
    [InlineData("Scanning electron microscopes", "010102")]
    [InlineData("sem", "010102")]
    [InlineData("Ｘ射线衍射仪", "010301")]
    [InlineData("超声波 测厚仪", "110201")]
    [InlineData("服务器", "130201")] // class and subclass share the name: the lower one is meant
    [InlineData("激光器", "140101")]
    [InlineData("其他", null)] // stands under 88 parents
    [InlineData("频谱分析仪", null)] // metrology or electronics
    [InlineData("不存在的仪器", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_class_is_found_by_code_or_name_when_only_one_can_be_meant(string? text, string? code) =>
        Assert.Equal(code, Tables.InstrumentClasses.Find(text)?.Code);

    [Theory]
    [InlineData("010299", "质谱仪器 › 其他", "Other mass spectrometers")]
    [InlineData("019900", "分析仪器 › 其他", "Other analytical instruments")]
    [InlineData("990000", "其他仪器", "Other instruments")]
    [InlineData("010102", "扫描电镜", "Scanning electron microscopes")]
    public void What_is_called_other_is_named_with_what_it_is_other_than(string code, string chinese, string english)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = Texts.Chinese;
            Assert.Equal(chinese, Tables.InstrumentClasses.NameOf(code));
            Assert.Equal(code, Tables.InstrumentClasses.Find(chinese)?.Code);
            CultureInfo.CurrentUICulture = Texts.English;
            Assert.Equal(english, Tables.InstrumentClasses.NameOf(code));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Theory]
    [InlineData("德国", "DE")]
    [InlineData("USA", "US")]
    [InlineData("国产", "CN")]
    [InlineData("刚果(布)", "CG")]
    [InlineData("俄罗斯", "RU")]
    public void Nations_are_found_by_the_wordings_of_the_field(string text, string code) =>
        Assert.Equal(code, Tables.Nations.Find(text)?.Code);

    [Fact]
    public void A_path_leads_from_the_first_level_down()
    {
        Assert.Equal(["分析仪器", "电子光学仪器", "扫描电镜"], Tables.InstrumentClasses.Path("010102").Select(r => r.Chinese));
        Assert.Empty(Tables.InstrumentClasses.Path("999999"));
        Assert.True(Tables.InstrumentClasses.IsWithin("010102", "010000"));
        Assert.False(Tables.InstrumentClasses.IsWithin("010102", "020000"));
    }

    [Fact]
    public void Children_are_one_level_below()
    {
        Assert.Equal(15, Tables.InstrumentClasses.Children().Count());
        Assert.Equal(["010101", "010102", "010103", "010104", "010199"], Tables.InstrumentClasses.Children("010100").Select(r => r.Code));
    }

    [Fact]
    public void Search_wants_every_word_and_puts_whole_names_first()
    {
        Assert.Equal("010601", Tables.InstrumentClasses.Search("核磁共振 波谱")[0].Code);
        Assert.Equal("010501", Tables.InstrumentClasses.Search("gas chromatograph")[0].Code);
        Assert.Contains("130201", Tables.InstrumentClasses.Search("服务器").Select(r => r.Code));
        Assert.Equal(5, Tables.InstrumentClasses.Search("显微镜", 5).Count);
        Assert.Empty(Tables.InstrumentClasses.Search("  "));
        Assert.Empty(Tables.InstrumentClasses.Search("zzzz"));
    }

    [Theory]
    [InlineData("code\tname\n", "1")]
    [InlineData("code\tparent\tlevel\tchinese\tenglish\taliases\nA\t\t1\t\tx\t\n", "2")]
    [InlineData("code\tparent\tlevel\tchinese\tenglish\taliases\nA\t\t1\t甲\ta\t\nA\t\t1\t乙\tb\t\n", "3")]
    [InlineData("code\tparent\tlevel\tchinese\tenglish\taliases\nA\tB\t2\t甲\ta\t\n", "A")]
    public void A_broken_table_is_named_by_file_and_line(string text, string path)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("codes").FullName, "broken.tsv");
        File.WriteAllText(file, text);
        var error = Assert.Throws<CityPackError>(() => CodeTables.Load(Path.GetDirectoryName(file)!));
        Assert.Equal("broken.tsv", error.File);
        Assert.Contains(path, error.Path);
    }
}
