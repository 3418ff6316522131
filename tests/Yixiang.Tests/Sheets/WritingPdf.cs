using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Configuration;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Tests.Sheets.WritingTable;

namespace Yixiang.Tests.Sheets;

public sealed class WritingPdf
{
    private static readonly PdfFont Font = new(new ConfigurationBuilder().Build());

    private static async Task<byte[]> WriteAsync(IEnumerable<Row> rows, PdfFont? font = null)
    {
        var file = new MemoryStream();
        await Table.WritePdfAsync(file, Stream(rows), new("晋中市科学仪器开放共享清单", "截至 2026-03-01，共 180 台（套）", "市科函〔2023〕5号"), font ?? Font, TestContext.Current.CancellationToken);
        return file.ToArray();
    }

    private static async Task<string> RunAsync(string program, byte[] pdf, params string[] arguments)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, pdf, TestContext.Current.CancellationToken);
            using var process = Process.Start(new ProcessStartInfo(program, [.. arguments.Select(a => a == "FILE" ? path : a)]) { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 })!;
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return output;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static IEnumerable<Row> Instruments() => Enumerable.Range(1, 180).Select(i => Named($"第{i}台 Zeiss高分辨场发射扫描电镜（附有能谱仪）Biacore™X100 Plus ≤1cm {char.ConvertFromUtf32(0x4E00 + (i * 7))}"));

    [Fact]
    public async Task A_list_of_180_instruments_is_a_small_file_with_its_font_inside()
    {
        var pdf = await WriteAsync(Instruments());

        Assert.True(pdf.Length < 200_000, $"{pdf.Length} bytes");
        if (File.Exists("/usr/bin/pdffonts"))
        {
            var fonts = (await RunAsync("pdffonts", pdf, "FILE")).Split('\n', StringSplitOptions.RemoveEmptyEntries)[2..];
            Assert.Contains("yes yes yes", Assert.Single(fonts), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Text_copied_out_of_the_file_is_the_text_that_went_in()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/pdftotext"), "pdftotext is not installed");

        var text = await RunAsync("pdftotext", await WriteAsync([Named("⾦金 气相色谱-质谱联用仪 龙门㈠ ≤1cm™")]), "-layout", "FILE", "-");

        Assert.Contains("晋中市科学仪器开放共享清单", text, StringComparison.Ordinal);
        Assert.Contains("市科函〔2023〕5号", text, StringComparison.Ordinal);
        Assert.Contains("金 气相色谱-质谱联用仪", text, StringComparison.Ordinal);
        Assert.Contains("2,350,000.50", text, StringComparison.Ordinal);
        Assert.Contains("第1页/共1页", text.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_repeats_the_head_row_and_says_which_of_how_many_it_is()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/pdftotext"), "pdftotext is not installed");

        var pages = (await RunAsync("pdftotext", await WriteAsync(Instruments()), "-layout", "FILE", "-")).Split('\f', StringSplitOptions.RemoveEmptyEntries);

        Assert.True(pages.Length > 3);
        Assert.All(pages, p => Assert.Contains("仪享", p, StringComparison.Ordinal));
        Assert.Contains($"第2页/共{pages.Length}页", pages[1].Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(180, pages.Sum(p => System.Text.RegularExpressions.Regex.Count(p, @"第\d+台")));
    }

    [Fact]
    public async Task A_cell_longer_than_a_page_goes_on_to_the_next_page()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/pdftotext"), "pdftotext is not installed");
        var words = string.Concat(Enumerable.Range(1, 900).Select(i => $"甲{i}乙，"));

        var text = await RunAsync("pdftotext", await WriteAsync([Named(words)]), "-raw", "FILE", "-");

        Assert.Contains("甲900乙", text, StringComparison.Ordinal);
        Assert.True(text.Count(c => c == '\f') > 1);
    }

    [Theory]
    [InlineData("/nowhere/font.ttf")]
    [InlineData("/bin/sh")]
    public async Task Without_a_usable_font_the_file_is_refused_with_the_setting_that_helps(string path)
    {
        var font = new PdfFont(new ConfigurationBuilder().AddInMemoryCollection([new("Pdf:Font", path)]).Build());

        var refused = await Assert.ThrowsAsync<RefusedException>(() => WriteAsync([Named("a")], font));

        Assert.Equal("pdf-no-font", refused.Refusal.Code);
        Assert.Contains("Pdf:Font", refused.Refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void No_line_begins_with_a_closing_mark_and_a_model_number_stays_whole()
    {
        var lines = LineBreaking.Wrap("扫描电镜（附能谱）。型号 Biacore-X100 用于成像", 8, r => r.Value > 0x2E80 ? 2 : 1);

        Assert.All(lines, l => Assert.DoesNotContain(l[0], "）。"));
        Assert.Contains(lines, l => l.Contains("X100", StringComparison.Ordinal));
        Assert.Equal("扫描电镜（附能谱）。型号Biacore-X100用于成像", string.Concat(lines).Replace(" ", "", StringComparison.Ordinal));
    }
}
