using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Yixiang.Sheets;
using static Yixiang.Tests.Sheets.WritingTable;

namespace Yixiang.Tests.Sheets;

public sealed class WritingDownloads
{
    private static async Task<T> GetAsync<T>(Download download, Func<HttpResponseMessage, Task<T>> look)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapGet("/", () => download);
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(app.Urls.First()), TestContext.Current.CancellationToken);
        return await look(response);
    }

    private static Download Of(SheetFormat format) =>
        Download.Of(Table, format, "共享清单 2026/3", Stream(Enumerable.Repeat(Named("质谱仪"), 5000)), new("共享清单"), new PdfFont(new ConfigurationBuilder().Build()));

    [Theory]
    [InlineData(SheetFormat.Xlsx, "PK")]
    [InlineData(SheetFormat.Csv, "\u00EF\u00BB")]
    [InlineData(SheetFormat.Pdf, "%P")]
    public async Task A_file_arrives_over_HTTP_with_its_Chinese_name_and_its_type(SheetFormat format, string signature)
    {
        var (status, name, type, body) = await GetAsync(Of(format), async r =>
            (r.StatusCode, r.Content.Headers.ContentDisposition?.FileNameStar, r.Content.Headers.ContentType?.MediaType, await r.Content.ReadAsByteArrayAsync()));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal($"共享清单 2026-3.{Download.Extension(format)}", name);
        Assert.Equal(Download.ContentType(format).Split(';')[0], type);
        Assert.Equal(signature, string.Concat(body[..2].Select(b => (char)b)));
    }

    [Fact]
    public async Task An_error_before_the_first_byte_is_answered_as_an_error_and_not_as_half_a_file()
    {
        static async IAsyncEnumerable<Row> Broken()
        {
            await Task.Yield();
            yield return Named("a");
            throw new InvalidOperationException();
        }

        var download = Download.Of(Table, SheetFormat.Xlsx, "x", Broken(), new("x"), new PdfFont(new ConfigurationBuilder().Build()));

        var (status, disposition) = await GetAsync(download, r => Task.FromResult((r.StatusCode, r.Content.Headers.ContentDisposition)));

        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Null(disposition);
    }
}
