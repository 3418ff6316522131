using System.IO.Compression;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Yixiang.Kernel;

namespace Yixiang.Tests.Operator;

public class BackupTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_backup_put_back_after_a_wipe_holds_the_very_same_rows_and_files(string database)
    {
        await using var site = await StartFullAsync(database);
        var file = Path.Combine(site.DataFolder, "backup.zip");
        var (code, before) = await site.AskAsync("backup", file);
        Assert.Equal(0, code);
        Assert.Equal(1, (int)before["files"]!);
        await site.App.DisposeAsync();
        await WipeAsync(site);

        var (restored, answer) = await site.AskAsync("restore", file);
        Assert.True(restored == 0, answer.ToJsonString());
        Assert.Null((string?)answer["journal"]!["fault"]);

        var (_, after) = await site.AskAsync("backup", Path.Combine(site.DataFolder, "again.zip"));
        Assert.Equal(before["tables"]!.ToJsonString(), after["tables"]!.ToJsonString());
        Assert.Equal((string?)before["anchor"], (string?)after["anchor"]);
        Assert.Equal(1, (int)after["files"]!);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Numbers_go_on_after_a_restore_where_they_stood(string database)
    {
        await using var site = await StartFullAsync(database);
        var last = await site.QueryAsync(db => db.Journal.MaxAsync(e => e.Id));
        var file = Path.Combine(site.DataFolder, "backup.zip");
        await site.AskAsync("backup", file);
        await site.App.DisposeAsync();
        SqliteConnection.ClearAllPools();

        Assert.Equal(0, (await site.AskAsync("restore", file, "--replace")).Code);
        Assert.Equal(0, (await site.AskAsync("user", "create", "boss", "--email", "boss@example.cn")).Code);

        await using var node = new Kernel.Node(site);
        Assert.True(await node.UseAsync(db => db.Journal.MaxAsync(e => e.Id)) > last);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_backup_never_goes_over_existing_data_unasked(string database)
    {
        await using var site = await StartFullAsync(database);
        var file = Path.Combine(site.DataFolder, "backup.zip");
        await site.AskAsync("backup", file);

        Assert.Equal("backup-exists", (string?)(await site.AskAsync("backup", file)).Answer["refused"]);
        var (code, answer) = await site.AskAsync("restore", file);
        Assert.Equal((1, "restore-over-data"), (code, (string?)answer["refused"]));
    }

    [Fact]
    public async Task A_database_that_is_being_served_is_not_replaced()
    {
        await using var site = await StartFullAsync("sqlite");
        var file = Path.Combine(site.DataFolder, "backup.zip");
        await site.AskAsync("backup", file);
        await using var serving = new SqliteConnection($"Data Source={Path.Combine(site.DataFolder, "yixiang.db")};Pooling=False");
        await serving.OpenAsync();
        await using var asks = new SqliteCommand("SELECT count(*) FROM journal", serving);
        var before = (long)(await asks.ExecuteScalarAsync())!;

        var (code, answer) = await site.AskAsync("restore", file, "--replace");

        Assert.Equal((1, "database-in-use"), (code, (string?)answer["refused"]));
        Assert.Equal(before, (long)(await asks.ExecuteScalarAsync())!);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_damaged_backup_is_refused_before_anything_is_touched(string database)
    {
        await using var site = await StartFullAsync(database);
        var file = Path.Combine(site.DataFolder, "backup.zip");
        await site.AskAsync("backup", file);
        await AlterAsync(file, "tables/organisations.jsonl", text => text.Replace("演示", "伪造", StringComparison.Ordinal));

        var (code, answer) = await site.AskAsync("restore", file, "--replace");

        Assert.Equal((1, "backup-damaged"), (code, (string?)answer["refused"]));
        Assert.Equal("晋中市演示检测中心", await site.QueryAsync(db => db.Set<Yixiang.Organisations.Organisation>().Select(o => o.Name).SingleAsync()));
    }

    [Fact]
    public async Task A_backup_of_the_embedded_database_can_be_put_back_on_PostgreSQL()
    {
        Assert.SkipWhen(Site.Server is null, "TEST_POSTGRES is not set: bin/test sets it");
        await using var site = await StartFullAsync("sqlite");
        await using var other = await Site.StartAsync("postgres");
        var file = Path.Combine(site.DataFolder, "backup.zip");
        var (_, before) = await site.AskAsync("backup", file);

        Assert.Equal(0, (await other.AskAsync("restore", file)).Code);

        var (_, after) = await other.AskAsync("backup", Path.Combine(site.DataFolder, "again.zip"));
        Assert.Equal(before["tables"]!.ToJsonString(), after["tables"]!.ToJsonString());
    }

    [Fact]
    public async Task Moving_to_PostgreSQL_takes_every_row_along_and_asks_for_an_empty_database()
    {
        Assert.SkipWhen(Site.Server is null, "TEST_POSTGRES is not set: bin/test sets it");
        await using var site = await StartFullAsync("sqlite");
        await using var other = await Site.StartAsync("postgres");
        var (_, before) = await site.AskAsync("backup", Path.Combine(site.DataFolder, "backup.zip"));
        string[] move = ["move-to-postgres", "--data", site.DataFolder, "--postgres", other.Connection!, "--json"];

        var (code, said) = await Terminal.RunAsync(move);
        Assert.True(code == 0, said);
        var (_, after) = await other.AskAsync("backup", Path.Combine(site.DataFolder, "again.zip"));
        Assert.Equal(before["tables"]!.ToJsonString(), after["tables"]!.ToJsonString());

        (code, said) = await Terminal.RunAsync(move);
        Assert.Equal(1, code);
        Assert.Contains("move-over-data", said, StringComparison.Ordinal);
        await other.GivenFilingAsync(await other.GivenOrganisationAsync("另一家单位"), World.Microscope("AFTER-THE-MOVE"), "submit");
    }

    private static async Task<Site> StartFullAsync(string database)
    {
        var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenFilingAsync(unit, World.Microscope("ONE"), "submit", "accept");
        await site.GivenFilingAsync(unit, World.Microscope("TWO"), "submit", "return");
        await site.UseAsync(async services =>
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes("验收报告"));
            var (digest, size) = await services.GetRequiredService<FileStore>().KeepAsync(content, 1000, default);
            var db = services.GetRequiredService<Db>();
            db.Add(new StoredFile { Digest = digest, Name = "验收报告.txt", ContentType = "text/plain", Size = size, StoredAt = site.Clock.Now });
            db.Record(JournalEntry.Of("file", digest[..12], "keep", new(Actor.Product, site.Clock.Now)));
            return await db.SaveChangesAsync();
        });
        await site.App.Services.GetRequiredService<Sealer>().SealAsync(default);
        await RestAsync(site);
        return site;
    }

    /// <summary>Waits until no hand of the product carries anything: two copies are compared, and the product must not write between them.</summary>
    private static async Task RestAsync(Site site)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await site.QueryAsync(db => db.Deliveries.AnyAsync(d => d.DoneAt == null && d.FailedAt == null && d.DueAt <= site.Clock.Now, patience.Token)))
        {
            await Task.Delay(50, patience.Token);
        }
    }

    private static async Task WipeAsync(Site site)
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Path.Combine(site.DataFolder, "files"), recursive: true);
        if (site.Connection is null)
        {
            File.Delete(Path.Combine(site.DataFolder, "yixiang.db"));
            return;
        }

        await using var connection = new NpgsqlConnection(site.Connection);
        await connection.OpenAsync();
        await using var wipe = new NpgsqlCommand("DROP SCHEMA public CASCADE; CREATE SCHEMA public", connection);
        await wipe.ExecuteNonQueryAsync();
    }

    private static async Task AlterAsync(string file, string name, Func<string, string> alter)
    {
        using var zip = await ZipFile.OpenAsync(file, ZipArchiveMode.Update);
        var entry = zip.GetEntry(name)!;
        string text;
        using (var reader = new StreamReader(entry.Open()))
        {
            text = await reader.ReadToEndAsync();
        }

        entry.Delete();
        await using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        await writer.WriteAsync(alter(text));
    }
}
