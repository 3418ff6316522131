using System.IO.Compression;
using System.Text;
using CsCheck;
using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Tests.Sheets;

/// <summary>Files that cannot be used, each with its own reason.</summary>
public sealed class BadFileTests
{
    private static readonly object?[][] OneRow = [["仪器设备名称", "规格型号", "原值(元)"], ["扫描电镜", "EVO", 1000]];

    [Theory]
    [InlineData("%PDF-1.7\n%\u00e2\u00e3", "PDF")]
    [InlineData("<html><body><table><tr><td>1</td></tr></table>", "网页")]
    [InlineData("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR", "图片")]
    [InlineData("MZ\u0090\0\u0003\0\0\0", "程序")]
    public void Another_type_behind_a_right_name_is_named(string content, string named)
    {
        var refusal = RefusalOf(Encoding.Latin1.GetBytes(content), "清单.xlsx");
        Assert.Equal("sheet.other-type", refusal.Code);
        Assert.Contains(named, Texts.In(Texts.Chinese, $"refusal.{refusal.Code}", refusal.Args));
    }

    [Fact]
    public void A_zip_without_a_workbook_is_no_spreadsheet()
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            XlsxFixture.Part(zip, "word/document.xml", "<w/>");
        }

        Assert.Equal("sheet.other-type", RefusalOf(stream.ToArray(), "清单.xlsx").Code);
    }

    [Fact]
    public void A_workbook_cut_in_half_is_damaged()
    {
        var bytes = new XlsxFixture().Sheet("S", OneRow).Build().ToArray();
        Assert.Equal("sheet.broken", RefusalOf(bytes[..(bytes.Length / 2)], "清单.xlsx").Code);
        var old = File.ReadAllBytes(Fixtures.Template("equipment.xls"));
        Assert.Equal("sheet.broken", RefusalOf(old[..3000], "清单.xls").Code);
    }

    [Fact]
    public void A_workbook_with_a_password_is_refused_in_both_formats()
    {
        Assert.Equal("sheet.encrypted", RefusalOf(FilledXls.Encrypted(Fixtures.Template("equipment.xls")), "清单.xls").Code);
        var packaged = FilledXls.From(Fixtures.Template("equipment.xls"), 2);
        var directory = packaged.AsSpan().IndexOf(Encoding.Unicode.GetBytes("Workbook"));
        Encoding.Unicode.GetBytes("EncryptedPackage").CopyTo(packaged, directory);
        packaged[directory + 64] = 34;
        Assert.Equal("sheet.encrypted", RefusalOf(packaged, "清单.xlsx").Code);
    }

    [Fact]
    public void A_zip_bomb_is_stopped_by_what_it_declares()
    {
        var bomb = new XlsxFixture().Sheet("S", OneRow).Build(zip =>
        {
            using var part = zip.CreateEntry("xl/media/image1.png", CompressionLevel.SmallestSize).Open();
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 64; i++)
            {
                part.Write(zeros);
            }
        });
        Assert.Equal("sheet.bomb", RefusalOf(bomb.ToArray(), "清单.xlsx").Code);
    }

    [Fact]
    public void A_zip_bomb_that_lies_about_its_size_is_stopped_while_it_unpacks()
    {
        var bytes = new XlsxFixture().Sheet("S", OneRow).Build(zip =>
        {
            using var text = new StreamWriter(zip.CreateEntry("xl/sharedStrings.xml", CompressionLevel.SmallestSize).Open());
            text.Write("<sst>");
            for (var i = 0; i < 2_000_000; i++)
            {
                text.Write("<si><t>aaaa</t></si>");
            }

            text.Write("</sst>");
        }).ToArray();
        Declare(bytes, "xl/sharedStrings.xml", 1000);
        var limits = SheetLimits.Default with { RatioFreeBytes = 1 << 20, MaxRatio = 50 };
        Assert.Contains(RefusalOf(bytes, "清单.xlsx", limits).Code, new[] { "sheet.bomb", "sheet.broken" });
    }

    [Fact]
    public void Two_hundred_columns_are_too_many_and_the_limit_is_said()
    {
        var header = Enumerable.Range(1, 200).Select(i => (object?)$"列{i}").ToArray();
        var refusal = RefusalOf(new XlsxFixture().Sheet("S", header, header).Build().ToArray(), "清单.xlsx");
        Assert.Equal(("sheet.columns", 150), (refusal.Code, refusal.Args[1]));
        Assert.Equal("sheet.columns", RefusalOf(Encoding.UTF8.GetBytes(string.Join(',', header) + "\n1"), "清单.csv").Code);
    }

    [Fact]
    public void Empty_files_and_sheets_are_called_empty()
    {
        Assert.Equal("sheet.empty", RefusalOf([], "清单.xlsx").Code);
        Assert.Equal("sheet.empty", RefusalOf(new XlsxFixture().Sheet("S").Build().ToArray(), "清单.xlsx").Code);
        Assert.Equal("sheet.empty", RefusalOf("\n\n , \n"u8.ToArray(), "清单.csv").Code);
    }

    [Fact]
    public void A_file_beyond_the_size_limit_is_refused_before_it_is_opened()
    {
        var refusal = RefusalOf(new byte[2000], "清单.xlsx", SheetLimits.Default with { MaxBytes = 1000 });
        Assert.Equal("sheet.too-large", refusal.Code);
    }

    [Fact]
    public void More_rows_than_allowed_are_refused()
    {
        using var file = SheetFile.Open(new XlsxFixture().Sheet("S", [.. OneRow, OneRow[1], OneRow[1]]).Build(), "a.xlsx", SheetLimits.Default with { MaxRows = 2 });
        Assert.Equal("sheet.rows", Assert.Throws<RefusedException>(() => Fixtures.Rows(file)).Refusal.Code);
    }

    [Fact]
    public void Whatever_byte_is_damaged_the_file_is_read_or_refused_but_never_crashes()
    {
        byte[][] files =
        [
            new XlsxFixture().Sheet("S", OneRow).Build().ToArray(),
            FilledXls.From(Fixtures.Template("equipment.xls"), 2, [null, "A1", "电镜"]),
            Encoding.UTF8.GetBytes("仪器设备名称,规格型号\n\"扫描\"\"电镜\",EVO\n"),
        ];
        Gen.Select(Gen.Int[0, files.Length - 1], Gen.Int[0, int.MaxValue], Gen.Byte).Sample((which, at, value) =>
        {
            var bytes = (byte[])files[which].Clone();
            bytes[at % bytes.Length] = value;
            try
            {
                using var file = SheetFile.Open(new MemoryStream(bytes), "x");
                Fixtures.Rows(file);
            }
            catch (RefusedException)
            {
                return;
            }
        }, iter: 400, threads: 1);
    }

    /// <summary>Overwrites the size that the central directory and the part's own header declare.</summary>
    private static void Declare(byte[] zip, string part, uint size)
    {
        var name = Encoding.UTF8.GetBytes(part);
        for (var at = zip.AsSpan().IndexOf(name); at >= 0;)
        {
            var (header, offset) = zip.AsSpan(Math.Max(0, at - 46), 4).SequenceEqual("PK\u0001\u0002"u8) ? (at - 46, 24) : (at - 30, 22);
            BitConverter.GetBytes(size).CopyTo(zip, header + offset);
            var next = zip.AsSpan(at + 1).IndexOf(name);
            at = next < 0 ? -1 : at + 1 + next;
        }
    }

    private static Refusal RefusalOf(byte[] bytes, string name, SheetLimits? limits = null) => Assert.Throws<RefusedException>(() =>
    {
        using var file = SheetFile.Open(new MemoryStream(bytes), name, limits);
        Fixtures.Rows(file);
    }).Refusal;
}
