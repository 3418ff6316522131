using System.Net;
using System.Net.Http.Json;
using Microsoft.Data.Sqlite;
using Yixiang.Kernel;

namespace Yixiang.Tests.Operator;

public class SecurityTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/en/sign-in")]
    [InlineData("/api/openapi.json")]
    [InlineData("/nothing-here")]
    public async Task Every_answer_carries_the_strict_headers(string address)
    {
        await using var site = await Site.StartAsync("sqlite");

        using var answer = await site.Visitor().GetAsync(address);

        var policy = string.Join("; ", answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("http://localhost", false)]
    [InlineData("https://city.example.cn", true)]
    public async Task Browsers_are_bound_to_TLS_only_where_there_is_TLS(string address, bool bound)
    {
        await using var site = await Site.StartAsync("sqlite");
        using var client = site.App.CreateClient(new() { BaseAddress = new(address) });

        using var answer = await client.GetAsync("/sign-in");

        Assert.Equal(bound, answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Too_many_writes_over_the_API_are_told_when_to_come_back()
    {
        await using var site = await Site.StartAsync("sqlite", ("Limits:ApiWrites", "3"));
        using var unit = site.As(await site.GivenActorAsync(Role.UnitAdministrator));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await unit.PostAsJsonAsync("/api/v1/filings/F2026-000001/submit", new { })).StatusCode);
        }

        using var refused = await unit.PostAsJsonAsync("/api/v1/filings/F2026-000001/submit", new { });

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Contains("too-many", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await unit.GetAsync("/api/v1/instruments")).StatusCode);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_product_is_ready_when_its_database_is_of_this_version(string database)
    {
        await using var site = await Site.StartAsync(database);

        Assert.Equal("ready", await site.Visitor().GetStringAsync("/health/ready"));
        Assert.Equal("live", await site.Visitor().GetStringAsync("/health/live"));
    }

    [Fact]
    public async Task The_product_lives_but_is_not_ready_without_its_tables()
    {
        await using var site = await Site.StartAsync("sqlite");
        Assert.Equal("ready", await site.Visitor().GetStringAsync("/health/ready"));
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(site.DataFolder, "yixiang.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var ask = new SqliteCommand("SELECT group_concat('DROP TABLE ' || name, ';') FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'", connection);
            await using var drop = new SqliteCommand("PRAGMA foreign_keys=OFF;" + await ask.ExecuteScalarAsync(), connection);
            await drop.ExecuteNonQueryAsync();
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await site.Visitor().GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await site.Visitor().GetAsync("/health/live")).StatusCode);
    }
}
