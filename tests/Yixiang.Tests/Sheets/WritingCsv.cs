using System.Text;
using CsCheck;
using Yixiang.Sheets;
using static Yixiang.Tests.Sheets.WritingTable;

namespace Yixiang.Tests.Sheets;

public sealed class WritingCsv
{
    private static async Task<byte[]> WriteAsync(params Row[] rows)
    {
        var file = new MemoryStream();
        await Table.WriteCsvAsync(file, Stream(rows), TestContext.Current.CancellationToken);
        return file.ToArray();
    }

    [Fact]
    public async Task A_file_opens_as_Unicode_in_Excel_and_says_dates_and_money_plainly()
    {
        var bytes = await WriteAsync(Named("质谱仪"));

        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.EndsWith("\r\n质谱仪,123456789012345678,1600.5,2350000.50,2026-03-01,2026-03-02 00:05\r\n", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commas_quotes_and_line_breaks_are_quoted()
    {
        var text = Encoding.UTF8.GetString(await WriteAsync(new Row("校内:220 元,\"校外\"\n350 元", null, null, null, null, null)));

        Assert.EndsWith("\r\n\"校内:220 元,\"\"校外\"\"\n350 元\",,,,,\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_looks_like_a_formula_is_led_by_an_apostrophe_and_a_negative_number_is_not()
    {
        var text = Encoding.UTF8.GetString(await WriteAsync(new Row("=cmd|'/c calc'!A1", "-1", -5m, null, null, null)));

        Assert.EndsWith("\r\n'=cmd|'/c calc'!A1,'-1,-5,,,\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Taking_the_apostrophe_away_again_gives_the_very_same_text() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["'=+-@\t\r\n＝a中"], 0, 8]).Sample(text =>
        {
            var written = FormulaInjection.Neutralise(text);
            return FormulaInjection.Restore(written) == text && !FormulaInjection.Threatens(written);
        });
}
