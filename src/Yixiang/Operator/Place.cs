using System.CommandLine;
using Yixiang.Site;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Operator;

/// <summary>Where a command works: the folder of data, and PostgreSQL where that is the database.</summary>
internal sealed class Place
{
    public Option<string?> Data { get; } = new("--data") { Description = T("operator.data"), HelpName = "DIR" };

    public Option<string?> Postgres { get; } = new("--postgres") { Description = T("operator.postgres"), HelpName = "CONNECTION" };

    public void AddTo(Command command)
    {
        command.Add(Data);
        command.Add(Postgres);
    }

    /// <summary>The product, put together for this place and not yet serving.</summary>
    /// <param name="settings">Settings in the form <c>--Name=value</c>.</param>
    public WebApplicationBuilder Builder(ParseResult parsed, params string[] settings)
    {
        var published = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = published ? AppContext.BaseDirectory : null });
        builder.Configuration.AddEnvironmentVariables("YIXIANG_");
        builder.Configuration.AddCommandLine(settings);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Data"] = parsed.GetValue(Data), ["Postgres"] = parsed.GetValue(Postgres) }.Where(s => s.Value is not null));
        return builder;
    }

    /// <summary>The product for a command: everything but the pages at work; quiet, so that what is printed is the answer.</summary>
    public WebApplication Open(ParseResult parsed)
    {
        var builder = Builder(parsed);
        builder.AddYixiang();
        builder.Logging.ClearProviders();
        return builder.Build();
    }
}
