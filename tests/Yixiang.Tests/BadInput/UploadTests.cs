using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Notices;
using Yixiang.Tests.Notices;

namespace Yixiang.Tests.BadInput;

/// <summary>Uploads that are far too large or end half way, over a real connection.</summary>
public partial class UploadTests
{
    private const long Gigabyte = 1L << 30;

    [Theory]
    [InlineData("/unit/imports", "File", "清单.xls")]
    [InlineData("/unit/filings/{0}/files", "file", "验收报告.pdf")]
    [InlineData("/en/unit/filings/{0}/files", "file", "report.pdf")]
    [InlineData("/unit/organisation/documents", "file", "CMA.pdf")]
    [InlineData("/unit/guides/1/files", "file", "须知.pdf")]
    [InlineData("/en/desk/notices/2/files", "file", "notice.pdf")]
    public async Task An_upload_of_a_gigabyte_is_refused_without_filling_memory_or_disk(string page, string field, string name)
    {
        await using var site = await StartAsync();
        var (client, address, token) = await OpenAsync(site, page);
        using var body = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" } };
        foreach (var (word, value) in new[] { ("kind", "cma"), ("title", "CMA"), ("issuedOn", "2025-01-01"), ("validUntil", "2031-01-01") })
        {
            body.Add(new StringContent(value), word);
        }

        body.Add(new StreamContent(new Zeros(Gigabyte)) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } }, field, name);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        // It does not say how long it is: it comes in chunks.
        client.DefaultRequestHeaders.TransferEncodingChunked = true;
        using var answer = await client.PostAsync(address, body);

        var said = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.True(answer.StatusCode == HttpStatusCode.RequestEntityTooLarge, $"{page} answers {answer.StatusCode}");
        Assert.Matches(page.StartsWith("/en", StringComparison.Ordinal) ? @"The file is larger than the \d+ MB allowed" : @"文件超过 \d+ MB 的上限", said);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 64L << 20, "The upload was held in memory.");
        Assert.Equal(0, await LeftAsync(site));
    }

    [Theory]
    [InlineData("/unit/imports", "File", "清单.csv")]
    [InlineData("/unit/filings/{0}/files", "file", "验收报告.pdf")]
    public async Task A_connection_lost_in_the_middle_of_an_upload_leaves_nothing(string page, string field, string name)
    {
        await using var site = await StartAsync();
        var (client, address, token) = await OpenAsync(site, page);
        var start = Encoding.UTF8.GetBytes(
            $"--b\r\nContent-Disposition: form-data; name=\"__RequestVerificationToken\"\r\n\r\n{token}\r\n--b\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n%PDF-1.7\n编号,名称\n");
        var head = Encoding.ASCII.GetBytes(
            $"POST {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\nCookie: {string.Join("; ", client.DefaultRequestHeaders.GetValues("Cookie"))}\r\nOrigin: http://{address.Authority}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000000\r\n\r\n");

        using (var connection = new TcpClient())
        {
            await connection.ConnectAsync(address.Host, address.Port);
            var stream = connection.GetStream();
            await stream.WriteAsync(head);
            await stream.WriteAsync(start);
            await stream.WriteAsync(new byte[1_000_000]);
            await WaitForAsync(() => Coming(site) > 0);
            connection.LingerState = new(true, 0);
        }

        await WaitForAsync(() => Coming(site) == 0);
        Assert.Equal(0, await LeftAsync(site));
    }

    /// <summary>A script that shows how far an upload has come is told where it leads, and where not, what was wrong.</summary>
    [Fact]
    public async Task A_script_that_uploads_is_told_where_it_leads_in_place_of_a_redirect()
    {
        await using var site = await StartAsync();
        var (client, address, token) = await OpenAsync(site, "/unit/imports");
        client.DefaultRequestHeaders.Add("X-Upload", "1");

        using var taken = await SendAsync(client, address, token, "清单.csv", "编号,仪器名称\nA-1,扫描电镜\n");
        using var refused = await SendAsync(client, address, token, "清单.xls", "no workbook");

        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        Assert.StartsWith("/unit/imports/", Assert.Single(taken.Headers.GetValues("X-Location")), StringComparison.Ordinal);
        Assert.True((int)refused.StatusCode is >= 400 and < 500);
        Assert.Equal("text/html", refused.Content.Headers.ContentType?.MediaType);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, Uri address, string token, string name, string text) =>
        client.PostAsync(address, new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "File", name } });

    private static async Task<Site> StartAsync()
    {
        var site = await Site.StartAsync("sqlite", ("urls", "http://127.0.0.1:0"));
        site.App.UseKestrel(0);
        site.App.StartServer();
        return site;
    }

    /// <summary>A unit's person who has opened the page: its address, its cookies, its token.</summary>
    private static async Task<(HttpClient Client, Uri Address, string Token)> OpenAsync(Site site, string page)
    {
        var unit = await site.GivenOrganisationAsync();
        var draft = await site.GivenFilingAsync(unit);
        var (own, officer) = (await site.GivenActorAsync(Role.UnitAdministrator, unit.Id), await site.GivenActorAsync(Role.BureauOfficer));
        await site.GivenNoticeAsync(own, NoticeWorld.Input(NoticeKind.Guide, "须知"), NoticeKind.Guide);
        await site.GivenNoticeAsync(officer, NoticeWorld.Input(NoticeKind.News, "动态"), NoticeKind.News);
        var cookie = site.CookieOf(page.Contains("/desk/", StringComparison.Ordinal) ? officer : own);
        var address = new Uri(site.App.ClientOptions.BaseAddress, string.Format(page, draft.Reference));
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        using var opened = await client.GetAsync(address);
        var html = await opened.Content.ReadAsStringAsync();
        Assert.True(opened.IsSuccessStatusCode, html);
        client.DefaultRequestHeaders.Remove("Cookie");
        client.DefaultRequestHeaders.Add("Cookie", string.Join("; ", opened.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]).Append(cookie)));
        client.DefaultRequestHeaders.Add("Origin", $"http://{address.Authority}");
        return (client, address, Token().Matches(html)[^1].Groups[1].Value);
    }

    /// <summary>Contents still on their way in.</summary>
    private static int Coming(Site site) => Directory.Exists(Path.Combine(site.DataFolder, "files/coming")) ? Directory.GetFiles(Path.Combine(site.DataFolder, "files/coming")).Length : 0;

    /// <summary>Files in the store and rows about files.</summary>
    private static async Task<int> LeftAsync(Site site)
    {
        var store = Path.Combine(site.DataFolder, "files");
        var kept = Directory.Exists(store) ? Directory.GetFiles(store, "*", SearchOption.AllDirectories).Length : 0;
        return kept + await site.QueryAsync(async db => await db.Set<StoredFile>().CountAsync() + await db.Set<Attachment>().CountAsync() + await db.Set<Import>().CountAsync());
    }

    private static async Task WaitForAsync(Func<bool> holds)
    {
        for (var tries = 0; tries < 300 && !holds(); tries++)
        {
            await Task.Delay(100);
        }

        Assert.True(holds(), "It did not happen within thirty seconds.");
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();

    /// <summary>A long stream that takes no room.</summary>
    private sealed class Zeros(long length) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var given = (int)Math.Min(count, length - Position);
            Array.Clear(buffer, offset, given);
            Position += given;
            return given;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
