using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;
using Yixiang.Site;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Operator;

/// <summary>Serves the site. Any setting may be given as <c>--Section:Name=value</c>.</summary>
internal static partial class ServeCommand
{
    public const string Name = "serve";
    public const string DefaultUrl = "http://127.0.0.1:5080";

    public static Command Create()
    {
        var command = new Command(Name, T("operator.serve"));
        ActFor(command);
        return command;
    }

    public static void ActFor(Command command)
    {
        var place = new Place();
        var urls = new Option<string?>("--urls") { Description = T("operator.urls", DefaultUrl), HelpName = "URLS" };
        var empty = new Option<bool>("--empty") { Description = T("operator.empty") };
        var demo = new Option<bool>("--demo") { Description = T("operator.demo") };
        command.Add(urls);
        place.AddTo(command);
        command.Add(empty);
        command.Add(demo);
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (parsed, _) =>
        {
            var strange = parsed.UnmatchedTokens.FirstOrDefault(t => !Setting().IsMatch(t));
            if (strange is not null || (parsed.GetValue(demo) && parsed.GetValue(empty)))
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(strange is null ? T("operator.demo-or-empty") : T("operator.not-understood", strange));
                return Outcome.Unusable;
            }

            var builder = place.Builder(parsed, [.. parsed.UnmatchedTokens]);
            Set(builder, "urls", parsed.GetValue(urls) ?? builder.Configuration["urls"] ?? DefaultUrl);
            Set(builder, "Demo", parsed.GetValue(demo) ? "true" : null);
            return await ServeAsync(builder, parsed.InvocationConfiguration.Error);
        });
    }

    private static void Set(WebApplicationBuilder builder, string name, string? value) => builder.Configuration[name] = value ?? builder.Configuration[name];

    private static async Task<int> ServeAsync(WebApplicationBuilder builder, TextWriter error)
    {
        try
        {
            builder.WebHost.UseStaticWebAssets();
            builder.AddYixiang();
            builder.AddDemo();
            builder.Services.AddKernelJobs();
            await using var app = builder.Build();
            // The words of the search take as long to read as the database takes to come up.
            var words = Task.Run(app.Services.GetRequiredService<Lexicon>);
            await using (var scope = app.Services.CreateAsyncScope())
            {
                await scope.ServiceProvider.GetRequiredService<Schema>().UpgradeAsync(CancellationToken.None);
                await TakeKeysAsync(app, scope.ServiceProvider.GetRequiredService<Db>());
            }

            app.UseYixiang();
            await words;
            app.Lifetime.ApplicationStarted.Register(Announce, (app, CultureInfo.CurrentUICulture));
            CultureInfo.CurrentUICulture = Chinese;
            await app.RunAsync();
            return Outcome.Done;
        }
        catch (Exception wrong) when (Work.IsUnusable(wrong))
        {
            await error.WriteLineAsync(T("operator.unusable", wrong.Message));
            return Outcome.Unusable;
        }
    }

    /// <summary>The site serves without its old keys too, but whoever holds the machine must hear that they are missing.</summary>
    private static async Task TakeKeysAsync(WebApplication app, Db db)
    {
        var keys = await app.Services.GetRequiredService<KeyCustody>().TakeAsync(db, CancellationToken.None);
        if (keys.Shut > 0)
        {
            app.Logger.LogError("{Sentence}", In(Chinese, "operator.keys-shut", keys.Shut, app.Services.GetRequiredService<KeyChest>().Where));
        }
    }

    private static void Announce(object? state)
    {
        var (app, language) = ((WebApplication, CultureInfo))state!;
        var server = app.Services.GetRequiredService<IServer>();
        if (server.GetType().Assembly.GetName().Name?.Contains("Kestrel", StringComparison.Ordinal) != true)
        {
            return; // A test's server listens nowhere.
        }

        foreach (var address in server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
        {
            Console.WriteLine(In(language, "operator.serving", address));
        }
    }

    [GeneratedRegex("^--[A-Za-z][A-Za-z0-9_.]*(:[A-Za-z0-9_.]+)*=")]
    private static partial Regex Setting();
}
