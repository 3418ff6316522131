using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Sheets;
using Yixiang.Tests.Sheets;

namespace Yixiang.Tests.Filings.Imports;

/// <summary>A row that says that it is classified: the others come in, and of it nothing stays.</summary>
public sealed class ImportClassifiedTests
{
    private const string Canary = "canary9z";
    private static readonly string[] Heads = ["所在单位仪器编号", "仪器设备名称", "规格型号", "原值（万元）", "是否涉密", "备注"];

    public static TheoryData<string, string> DatabasesAndFormats() => new(
        from database in Site.Server is null ? ["sqlite"] : new[] { "sqlite", "postgres" } from format in new[] { "csv", "xlsx" } select (database, format));

    [Theory, MemberData(nameof(DatabasesAndFormats))]
    public async Task Nothing_of_it_stays_in_database_files_report_pages_or_logs_and_the_other_rows_come_in(string database, string format)
    {
        await using var site = await Site.StartAsync(database, ("Logging:LogLevel:Default", "Trace"));
        var unit = await site.GivenOrganisationAsync();
        var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        var log = new Overheard();
        site.App.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);

        var address = await UploadAsync(own, Sheet(format, "是"), $"清单.{format}");
        Assert.Empty(await TracesAsync(site, database));
        var reference = address.Split('/')[^1];
        Assert.DoesNotContain(Canary, await own.GetStringAsync($"/unit/imports/{reference}"), StringComparison.Ordinal);

        await own.PostAsJsonAsync($"{address}/dry-run", new { });
        await site.EndOfPassAsync(reference);
        Assert.Empty(await TracesAsync(site, database));
        await own.PostAsJsonAsync($"{address}/apply", new { });
        var import = await site.EndOfPassAsync(reference);

        Assert.Equal((ImportState.Applied, 3, 2, 1), (import.State, import.Counts.Rows, import.Counts.Accepted, import.Counts.Rejected));
        Assert.Equal(["A1", "A3"], await site.QueryAsync(db => db.Filings.OrderBy(f => f.OwnNumber).Select(f => f.OwnNumber).ToListAsync()));
        var row = (await site.RowsAsync(import)).Single(r => r.Outcome == RowOutcome.Rejected);
        Assert.Equal((3, "", "", null, "import-classified", null), (row.RowNumber, row.Name, row.OwnNumber, row.Target, row.ReadMessages().Single().Code, row.ReadMessages().Single().Value));
        using var report = SheetFile.Open(new MemoryStream(await own.GetByteArrayAsync($"{address}/report")), $"r.{format}");
        var cells = Fixtures.Rows(report);
        Assert.DoesNotContain(cells, r => r.Any(c => c.Contains(Canary, StringComparison.Ordinal)));
        Assert.Contains(cells, r => r.Any(c => c.Contains("涉密行，已拒收", StringComparison.Ordinal)));
        Assert.Contains(cells, r => r.Contains("电镜"));
        foreach (var page in new[] { $"/unit/imports/{reference}", "/unit/filings", $"{address}/rows", address })
        {
            Assert.DoesNotContain(Canary, await own.GetStringAsync(page), StringComparison.Ordinal);
        }

