using System.Net;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Accounts;
using Yixiang.Kernel;
using Yixiang.Tests.Accounts;

namespace Yixiang.Tests.Operator;

/// <summary>The keys of cookies, links and second factors are locked by a key that is not in the database.</summary>
[UnsupportedOSPlatform("windows")]
public class KeyFileTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task No_key_lies_open_in_the_database_and_the_file_that_locks_them_is_for_its_owner_alone(string database)
    {
        await using var site = await Site.StartAsync(database);
        Assert.Equal(HttpStatusCode.OK, (await site.Visitor().GetAsync("/sign-in")).StatusCode);

        var keys = await site.QueryAsync(db => db.DataProtectionKeys.Select(k => k.Xml!).ToListAsync());

        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.Contains("yixiangLocked", key, StringComparison.Ordinal));
        Assert.All(keys, key => Assert.DoesNotContain("<masterKey", key, StringComparison.Ordinal));
        Assert.DoesNotContain("<masterKey", await ContentAsync(site), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(site.DataFolder, KeyChest.DefaultFile)));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Another_node_with_the_same_key_reads_the_cookies_of_the_first_and_one_without_it_does_not(string database)
    {
        var pem = KeyChest.NewPem();
        await using var site = await Site.StartAsync(database, ("Keys", pem));
        await site.GivenPersonAsync("zhang@example.cn");
        var cookie = await CookieAsync(site.App);

        await using var second = Another(site, pem + "\n");
        await using var changed = Another(site, KeyChest.NewPem() + "\n" + pem);
        await using var stranger = Another(site, KeyChest.NewPem());

        Assert.Equal(HttpStatusCode.OK, (await AccountAsync(second, cookie)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AccountAsync(changed, cookie)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await AccountAsync(stranger, cookie)).StatusCode);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Keys_that_an_earlier_version_left_open_are_locked_at_the_next_start_and_go_on_working(string database)
    {
        await using var site = await Site.StartAsync(database);
        string cookie;
        await using (var earlier = site.App.WithWebHostBuilder(host => host.ConfigureServices(s => s.PostConfigure<KeyManagementOptions>(o => o.XmlEncryptor = null))))
        {
            await using var scope = earlier.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<Opening>().OpenAsync(new("张演示", "zhang@example.cn"), People.Password, Actor.Product, "open", default);
            cookie = await CookieAsync(earlier);
        }

        Assert.Contains("<masterKey", await RowsAsync(site), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await AccountAsync(site.App, cookie)).StatusCode);

        Assert.DoesNotContain("<masterKey", await ContentAsync(site), StringComparison.Ordinal);
        Assert.Equal("1", await site.QueryAsync(db => db.Journal.Where(e => e.Subject == "key" && e.What == "lock").Select(e => e.After).SingleAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task When_the_key_file_is_lost_a_recovery_code_or_the_operator_lets_people_in_again(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenPersonAsync("officer@example.cn", People.In(Role.BureauOfficer));
        var browser = site.Visitor();
        await browser.SignInAsync("officer@example.cn");
        var (key, codes) = await site.EnrolAsync(browser);
        await using var without = Another(site, KeyChest.NewPem());
        site.Clock.Now += TimeSpan.FromMinutes(1);

        var byApp = await BeginAsync(without);
        using var refused = await EnterAsync(byApp, People.CodeNow(site, key));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("密钥文件已更换", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await EnterAsync(await BeginAsync(without), codes[0])).StatusCode);
        Assert.Equal("/sign-in/enrol", (await BeginWithAsync(without, People.Password)).Headers.Location?.OriginalString.Split('?')[0]);

        var (code, answer) = await site.AskAsync("user", "reset-password", "officer@example.cn", "--second-factor");
        Assert.Equal(0, code);
        Assert.Equal("/sign-in/enrol", (await BeginWithAsync(without, (string)answer["password"]!)).Headers.Location?.OriginalString.Split('?')[0]);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_backup_holds_the_keys_locked_and_a_restore_says_when_its_key_file_is_not_here(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenPersonAsync("zhang@example.cn");
        await CookieAsync(site.App);
        var file = Path.Combine(site.DataFolder, "backup.zip");
        await site.AskAsync("backup", file);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        await site.App.DisposeAsync();
        SqliteConnection.ClearAllPools();

        var (_, here) = await site.AskAsync("restore", file, "--replace");
        File.Delete(Path.Combine(site.DataFolder, KeyChest.DefaultFile));
        var (code, elsewhere) = await site.AskAsync("restore", file, "--replace");

        Assert.Equal((0, 0), ((int)here["keys"]!["shut"]!, (int)here["keys"]!["locked"]!));
        Assert.Equal((0, 1), (code, (int)elsewhere["keys"]!["shut"]!));
        using var zip = await System.IO.Compression.ZipFile.OpenReadAsync(file);
        using var keys = new StreamReader(zip.GetEntry("tables/data_protection_keys.jsonl")!.Open());
        Assert.DoesNotContain("masterKey", await keys.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-----BEGIN YIXIANG KEY-----\nAAAA\n-----END YIXIANG KEY-----")]
    [InlineData("-----BEGIN NOTHING-----")]
    public void What_is_no_key_is_refused(string pem)
    {
        var chest = KeyChest.Of(new Microsoft.Extensions.Configuration.ConfigurationManager { ["Keys"] = pem });

        Assert.Throws<InvalidDataException>(() => chest.Lock([1, 2, 3]));
    }

    private static WebApplicationFactory<Program> Another(Site site, string keys) => site.App.WithWebHostBuilder(host => host.UseSetting("Keys", keys));

    /// <summary>Signs somebody in, as a browser does, and gives the cookie.</summary>
    private static async Task<string> CookieAsync(WebApplicationFactory<Program> node)
    {
        var browser = node.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = new("https://localhost") });
        using var answer = await browser.SignInAsync("zhang@example.cn");
        return answer.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]).Single(c => c.Split('=')[0].EndsWith("yixiang", StringComparison.Ordinal));
    }

    private static Task<HttpResponseMessage> AccountAsync(WebApplicationFactory<Program> node, string cookie)
    {
        var client = node.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = new("https://localhost") });
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        return client.GetAsync("/account");
    }

    private static Task<HttpResponseMessage> EnterAsync(HttpClient browser, string code) => Site.PostFormAsync(browser, "/sign-in/second-factor", "/sign-in/second-factor", ("Code", code));

    private static async Task<HttpClient> BeginAsync(WebApplicationFactory<Program> node)
    {
        var browser = node.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = new("https://localhost") });
        await browser.SignInAsync("officer@example.cn");
        return browser;
    }

    private static Task<HttpResponseMessage> BeginWithAsync(WebApplicationFactory<Program> node, string password) =>
        node.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = new("https://localhost") }).SignInAsync("officer@example.cn", password);

    /// <summary>The keys as they stand, asked without starting the product.</summary>
    private static async Task<string> RowsAsync(Site site)
    {
        await using var node = new Kernel.Node(site);
        return string.Join('\n', await node.UseAsync(db => db.DataProtectionKeys.Select(k => k.Xml!).ToListAsync()));
    }

    /// <summary>Everything that lies in the database, whatever table or free page it is in.</summary>
    private static async Task<string> ContentAsync(Site site)
    {
        if (site.Connection is not null)
        {
            return await RowsAsync(site);
        }

        var content = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(site.DataFolder, "yixiang.db*"))
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(open, Encoding.Latin1);
            content.Append(await reader.ReadToEndAsync());
        }

        return content.ToString();
    }
}
