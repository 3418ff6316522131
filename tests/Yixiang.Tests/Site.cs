using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using Yixiang.Accounts;
using Yixiang.Kernel;

namespace Yixiang.Tests;

/// <summary>The running product on a database of its own: SQLite always, PostgreSQL when TEST_POSTGRES says where.</summary>
public sealed partial class Site : IAsyncDisposable
{
    private static readonly SemaphoreSlim Making = new(1);
    private static readonly Dictionary<string, string> Templates = [];

    private readonly string folder = Directory.CreateTempSubdirectory("yixiang-test-").FullName;
    private readonly string? postgres;

    private Site(string database) => postgres = database == "postgres" ? $"t{Guid.NewGuid():N}" : null;

    /// <summary>Every test that touches data runs once on each.</summary>
    public static IEnumerable<TheoryDataRow<string>> Databases =>
        [new("sqlite"), new("postgres") { Skip = Server is null ? "TEST_POSTGRES is not set: bin/test sets it" : null }];

    public static string? Server => Environment.GetEnvironmentVariable("TEST_POSTGRES");

    public WebApplicationFactory<Program> App { get; private set; } = null!;

    public TestClock Clock { get; } = new();

    /// <summary>What answering requests asked of the database.</summary>
    public Queries Queries { get; } = new();

    public string DataFolder => folder;

    /// <summary>The connection to the database of this test; null on SQLite.</summary>
    public string? Connection => postgres is null ? null : $"{Server};Database={postgres}";

    /// <summary>How the command line names this place.</summary>
    public string[] Place => Connection is null ? ["--data", folder] : ["--data", folder, "--postgres", Connection];

    /// <summary>Starts the product.</summary>
    /// <param name="settings">Settings beyond the defaults, such as <c>Demo=true</c>.</param>
    public static async Task<Site> StartAsync(string database, params (string Key, string Value)[] settings)
    {
        var site = new Site(database);
        await site.CopyTemplateAsync();
        site.App = site.Build(settings);
        return site;
    }

