using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Filings;
using Yixiang.Kernel;

namespace Yixiang.Tests.Filings;

/// <summary>Papers and pictures of a filing.</summary>
public class PaperTests
{
    private static readonly byte[] Pdf = [.. "%PDF-1.7\n"u8, .. Enumerable.Repeat((byte)'x', 5000)];
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0];

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Papers_are_kept_under_their_digest_given_back_to_those_who_see_the_filing_and_removed(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        var (_, stranger) = await site.GivenUnitAsync("别的单位");
        var filing = await site.GivenFilingAsync(unit);
        var form = await PageForm.OpenAsync(client, filing.Page() + "/files", "form[enctype]");

        var answer = await form.UploadAsync("file", ("验收报告 (盖章).pdf", Pdf), ("../../照片.png", Png));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var papers = await site.QueryAsync(db => db.Attachments.Include(a => a.File).OrderBy(a => a.Id).ToListAsync());
        Assert.Equal(["验收报告 (盖章).pdf", "照片.png"], papers.Select(p => p.File.Name));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Pdf)), papers[0].File.Digest);
        Assert.Contains(papers[0].File.Digest, await client.GetStringAsync(filing.Page()), StringComparison.Ordinal);
        var address = $"/filings/{filing.Reference}/files/{papers[0].Id}";
        var given = await client.GetAsync(address);
        Assert.Equal(Pdf, await given.Content.ReadAsByteArrayAsync());
        Assert.Equal(("application/pdf", "attachment"), (given.Content.Headers.ContentType!.MediaType, given.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(address)).StatusCode);

        var removal = await PageForm.OpenAsync(client, filing.Page() + "/files", ".files form");
        Assert.Equal(HttpStatusCode.Redirect, (await removal.PressAsync()).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(address)).StatusCode);
        Assert.False(site.App.Services.GetRequiredService<FileStore>().Has(papers[0].File.Digest));
    }

    [Theory, MemberData(nameof(BadPapers))]
    public async Task A_bad_paper_is_refused_in_words_and_leaves_nothing_behind(string kind, string name, byte[] content, string told)
    {
        await using var site = await Site.StartAsync("sqlite");
        var (unit, client) = await site.GivenUnitAsync();
        var filing = await site.GivenFilingAsync(unit);
        var form = await PageForm.OpenAsync(client, filing.Page() + "/files", "form[enctype]");
        form["kind"] = kind;

        var answer = await form.UploadAsync("file", (name, content));

        Assert.Equal(told.StartsWith("超过", StringComparison.Ordinal) ? HttpStatusCode.RequestEntityTooLarge : HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(told, (await PageForm.ReadAsync(answer)).QuerySelector("#errors")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await site.QueryAsync(db => db.Set<StoredFile>().CountAsync()));
        Assert.Empty(Directory.EnumerateFiles(site.App.Services.GetRequiredService<FileStore>().Root, "*", SearchOption.AllDirectories));
    }

    public static TheoryData<string, string, byte[], string> BadPapers() => new()
    {
        { "AcceptanceReport", "验收报告.pdf", [0x4D, 0x5A, 0x90, 0x00, 0x03, 0x00, 0x00, 0x00], "不是允许的文件类型" },
        { "Other", "说明.docx", Zip("payload.exe"), "不是允许的文件类型" },
        { "Other", "说明.xlsx", [0x50, 0x4B, 0x03, 0x04, 1, 2, 3, 4, 5], "不是允许的文件类型" },
        { "Other", "照片.png", Pdf, "其实是 pdf 文件" },
        { "Picture", "照片.pdf", Pdf, "不是允许的文件类型" },
        { "Picture", "页面.png", Encoding.UTF8.GetBytes("<svg onload=alert(1)></svg>"), "不是允许的文件类型" },
        { "Other", "空.pdf", [], "文件是空的" },
        { "Picture", "大.png", [.. Png, .. new byte[6 * 1024 * 1024]], "超过 5 MB" },
    };

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_forged_or_foreign_upload_keeps_nothing(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        var filing = await site.GivenFilingAsync(unit);
        var form = await PageForm.OpenAsync(client, filing.Page() + "/files", "form[enctype]");
        form.Remove("__RequestVerificationToken");

        Assert.Equal(HttpStatusCode.BadRequest, (await form.UploadAsync("file", ("a.pdf", Pdf))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await (await PageForm.OpenAsync(client, filing.Page() + "/files", "form[enctype]")).UploadAsync("file")).StatusCode);
        Assert.Equal(0, await site.QueryAsync(db => db.Set<StoredFile>().CountAsync()));
    }

    [Fact]
    public async Task An_upload_that_breaks_off_keeps_nothing()
    {
        await using var site = await Site.StartAsync("sqlite");
        var (unit, client) = await site.GivenUnitAsync();
        var filing = await site.GivenFilingAsync(unit);
        var form = await PageForm.OpenAsync(client, filing.Page() + "/files", "form[enctype]");

        var answer = await form.BreakOffAsync("file", "验收报告.pdf", Pdf);

        Assert.False(answer is { IsSuccessStatusCode: true } or { StatusCode: HttpStatusCode.Redirect });
        Assert.Equal(0, await site.QueryAsync(db => db.Set<StoredFile>().CountAsync()));
        Assert.Empty(Directory.EnumerateFiles(site.App.Services.GetRequiredService<FileStore>().Root, "*", SearchOption.AllDirectories));
    }

    private static byte[] Zip(string entry)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry(entry);
        }

        return bytes.ToArray();
    }
}
