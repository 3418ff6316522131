using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yixiang.Ledger;

namespace Yixiang.Tests.Ledger;

/// <summary>Kept pages against changes that come while a page is being made.</summary>
public sealed class KeptPagesTests
{
    [Fact]
    public async Task A_page_whose_making_began_before_a_change_is_never_given_after_it()
    {
        var said = "before";
        var (begun, may) = (new TaskCompletionSource(), new TaskCompletionSource());
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddLedgerCache().AddSingleton(TimeProvider.System).AddSingleton<LedgerMark>();
        await using var site = builder.Build();
        site.UseOutputCache();
        site.MapGet("/page", async () =>
        {
            var read = said;
            begun.TrySetResult();
            await may.Task;
            return Results.Text(read);
        }).CacheOutput(LedgerCache.Policy);
        await site.StartAsync();
        using var reader = site.GetTestClient();

        var slow = reader.GetStringAsync("/page");
        await begun.Task;
        said = "after";
        await site.Services.GetRequiredService<IOutputCacheStore>().ForgetLedgerAsync(site.Services.GetRequiredService<LedgerMark>(), CancellationToken.None);
        may.SetResult();

        Assert.Equal("before", await slow);
        Assert.Equal("after", await reader.GetStringAsync("/page"));
        said = "later";
        Assert.Equal("after", await reader.GetStringAsync("/page"));
    }
}
