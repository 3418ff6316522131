using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Ledger;
using Yixiang.Ledger.Search;
using Yixiang.Tests.Ledger;

namespace Yixiang.Tests.Operator;

/// <summary>The search index is derived: it can be compared with the ledger, and made anew, while the site serves.</summary>
public class IndexCommandTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_index_that_lost_an_instrument_is_found_out_and_made_anew_by_command(string database)
    {
        await using var site = await Site.StartAsync(database);
        site.App.UseKestrel(0);
        site.App.StartServer();
        var node = site.App.ClientOptions.BaseAddress.ToString();
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), World.Microscope(), World.Microscope("B2"));
        await site.CatchUpAsync();

        var (code, answer) = await site.AskAsync("verify-index", "--url", node);
        Assert.True(code == 0, answer.ToJsonString());
        Assert.Equal(2, (int)answer["instruments"]!);
        Assert.Equal((string?)answer["digest"], (string?)answer["nodes"]![0]!["digest"]);

        var index = site.App.Services.GetRequiredService<LedgerIndex>();
        var lost = index.Ask(new(null, LedgerQuestion.NoFilters, LedgerOrder.Newest, 1, 10)).Items[0].Reference;
        index.Change(new Dictionary<string, LedgerEntry?> { [lost] = null });
        (code, answer) = await site.AskAsync("verify-index", "--url", node);
        Assert.Equal(1, code);
        Assert.False((bool)answer["nodes"]![0]!["agrees"]!);
        Assert.Equal(1, (int)answer["nodes"]![0]!["instruments"]!);

        Assert.Equal(0, (await site.AskAsync("rebuild-index")).Code);
        await site.CatchUpAsync();
        Assert.NotNull(index.Find(lost));
        Assert.Equal(0, (await site.AskAsync("verify-index", "--url", node)).Code);
    }

    [Fact]
    public async Task A_node_that_does_not_answer_is_named()
    {
        await using var site = await Site.StartAsync("sqlite");

        var (code, answer) = await site.AskAsync("verify-index", "--url", "http://127.0.0.1:9");

        Assert.Equal(1, code);
        Assert.NotEmpty((string)answer["nodes"]![0]!["fault"]!);
    }
}
