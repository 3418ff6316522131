using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Accounts;
using Yixiang.Operator;

namespace Yixiang.Tests.Operator;

public class CommandLineTests
{
    public static TheoryData<string> Commands => [.. CommandLine.Root().Subcommands.Select(c => c.Name)];

    [Theory, MemberData(nameof(Commands))]
    public async Task Every_command_explains_itself(string command)
    {
        var (code, said) = await Terminal.RunAsync(command, "--help");

        Assert.Equal(0, code);
        Assert.Contains("--help", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("backup")]
    [InlineData("serve", "--demo", "--empty")]
    [InlineData("verify-journal", "--anchor", "12")]
    [InlineData("verify-index", "--url", "node-2")]
    [InlineData("export", "journal", "journal.exe")]
    [InlineData("user", "create", "somebody", "--email", "a@example.cn", "--role", "BureauOfficer")]
    public async Task Arguments_that_cannot_be_used_end_with_two(params string[] arguments)
    {
        var (code, said) = await Terminal.RunAsync(arguments);

        Assert.Equal(2, code);
        Assert.NotEmpty(said);
    }

    [Fact]
    public async Task A_place_without_a_database_ends_with_two_and_names_the_next_step()
    {
        var empty = Directory.CreateTempSubdirectory("yixiang-empty-").FullName;

        var (code, said) = await Terminal.RunAsync("verify-journal", "--data", empty);

        Assert.Equal(2, code);
        Assert.Contains("migrate", said, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(empty));
        Assert.Equal(0, (await Terminal.RunAsync("migrate", "--data", empty)).Code);
        Assert.Equal(0, (await Terminal.RunAsync("verify-journal", "--data", empty)).Code);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_first_administrator_can_sign_in_with_the_printed_password(string database)
    {
        await using var site = await Site.StartAsync(database);

        var (code, made) = await site.AskAsync("user", "create", "boss", "--email", "boss@example.cn");
        Assert.Equal(0, code);
        var (_, listed) = await site.AskAsync("user", "list");
        Assert.Equal("systemAdministrator", (string?)listed[0]!["roles"]![0]);

        Assert.True(await HasPasswordAsync(site, "boss", (string)made["password"]!));
        var (_, again) = await site.AskAsync("user", "reset-password", "boss");
        Assert.False(await HasPasswordAsync(site, "boss", (string)made["password"]!));
        Assert.True(await HasPasswordAsync(site, "boss", (string)again["password"]!));
        await site.QueryAsync(db => db.Accounts.ExecuteUpdateAsync(s => s.SetProperty(a => a.BlockedAt, site.Clock.Now)));
        Assert.True((bool)(await site.AskAsync("user", "list")).Answer[0]!["locked"]!);
        Assert.Equal("account-unknown", (string?)(await site.AskAsync("user", "unlock", "nobody")).Answer["refused"]);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_list_is_written_as_a_sheet_of_its_format(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenFilingAsync(await site.GivenOrganisationAsync(), moves: "submit");
        var file = Path.Combine(site.DataFolder, "filings.csv");

        Assert.Equal(0, (await site.AskAsync("export", "filings", file)).Code);
        Assert.Equal(0, (await site.AskAsync("export", "instruments", file, "--replace")).Code);
        Assert.True((await File.ReadAllTextAsync(file)).Split(',').Length > 10, "The headings of the annex are missing.");
        Assert.Equal(0, (await site.AskAsync("export", "filings", file, "--replace")).Code);

        Assert.Contains("场发射扫描电子显微镜", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.Equal("export-exists", (string?)(await site.AskAsync("export", "filings", file)).Answer["refused"]);
    }

    private static Task<bool> HasPasswordAsync(Site site, string login, string password) => site.UseAsync(async services =>
    {
        var accounts = services.GetRequiredService<UserManager<Account>>();
        return await accounts.CheckPasswordAsync((await accounts.FindByNameAsync(login))!, password);
    });
}
