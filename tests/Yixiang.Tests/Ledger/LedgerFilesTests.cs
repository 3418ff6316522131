using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Sheets;
using Yixiang.Tests.Sheets;

namespace Yixiang.Tests.Ledger;

public sealed class LedgerFilesTests
{
    private static async Task<List<object?[]>> WorkbookAsync(HttpClient client, string address)
    {
        var answer = await client.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WritingTable.ReadWorkbook(new(await answer.Content.ReadAsByteArrayAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_list_on_the_screen_leaves_as_a_workbook_and_as_CSV(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), World.Microscope(), World.Microscope("B2").With(Fields.Name, "=HYPERLINK(\"x\")").With(Fields.FeeBasis, "market"));
        await site.CatchUpAsync();

        var rows = await WorkbookAsync(site.Visitor(), "/instruments.xlsx?fee=cost");
        var answer = await site.Visitor().GetAsync("/instruments.csv");
        var csv = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync());

        Assert.Equal("场发射扫描电子显微镜", Assert.Single(rows.Skip(3))[1]);
        Assert.Contains("'=HYPERLINK", csv, StringComparison.Ordinal);
        Assert.Equal("开放共享仪器查询 2026-03-20.csv", answer.Content.Headers.ContentDisposition?.FileNameStar);
        Assert.Equal(HttpStatusCode.BadRequest, (await site.Visitor().GetAsync("/instruments.csv?asOf=tomorrow")).StatusCode);
        Assert.Equal(2, (await WorkbookAsync(site.Visitor(), "/instruments.xlsx?asOf=2026-03-20")).Skip(3).Count());
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_annex_of_a_batch_stays_what_was_decided_and_that_of_a_day_follows_the_ledger(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), World.Microscope(), World.Microscope("B2").With(Fields.Name, "液相色谱仪"));
        var references = await site.ReferencesAsync();
        site.Clock.Now = site.Clock.Now.AddDays(2);
        await site.GivenChangeAsync(references[0], p => p.With(Fields.Model, "SU8020"));
        await site.GivenExitAsync(references[1]);

        var batch = (await WorkbookAsync(site.Visitor(), "/batches/1/annex.xlsx")).Skip(3).ToList();
        var today = (await WorkbookAsync(site.Visitor(), "/annex.xlsx")).Skip(3).ToList();
        var then = (await WorkbookAsync(site.Visitor(), "/annex.xlsx?asOf=2026-03-20")).Skip(3).ToList();

        Assert.Equal(["SU8010", "SU8010"], batch.Select(r => r[3]));
        Assert.Equal([null, new DateTime(2026, 3, 22)], batch.Select(r => r[15]));
        Assert.Equal("SU8020", Assert.Single(today)[3]);
        Assert.Equal(2, then.Count);
        Assert.Equal(235.0, then[0][9]);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visitor().GetAsync("/batches/2/annex.pdf")).StatusCode);
        var pdf = await site.Visitor().GetAsync("/batches/1/annex.pdf");
        Assert.Equal("application/pdf", pdf.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("%PDF", Encoding.ASCII.GetString((await pdf.Content.ReadAsByteArrayAsync())[..5]), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_national_form_gives_a_unit_its_own_instruments_with_names_for_codes(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var other = await site.GivenOrganisationAsync("别的单位");
        await site.GivenFilingAsync(other, World.Microscope("OTHER"), "submit", "accept");
        await site.GivenBatchAsync(unit, World.Microscope().With(Fields.OriginalValue, "358126.40").With(Fields.Funds, "1,2"));
        using var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));

        var rows = await WorkbookAsync(own, "/unit/ledger/national.xlsx");

        var row = Assert.Single(rows.Skip(2));
        object? At(string key) => row[NationalTemplate.Columns.Select(c => c.Key).ToList().IndexOf(key)];
        Assert.Equal(40, row.Length);
        Assert.Equal(("A19000061", "场发射扫描电子显微镜", "010102", "购置", "否"), (At("innerId"), At("cname"), At("instrCategory"), At("instrSource"), At("instrSupervise")));
        Assert.Equal(35.81264, (double)At("worth")!, 1e-9);
        Assert.Equal(("日本", "2026-03-01", "通用", "中央财政资金,地方财政资金", "山西省", "晋中市", "榆次区"), (At("nation"), At("beginDate"), At("type"), At("funds"), At("province"), At("city"), At("county")));
        Assert.Equal(("张演示", "0354-3000002", 1500.0), (At("contact"), At("phone"), At("runMachine")));
        using var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        Assert.Single(await WorkbookAsync(officer, "/desk/batches/1/national.xlsx"), r => (string?)r[1] == "OTHER");
    }

    [Fact]
    public async Task A_picture_goes_out_drawn_anew_without_what_the_camera_wrote_into_it()
    {
        using var bitmap = new SkiaSharp.SKBitmap(40, 30);
        bitmap.Erase(SkiaSharp.SKColors.Teal);
        using var jpeg = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Jpeg, 90);
        byte[] secret = [.. "Exif\0\0"u8, .. "GPS CANARY-PLACE"u8];
        byte[] marked = [.. jpeg.ToArray()[..2], 0xFF, 0xE1, 0, (byte)(secret.Length + 2), .. secret, .. jpeg.ToArray()[2..]];

        var shown = PublicPicture.Of(new MemoryStream(marked))!;

        Assert.True(marked.AsSpan().IndexOf("CANARY"u8) > 0);
        Assert.Equal([0xFF, 0xD8], shown[..2]);
        Assert.True(shown.AsSpan().IndexOf("CANARY"u8) < 0);
        Assert.Null(PublicPicture.Of(new MemoryStream("no picture"u8.ToArray())));
        await Task.CompletedTask;
    }

    [Fact]
    public void A_picture_on_a_page_is_smaller_than_the_one_looked_at_by_itself()
    {
        using var bitmap = new SkiaSharp.SKBitmap(2400, 1600);
        bitmap.Erase(SkiaSharp.SKColors.Teal);
        using var jpeg = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Jpeg, 90);

        Assert.Equal((1600, 1066), SizeOf(PublicPicture.Of(jpeg.AsStream())));
        Assert.Equal((720, 480), SizeOf(PublicPicture.Of(jpeg.AsStream(), PublicPicture.OnPage)));
    }

    private static (int Width, int Height) SizeOf(byte[]? picture)
    {
        using var shown = SkiaSharp.SKBitmap.Decode(picture);
        return (shown.Width, shown.Height);
    }
}