    /// <summary>Starts the product as that of another city, or of this one under other rules.</summary>
    public static async Task<Site> StartAsync(string database, CityPack pack)
    {
        var site = new Site(database);
        await site.CopyTemplateAsync();
        site.App = site.Build([]).WithWebHostBuilder(host => host.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton(pack))));
        return site;
    }

    /// <summary>Ends the product and starts it again on the same data, with other settings.</summary>
    public async Task RestartAsync(params (string Key, string Value)[] settings)
    {
        await App.DisposeAsync();
        SqliteConnection.ClearAllPools();
        App = Build(settings);
    }

    /// <summary>Asks the database or any part of the product directly.</summary>
    public async Task<T> UseAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = App.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    public Task<T> QueryAsync<T>(Func<Db, Task<T>> work) => UseAsync(s => work(s.GetRequiredService<Db>()));

    /// <summary>A browser of nobody in particular.</summary>
    public HttpClient Visitor(bool follow = false) => App.CreateClient(new() { AllowAutoRedirect = follow, BaseAddress = new("https://localhost") });

    /// <summary>A browser in which this actor is signed in, with the very cookie that signing in gives; the account holds the role it acts in.</summary>
    public HttpClient As(Actor actor, bool follow = false)
    {
        var client = Visitor(follow);
        client.DefaultRequestHeaders.Add("Cookie", CookieOf(actor));
        return client;
    }

    /// <summary>The cookie that signing in gives: <c>name=value</c>.</summary>
    public string CookieOf(Actor actor)
    {
        using var scope = App.Services.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var (account, grant) = (db.Accounts.Single(a => a.Id == actor.AccountId), GrantOf(db, actor));
        var session = new Session { AccountId = account.Id, GrantId = grant?.Id, Device = "test", Address = "127.0.0.1", BeganAt = Clock.Now, SeenAt = Clock.Now };
        db.Sessions.Add(session);
        db.SaveChanges();
        var cookie = App.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var properties = new AuthenticationProperties { IssuedUtc = Clock.GetUtcNow(), ExpiresUtc = Clock.GetUtcNow().AddHours(8) };
        var ticket = new AuthenticationTicket(GrantClaims.Of(account, grant, session), properties, IdentityConstants.ApplicationScheme);
        return $"{cookie.Cookie.Name}={cookie.TicketDataFormat.Protect(ticket)}";
    }

    private Grant? GrantOf(Db db, Actor actor)
    {
        if (actor.Role == Role.User && actor.OrganisationId is null)
        {
            return null;
        }

        var grant = db.Grants.FirstOrDefault(g => g.AccountId == actor.AccountId && g.Role == actor.Role && g.OrganisationId == actor.OrganisationId && g.AreaCode == actor.AreaCode && g.State == GrantState.Granted);
        if (grant is null)
        {
            db.Grants.Add(grant = Grant.ByOperator(actor.AccountId!.Value, actor.Role, Clock.Now, actor.OrganisationId, actor.AreaCode));
            db.Record(JournalEntry.Of("grant", grant.Reference, "set-up", new(Actor.Product, Clock.Now)));
            db.SaveChanges();
        }

        return grant;
    }

    /// <summary>Opens a page, takes its antiforgery token and posts a form to an address, as a browser would.</summary>
    /// <summary>The version of what a page shows, as its forms carry it; empty where it shows no form.</summary>
    public static async Task<string> VersionOnAsync(HttpClient client, string page) =>
        Version().Match(await client.GetStringAsync(page)).Groups[1].Value;

    [GeneratedRegex("name=\"version\" value=\"([^\"]+)\"")]
    private static partial Regex Version();

    public static async Task<HttpResponseMessage> PostFormAsync(HttpClient client, string page, string action, params (string Key, string Value)[] fields)
    {
        using var opened = await client.GetAsync(page);
        var html = await opened.Content.ReadAsStringAsync();
        var token = Token().Match(html).Groups[1].Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, action)
        {
            Content = new FormUrlEncodedContent([.. fields.Select(f => KeyValuePair.Create(f.Key, f.Value)), new("__RequestVerificationToken", token)]),
        };

        // The antiforgery cookie is kept by the client itself, beside the one of the sign-in.
        return await client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        if (postgres is not null)
        {
            ClearPool();
            await OnServerAsync($"DROP DATABASE IF EXISTS {postgres} WITH (FORCE)");
        }
    }

    private WebApplicationFactory<Program> Build((string Key, string Value)[] settings) => new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
    {
        host.UseSetting("Data", folder);
        host.UseSetting("Postgres", Connection ?? "");
        host.UseSetting("Logging:LogLevel:Default", "Warning");
        host.UseSetting("hostBuilder:reloadConfigOnChange", "false");
        foreach (var (key, value) in settings)
        {
            host.UseSetting(key, value);
        }

        host.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock))
            .ConfigureDbContext<SqliteDb>(o => o.AddInterceptors(Queries)).ConfigureDbContext<PostgresDb>(o => o.AddInterceptors(Queries)));
    });

    /// <summary>The empty database is made once per run and copied for each test.</summary>
    private async Task CopyTemplateAsync()
    {
        await Making.WaitAsync();
        try
        {
            var kind = postgres is null ? "sqlite" : "postgres";
            if (!Templates.TryGetValue(kind, out var template))
            {
                Templates[kind] = template = await MakeTemplateAsync();
            }

            if (postgres is null)
            {
                File.Copy(template, Path.Combine(folder, "yixiang.db"));
            }
            else
            {
                await OnServerAsync($"CREATE DATABASE {postgres} TEMPLATE {template}");
            }
        }
        finally
        {
            Making.Release();
        }
    }

    private async Task<string> MakeTemplateAsync()
    {
        var place = Directory.CreateTempSubdirectory("yixiang-template-").FullName;
        var name = $"template_{Guid.NewGuid():N}";
        if (postgres is not null)
        {
            await OnServerAsync($"CREATE DATABASE {name}");
        }

        await using var app = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseSetting("Data", place);
            host.UseSetting("Postgres", postgres is null ? "" : $"{Server};Database={name};Pooling=false");
            host.UseSetting("Logging:LogLevel:Default", "Warning");
            host.ConfigureServices(s => s.RemoveAll<Microsoft.Extensions.Hosting.IHostedService>());
        });
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Schema>().UpgradeAsync(CancellationToken.None);
        if (postgres is null)
        {
            await scope.ServiceProvider.GetRequiredService<Db>().Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
            SqliteConnection.ClearAllPools();
        }

        return postgres is null ? Path.Combine(place, "yixiang.db") : name;
    }

    /// <summary>Closes what the product kept open to a database that is about to go.</summary>
    private void ClearPool()
    {
        var options = new DbContextOptionsBuilder<PostgresDb>();
        options.OnServer(Connection!);
        using var db = new PostgresDb(options.Options, []);
        NpgsqlConnection.ClearPool((NpgsqlConnection)db.Database.GetDbConnection());
    }

    private static async Task OnServerAsync(string statement)
    {
        await using var connection = new NpgsqlConnection($"{Server};Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}

/// <summary>A clock that a test can set; it stands at 2026-03-20 10:00 in the city until then.</summary>
public sealed class TestClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 3, 20, 2, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