        Assert.Empty(await TracesAsync(site, database));
        Assert.Equal(1, await site.QueryAsync(db => db.Journal.CountAsync(e => e.Subject == "import" && e.Reference == reference && e.What == "refuse-classified")));
        Assert.NotEmpty(log.Lines);
        Assert.DoesNotContain(log.Lines, line => line.Contains(Canary, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("机密★10年")]
    [InlineData("绝密")]
    [InlineData("Y")]
    [InlineData("√")]
    public async Task It_says_so_in_many_ways_and_other_faults_of_the_row_do_not_hide_it(string says)
    {
        await using var site = await Site.StartAsync("sqlite");
        var unit = await site.GivenOrganisationAsync();
        var content = Encoding.UTF8.GetBytes(string.Join(',', Heads) + $"\nA1,电镜,X1,136,否,\n{Canary},{Canary},{Canary},-5,{says},{Canary}\nA3,质谱仪,X3,不详,非涉密,\n");

        var import = await site.CheckAsync(unit, content, "清单.csv");

        Assert.Empty(await TracesAsync(site, "sqlite"));
        Assert.Equal("import-classified", (await site.RowsAsync(import)).Single(r => r.RowNumber == 3).ReadMessages().Single().Code);
        Assert.DoesNotContain("import-classified", (await site.RowsAsync(import)).Single(r => r.RowNumber == 4).ReadMessages().Select(m => m.Code));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_column_that_a_person_names_later_is_minded_and_the_sheet_kept_before_is_erased(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        var address = await UploadAsync(own, Encoding.UTF8.GetBytes($"所在单位仪器编号,仪器设备名称,规格型号,保管要求\nA1,电镜,X1,无\n{Canary},{Canary},{Canary},机密\n"), "清单.csv");
        Assert.NotEmpty(await TracesAsync(site, database));

        var mapping = (await own.GetFromJsonAsync<JsonObject>(address))!["mapping"]!.AsObject();
        mapping["columns"]!.AsArray().Add(new JsonObject { ["column"] = 3, ["field"] = "classified", ["unit"] = "Unknown" });
        Assert.Equal(HttpStatusCode.OK, (await own.PutMappingAsync(address, mapping)).StatusCode);
        await site.CarryAsync();
        await own.PostAsJsonAsync($"{address}/dry-run", new { });
        var import = await site.EndOfPassAsync(address.Split('/')[^1]);

        Assert.Empty(await TracesAsync(site, database));
        Assert.Equal((1, 1), (import.Counts.Applicable, import.Counts.Rejected));
        Assert.Equal(1, await site.QueryAsync(db => db.Set<StoredFile>().CountAsync()));
    }

    [Fact]
    public async Task A_hidden_sheet_with_a_classified_row_is_not_kept_either()
    {
        await using var site = await Site.StartAsync("sqlite");
        var unit = await site.GivenOrganisationAsync();
        var content = new XlsxFixture().Sheet("清单", [.. Heads], ["A1", "电镜", "X1", 136, "否", null]).Hidden("旧", ["编号", "名称", "密级"], [Canary, Canary, "秘密"]).Build().ToArray();

        var import = await site.ImportAsync(unit, content, "清单.xlsx");

        Assert.Equal((ImportState.Applied, 1), (import.State, import.Counts.Accepted));
        using var kept = SheetFile.Open(site.App.Services.GetRequiredService<FileStore>().PathOf(import.File.Digest));
        Assert.Equal(["清单"], kept.Sheets.Select(s => s.Name));
    }

    private static byte[] Sheet(string format, string says) => format == "csv"
        ? Encoding.UTF8.GetBytes(string.Join(',', Heads) + $"\nA1,电镜,X1,136,否,\n{Canary}-number,{Canary}-name,{Canary}-model,30,{says},{Canary}-note\nA3,质谱仪,X3,27.5,否,\n")
        : new XlsxFixture().Sheet("清单", [.. Heads], ["A1", "电镜", "X1", 136, "否", null], [$"{Canary}-number", $"{Canary}-name", $"{Canary}-model", 30, says, $"{Canary}-note"], ["A3", "质谱仪", "X3", 27.5, "否", null]).Build().ToArray();

    private static async Task<string> UploadAsync(HttpClient own, byte[] content, string name)
    {
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var answer = await own.PostAsync("/api/v1/imports", new MultipartFormDataContent { { file, "file", name } });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    private static Task<List<string>> TracesAsync(Site site, string database) => site.TracesOfAsync(database, Canary);

    /// <summary>Writes down everything that the product logs.</summary>
    private sealed class Overheard : ILoggerProvider, ILogger
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
