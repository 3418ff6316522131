using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Tests.Filings.Imports;
using Yixiang.Tests.Sheets;

namespace Yixiang.Tests.BadInput;

/// <summary>Spreadsheets that cannot be used, handed in by page and by API, in both languages: each is named, nothing is kept of it, what was typed beside it stays.</summary>
public sealed class BadSheetTests
{
    private static readonly object?[][] OneRow = [["仪器设备名称", "规格型号", "原值(元)"], ["扫描电镜", "EVO", 1000]];

    /// <summary>What is wrong, the file, its name, and the code under which it is refused.</summary>
    private static readonly Dictionary<string, (Func<byte[]> Content, string Name, string Code)> Files = new()
    {
        ["a PDF called .xlsx"] = (() => "%PDF-1.7 \u0001"u8.ToArray(), "清单.xlsx", "sheet.other-type"),
        ["a program called .xls"] = (() => "MZ\u0090\0\u0003\0\0\0"u8.ToArray(), "清单.xls", "sheet.other-type"),
        ["a picture called .csv"] = (() => [0x89, .. "PNG\r\n\u001a\n\0\0\0\rIHDR"u8], "清单.csv", "sheet.other-type"),
        ["half a workbook"] = (() => Half(new XlsxFixture().Sheet("S", OneRow).Build().ToArray()), "清单.xlsx", "sheet.broken"),
        ["an old workbook with a password"] = (() => FilledXls.Encrypted(Fixtures.Template("equipment.xls")), "清单.xls", "sheet.encrypted"),
        ["a zip bomb"] = (Bomb, "清单.xlsx", "sheet.bomb"),
        ["two hundred columns"] = (() => Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(1, 200).Select(i => $"列{i}")) + "\n1\n"), "清单.csv", "sheet.columns"),
        ["an empty sheet"] = (() => new XlsxFixture().Sheet("S").Build().ToArray(), "清单.xlsx", "sheet.empty"),
        ["an empty file"] = (() => "\n\n , \n"u8.ToArray(), "清单.csv", "sheet.empty"),
    };

    public static TheoryData<string> Cases => [.. Files.Keys];

    [Theory, MemberData(nameof(Cases))]
    public async Task A_sheet_that_cannot_be_used_is_named_in_the_readers_language_and_nothing_typed_is_lost(string what)
    {
        await using var site = await Site.StartAsync("sqlite");
        var unit = await site.GivenOrganisationAsync();
        var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        var (content, name, code) = Files[what];
        foreach (var (client, page, language) in new[] { (own, "/unit/imports", Texts.Chinese), (own, "/en/unit/imports", Texts.English), (officer, "/desk/imports", Texts.Chinese), (officer, "/en/desk/imports", Texts.English) })
        {
            var form = await PageForm.OpenAsync(client, page, "form[enctype]");
            if (form["Ground"] is not null)
            {
                form["Ground"] = "市科函〔2023〕5号";
            }

            using var answer = await form.UploadAsync("File", (name, content()));

            Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{page} answers {(int)answer.StatusCode}");
            var again = await PageForm.OfAsync(client, answer, "form[enctype]");
            Assert.Matches(Said(language, code), again.Page.QuerySelector("#errors")!.TextContent);
            Assert.Equal(form["Ground"], again["Ground"]);
        }

        using var api = await own.PostAsync("/api/v1/imports", new MultipartFormDataContent { { new ByteArrayContent(content()) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } }, "file", name } });
        var problem = JsonNode.Parse(await api.Content.ReadAsStringAsync())!;
        Assert.Equal((code, "application/problem+json"), ((string?)problem["code"], api.Content.Headers.ContentType?.MediaType));
        Assert.Matches(Said(Texts.Chinese, code), (string)problem["title"]!);
        Assert.Equal(0, await site.QueryAsync(async db => await db.Imports.CountAsync() + await db.Set<StoredFile>().CountAsync()));
    }

    /// <summary>A cell that is reckoned gives its last value; one that never was, or that holds an error, is refused with its row.</summary>
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Formulas_give_their_value_and_one_without_a_value_is_refused_in_its_row(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var sheet = new XlsxFixture().Sheet("S",
            ["所在单位仪器编号", "仪器设备名称", "规格型号", "原值(元)"],
            ["A1", "扫描电镜", "EVO", new XlsxFixture.Formula("SUM(1,2)*500000", 1500000)],
            ["A2", "透射电镜", "TEM", new XlsxFixture.Formula("1500000*2", null)],
            ["A3", "=cmd|' /C calc'!A0", "X", 800000]).Build().ToArray();

        var import = await site.ImportAsync(unit, sheet, "清单.xlsx");

        var rows = (await site.RowsAsync(import)).OrderBy(r => r.RowNumber).ToList();
        Assert.Equal([RowOutcome.Rejected], rows.Where(r => r.RowNumber == 3).Select(r => r.Outcome));
        Assert.Contains(rows[1].ReadMessages(), m => m.Code == "sheet.formula-without-value");
        var filings = await site.QueryAsync(db => db.Filings.OrderBy(f => f.OwnNumber).ToListAsync());
        Assert.Equal([("A1", "1500000.00"), ("A3", "800000.00")], filings.Select(f => (f.OwnNumber, f.Particulars()[Yixiang.Instruments.Fields.OriginalValue])));
        Assert.Equal("=cmd|' /C calc'!A0", filings[1].Name);
        var csv = await site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id)).GetStringAsync("/unit/filings?format=csv");
        Assert.Contains("'=cmd|", csv, StringComparison.Ordinal);
    }

    /// <summary>The sentence of a refusal, whatever stands in its places.</summary>
    private static string Said(System.Globalization.CultureInfo language, string code) => Regex.Replace(Regex.Escape(Texts.In(language, $"refusal.{code}")), @"\\\{\d\}", ".+").Trim();

    private static byte[] Half(byte[] whole) => whole[..(whole.Length / 2)];

    private static byte[] Bomb() => new XlsxFixture().Sheet("S", OneRow).Build(zip =>
    {
        using var part = zip.CreateEntry("xl/media/image1.png", CompressionLevel.SmallestSize).Open();
        var zeros = new byte[1 << 20];
        for (var i = 0; i < 64; i++)
        {
            part.Write(zeros);
        }
    }).ToArray();
}
