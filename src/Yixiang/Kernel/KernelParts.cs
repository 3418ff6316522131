using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Yixiang.Kernel;

public static class KernelParts
{
    /// <summary>The embedded database, in the folder of data.</summary>
    public const string DatabaseFile = "yixiang.db";

    private static readonly SqliteManners Manners = new();

    /// <summary>Database, clock, journal, deliveries and city pack. Settings: <c>Data</c> (folder), <c>Postgres</c> (connection; empty for the embedded database), <c>City</c>.</summary>
    public static IServiceCollection AddKernel(this IServiceCollection services, IConfiguration settings)
    {
        var data = Path.GetFullPath(settings["Data"] ?? "data");
        Directory.CreateDirectory(data);
        services.AddDatabase(settings["Postgres"], Path.Combine(data, DatabaseFile));
        services.AddSingleton(new FileStore(settings["Files"] ?? Path.Combine(data, "files")));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(CodeTables.Shipped);
        services.AddSingleton(LoadPack(settings["City"] ?? "jinzhong"));
        services.AddScoped<Schema>().AddScoped<Intake>();
        services.AddSingleton(KeyChest.Of(settings)).AddSingleton<KeyCustody>();
        services.AddSingleton<Sealer>().AddSingleton<Courier>().AddSingleton<Sweeper>();
        services.AddSingleton(DeliveryTerm.Of(settings)).AddScoped<ICarrier, DeliveryClearing>();
        foreach (var guard in Guard.OfKernel)
        {
            services.AddSingleton(guard);
        }

        return services;
    }

    /// <summary>Starts what works behind the pages: sealing and deliveries.</summary>
    public static IServiceCollection AddKernelJobs(this IServiceCollection services) =>
        services.AddHostedService(s => s.GetRequiredService<Sealer>()).AddHostedService(s => s.GetRequiredService<Courier>()).AddHostedService(s => s.GetRequiredService<Sweeper>());

    /// <summary>An embedded database on its own, beside the one that is served.</summary>
    public static SqliteDb OpenFile(string file)
    {
        var options = new DbContextOptionsBuilder<SqliteDb>();
        options.OnFile(file);
        return new(options.Options, []);
    }

    /// <summary>The embedded database in this file.</summary>
    /// <remarks>
    /// A list goes as one parameter: SQLite binds parameters by name, each by a search through all, so that a thousand cost a million comparisons.
    /// What belongs to a thing is read with it in one query: the parts are few, and never of another moment than the whole.
    /// </remarks>
    public static DbContextOptionsBuilder OnFile(this DbContextOptionsBuilder options, string file) =>
        options.UseSqlite($"Data Source={file};Foreign Keys=True;Default Timeout=60", o => o.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter).UseQuerySplittingBehavior(QuerySplittingBehavior.SingleQuery)).AddInterceptors(Manners).UseSnakeCaseNamingConvention().WithoutModelCheck();

    /// <summary>PostgreSQL at this connection.</summary>
    public static DbContextOptionsBuilder OnServer(this DbContextOptionsBuilder options, string connection) =>
        options.UseNpgsql(WithoutCompiler(connection), o => o.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter).UseQuerySplittingBehavior(QuerySplittingBehavior.SingleQuery)).UseSnakeCaseNamingConvention().WithoutModelCheck();

    /// <summary>That the migrations are those of the model is checked when the product is built (<c>bin/db check</c>), not again at every start.</summary>
    private static DbContextOptionsBuilder WithoutModelCheck(this DbContextOptionsBuilder options) => options.ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning));

    /// <summary>PostgreSQL would translate what it thinks a long query into machine code, by guesses at tables that have just grown: thirty milliseconds for what takes three. Options that the connection gives itself stand.</summary>
    private static string WithoutCompiler(string connection)
    {
        var parts = new NpgsqlConnectionStringBuilder(connection);
        parts.Options ??= "-c jit=off";
        return parts.ConnectionString;
    }

    private static void AddDatabase(this IServiceCollection services, string? postgres, string file)
    {
        if (string.IsNullOrWhiteSpace(postgres))
        {
            services.AddDbContext<SqliteDb>(o => o.OnFile(file));
            services.AddScoped<Db>(s => s.GetRequiredService<SqliteDb>());
        }
        else
        {
            services.AddDbContext<PostgresDb>(o => o.OnServer(postgres));
            services.AddScoped<Db>(s => s.GetRequiredService<PostgresDb>());
        }
    }

    /// <summary>At start, before anything is served: the one place where waiting is right.</summary>
    private static CityPack LoadPack(string city) => Task.Run(() => CityPack.LoadAsync(city)).GetAwaiter().GetResult();
}
