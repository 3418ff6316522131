using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Operator;
using Yixiang.Organisations;
using Yixiang.Tests.Accounts;

namespace Yixiang.Tests.Filings.Imports;

/// <summary><c>bin/yixiang import</c>, as scripts call it.</summary>
public sealed class ImportCommandTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task It_answers_one_json_object_and_its_exit_code_says_whether_rows_were_rejected(string database)
    {
        await using var site = await Site.StartAsync(database);
        var code = World.NextUscc();
        var file = await WriteAsync(site, "list.csv", "编码,仪器设备名称,规格型号,价格\nA1,电镜,X1,136\nA2,质谱仪 ,X2,27.5\nA3,光谱仪,X3,-1\nA1,电镜,X1,136\n");
        var mapping = await WriteAsync(site, "mapping.json", """{ "columns": { "编码": "ownNumber", "D": "originalValue" }, "units": { "价格": "wan" } }""");

        var (dry, planned) = await RunAsync(site, "import", file, "--organisation", code, "--mapping", mapping, "--dry-run");
        Assert.Equal(0, await site.QueryAsync(db => db.Filings.CountAsync()));
        var (exit, answer) = await RunAsync(site, "import", file, "--organisation", code, "--mapping", mapping);
        var (_, again) = await RunAsync(site, "import", file, "--organisation", code, "--mapping", mapping);

        Assert.Equal((1, 1), (dry, exit));
        Assert.Equal(["rows", "accepted", "corrected", "rejected", "unchanged", "duplicates", "report"], answer.Select(a => a.Key));
        Assert.Equal([4, 1, 1, 1, 0, 1], Counts(planned));
        Assert.Equal([4, 1, 1, 1, 0, 1], Counts(answer));
        Assert.Equal([4, 0, 0, 1, 2, 1], Counts(again));
        Assert.Contains("A3,光谱仪", await File.ReadAllTextAsync((string)answer["report"]!), StringComparison.Ordinal);
        Assert.Equal(OrganisationState.Unverified, await site.QueryAsync(db => db.Organisations.Where(o => o.Uscc == code).Select(o => o.State).SingleAsync()));
        Assert.Equal("275000.00", (await site.QueryAsync(db => db.Filings.SingleAsync(f => f.OwnNumber == "A2"))).Particulars()[Fields.OriginalValue]);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_first_list_is_published_as_a_batch_in_one_go(string database)
    {
        await using var site = await Site.StartAsync(database);
        var list = await WriteAsync(site, "清单.csv", "序号,管理单位,仪器名称,型号,原值（万元）\n1,某研究所,电镜,X1,136\n2,某大学,质谱仪,Q1,27.5\n");
        var decision = await WriteAsync(site, "市科函〔2023〕5号.txt", "决定");

        var (exit, answer) = await RunAsync(site, "import", list, "--as-batch", "第一批", "--decision", decision, "--decided-on", "2023-05-10");

        Assert.Equal((0, 2), (exit, (int)answer["accepted"]!));
        var batch = await site.QueryAsync(db => db.Batches.Include(b => b.Items).SingleAsync());
        Assert.Equal((BatchState.Published, "第一批", "市科函〔2023〕5号", new DateOnly(2023, 5, 10), 2), (batch.State, batch.Title, batch.DecisionNumber, batch.DecidedOn, batch.Items.Count));
        Assert.Equal(2, await site.QueryAsync(db => db.Instruments.CountAsync(i => i.State == InstrumentState.Published)));
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("决定")));
        Assert.Equal([("decision", $"sha256:{digest[..32]}"), ("adopt", "Countersigned"), ("publish", "Published")], await LinesOfBatchAsync(site));
        Assert.Equal(1, await site.QueryAsync(db => db.Journal.CountAsync(e => e.Subject == "import" && e.What == "decision" && e.Reference == "市科函〔2023〕5号.txt")));
        Assert.Contains("保密审查以该文件为据", await site.Visitor().GetStringAsync("/batches/1"), StringComparison.Ordinal);
        var desk = await site.As(await site.GivenActorAsync(Role.BureauOfficer)).GetStringAsync("/desk/batches/1");
        Assert.Contains("保密审查由该文件承担", desk, StringComparison.Ordinal);
        Assert.Contains(digest, desk, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Two_officers_can_be_named_who_checked_the_first_list_and_anybody_else_is_refused_before_anything_is_loaded(string database)
    {
        await using var site = await Site.StartAsync(database);
        var list = await WriteAsync(site, "清单.csv", "序号,管理单位,仪器名称,型号,原值（万元）\n1,某研究所,电镜,X1,136\n");
        var decision = await WriteAsync(site, "市科函〔2023〕5号.txt", "决定");
        await site.GivenPersonAsync("chen@example.cn", People.In(Role.BureauOfficer));
        await site.GivenPersonAsync("zhao@example.cn", People.In(Role.BureauOfficer));
        await site.GivenPersonAsync("unit@example.cn", People.In(Role.Auditor));
        string[] command = ["import", list, "--as-batch", "第一批", "--decision", decision];

        Assert.Equal(2, (await RunAsync(site, [.. command, "--checked-by", "chen@example.cn"])).Exit);
        Assert.Equal(2, (await RunAsync(site, [.. command, "--checked-by", "chen@example.cn", "--checked-by", "chen@example.cn"])).Exit);
        Assert.Equal(2, (await RunAsync(site, [.. command, "--checked-by", "chen@example.cn", "--checked-by", "unit@example.cn"])).Exit);
        Assert.Equal(0, await site.QueryAsync(db => db.Filings.CountAsync()));
        Assert.Equal(0, (await RunAsync(site, [.. command, "--checked-by", "chen@example.cn", "--checked-by", "zhao@example.cn"])).Exit);

        Assert.Contains(await LinesOfBatchAsync(site), l => l.What == "name-checkers");
        Assert.DoesNotContain("保密审查以该文件为据", await site.Visitor().GetStringAsync("/batches/1"), StringComparison.Ordinal);
        Assert.Contains("登记的保密审查人：张演示、张演示", await site.As(await site.GivenActorAsync(Role.BureauOfficer)).GetStringAsync("/desk/batches/1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing.csv")]
    [InlineData("list.csv", "--organisation", "12140700MB1234567A")]
    [InlineData("list.csv", "--as-batch", "第一批")]
    [InlineData("list.csv")]
    [InlineData("picture.xlsx", "--organisation", "OWN")]
    [InlineData("list.csv", "--organisation", "OWN", "--mapping", "list.csv")]
    public async Task What_cannot_be_used_ends_with_2(string file, params string[] more)
    {
        await using var site = await Site.StartAsync("sqlite");
        await WriteAsync(site, "list.csv", "仪器设备名称,规格型号\n电镜,X1\n");
        await WriteAsync(site, "picture.xlsx", "\u0089PNG\u0001");

        var (exit, _) = await RunAsync(site, ["import", Path.Combine(site.DataFolder, file), .. more.Select(m => m == "OWN" ? World.NextUscc() : m == "list.csv" ? Path.Combine(site.DataFolder, m) : m)]);

        Assert.Equal(2, exit);
        Assert.Equal(0, await site.QueryAsync(db => db.Filings.CountAsync()));
    }

    private static async Task<List<(string What, string? After)>> LinesOfBatchAsync(Site site)
    {
        string[] acts = ["decision", "name-checkers", "adopt", "publish"];
        var lines = await site.QueryAsync(db => db.Journal.Where(e => e.Subject == "batch" && acts.Contains(e.What)).OrderBy(e => e.Id).Select(e => new { e.What, e.After }).ToListAsync());
        return [.. lines.Select(l => (l.What, l.After))];
    }

    private static int[] Counts(JsonObject answer) => [.. new[] { "rows", "accepted", "corrected", "rejected", "unchanged", "duplicates" }.Select(k => (int)answer[k]!)];

    private static async Task<string> WriteAsync(Site site, string name, string text)
    {
        var path = Path.Combine(site.DataFolder, name);
        await File.WriteAllTextAsync(path, text, new UTF8Encoding(false));
        return path;
    }

    private static async Task<(int Exit, JsonObject Answer)> RunAsync(Site site, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await CommandLine.RunAsync([.. arguments, .. site.Place, "--json"], output, error);
        return (exit, output.ToString().TrimStart().StartsWith('{') ? JsonNode.Parse(output.ToString())!.AsObject() : []);
    }
}
