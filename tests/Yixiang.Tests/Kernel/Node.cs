using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Yixiang.Kernel;

namespace Yixiang.Tests.Kernel;

/// <summary>One machine of several on the database of a test: the kernel alone, with the carriers it is given.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly ServiceProvider services;

    public Node(Site site, params ICarrier[] carriers)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration["Data"] = site.DataFolder;
        builder.Configuration["Postgres"] = site.Connection;
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.Services.AddKernel(builder.Configuration);
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(site.Clock));
        foreach (var carrier in carriers)
        {
            builder.Services.AddSingleton(carrier);
        }

        services = builder.Services.BuildServiceProvider();
    }

    public Courier Courier => services.GetRequiredService<Courier>();

    public Sealer Sealer => services.GetRequiredService<Sealer>();

    public async Task<T> UseAsync<T>(Func<Db, Task<T>> work)
    {
        await using var scope = services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<Db>());
    }

    public Task UseAsync(Func<Db, Task> work) => UseAsync(async db =>
    {
        await work(db);
        return true;
    });

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
