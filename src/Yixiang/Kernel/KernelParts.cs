using Microsoft.EntityFrameworkCore;

namespace Yixiang.Kernel;

public static class KernelParts
{
    /// <summary>Database, clock, journal, deliveries and city pack. Settings: <c>Data</c> (folder), <c>Postgres</c> (connection; empty for the embedded database), <c>City</c>.</summary>
    public static IServiceCollection AddKernel(this IServiceCollection services, IConfiguration settings)
    {
        var data = Path.GetFullPath(settings["Data"] ?? "data");
        Directory.CreateDirectory(data);
        services.AddDatabase(settings["Postgres"], Path.Combine(data, "yixiang.db"));
        services.AddSingleton(new FileStore(settings["Files"] ?? Path.Combine(data, "files")));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(CodeTables.Shipped);
        services.AddSingleton(LoadPack(settings["City"] ?? "jinzhong"));
        services.AddScoped<Schema>();
        services.AddSingleton<Sealer>().AddSingleton<Courier>();
        foreach (var guard in Guard.OfKernel)
        {
            services.AddSingleton(guard);
        }

        return services;
    }

    /// <summary>Starts what works behind the pages: sealing and deliveries.</summary>
    public static IServiceCollection AddKernelJobs(this IServiceCollection services) =>
        services.AddHostedService(s => s.GetRequiredService<Sealer>()).AddHostedService(s => s.GetRequiredService<Courier>());

    private static void AddDatabase(this IServiceCollection services, string? postgres, string file)
    {
        if (string.IsNullOrWhiteSpace(postgres))
        {
            services.AddDbContext<SqliteDb>(o => o.UseSqlite($"Data Source={file}").UseSnakeCaseNamingConvention());
            services.AddScoped<Db>(s => s.GetRequiredService<SqliteDb>());
        }
        else
        {
            services.AddDbContext<PostgresDb>(o => o.UseNpgsql(postgres).UseSnakeCaseNamingConvention());
            services.AddScoped<Db>(s => s.GetRequiredService<PostgresDb>());
        }
    }

    /// <summary>At start, before anything is served: the one place where waiting is right.</summary>
    private static CityPack LoadPack(string city) => Task.Run(() => CityPack.LoadAsync(city)).GetAwaiter().GetResult();
}
