using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yixiang.Kernel;

namespace Yixiang.Operator;

/// <summary>Whether this product shows a demo: made-up data, everybody may sign in as anybody, the clock can be moved. Setting <c>Demo</c>.</summary>
public sealed record DemoMode(bool On);

public static class DemoParts
{
    /// <summary>Adds the demo where the setting asks for it; where it does not, nothing of the demo can be reached.</summary>
    /// <remarks>Called after the rooms of the house, for it takes the clock's place.</remarks>
    public static void AddDemo(this IHostApplicationBuilder builder)
    {
        var (services, on) = (builder.Services, builder.Configuration.GetValue("Demo", false));
        services.AddSingleton(new DemoMode(on));
        if (!on)
        {
            services.Configure<RazorPagesOptions>(pages => pages.Conventions.AddFolderRouteModelConvention("/Operator/Demo", page => page.Selectors.Clear()));
            return;
        }

        services.AddSingleton(new DemoClock(TimeProvider.System));
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(s => s.GetRequiredService<DemoClock>()));
        services.AddScoped<DemoCity>().AddScoped<DemoDoor>();

        // Before every job of the house, so that index, sealer and courier find the city as it is.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, DemoStart>());
    }
}

/// <summary>Loads the demo city into an empty database before the first page is served, and prints who can sign in.</summary>
internal sealed class DemoStart(IServiceScopeFactory scopes, DemoClock clock, IHostApplicationLifetime life) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await clock.RecallAsync(scope.ServiceProvider.GetRequiredService<Db>(), cancellationToken);
        await scope.ServiceProvider.GetRequiredService<DemoCity>().LoadAsync(cancellationToken);
        life.ApplicationStarted.Register(Announce);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void Announce()
    {
        Console.WriteLine(Texts.T("demo.announce", DemoPeople.Password));
        foreach (var face in DemoFace.All)
        {
            Console.WriteLine($"  {face.UserName,-26} {Texts.T(face.Role)}");
        }
    }
}
