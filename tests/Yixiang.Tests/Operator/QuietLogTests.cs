using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Yixiang.Kernel;
using Yixiang.Tests.Rules;

namespace Yixiang.Tests.Operator;

/// <summary>What a log says is worth reading: nothing about pages that were simply looked at.</summary>
public class QuietLogTests
{
    [Fact]
    public async Task Looking_at_any_page_logs_no_warning()
    {
        await using var site = await Site.StartAsync("sqlite");
        var unit = await site.GivenOrganisationAsync();
        var filing = await site.GivenFilingAsync(unit, null, "submit", "accept");
        await site.GivenBatchAsync(1, filing.InstrumentId!.Value);
        var doors = (await Doors.OfAsync(site)).Where(d => d.Methods.Contains("GET")).ToList();
        var listener = new Listener();
        site.App.Services.GetRequiredService<ILoggerFactory>().AddProvider(listener);

        foreach (var role in new[] { Role.Visitor, Role.UnitAdministrator, Role.BureauOfficer, Role.SystemAdministrator, Role.SecurityAdministrator })
        {
            using var browser = role == Role.Visitor ? site.Visitor() : site.As(await site.GivenActorAsync(role, role == Role.UnitAdministrator ? unit.Id : null));
            foreach (var door in doors.Where(d => d.Roles.Contains(role)))
            {
                using var answer = await browser.GetAsync(door.Address(name => name switch { "uscc" or "organisation" => unit.Reference, "reference" => filing.Reference, _ => "1" }));
                Assert.True((int)answer.StatusCode < 500, $"{door.Route} ({role}): {answer.StatusCode}");
            }
        }

        // What a test's server cannot do is no matter of the product's.
        Assert.DoesNotContain(listener.Said, said => !said.StartsWith("A request body size limit could not be applied.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Information, false)]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Information, false)]
    [InlineData("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Warning, true)]
    [InlineData("Yixiang.Requests", LogLevel.Information, true)]
    public void Without_any_setting_the_product_is_heard_and_its_libraries_only_when_something_is_wrong(string category, LogLevel level, bool heard)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        Yixiang.Site.RequestLog.AddLogs(builder);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        using var host = builder.Build();

        Assert.Equal(heard, host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(category).IsEnabled(level));
    }

    /// <summary>Hears warnings and worse.</summary>
    private sealed class Listener : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Said { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Said.Enqueue(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
