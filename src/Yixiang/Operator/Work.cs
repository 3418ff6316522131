using System.CommandLine;
using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Operator;

/// <summary>One call of a command: what was asked, and the product it works on.</summary>
internal sealed record Call(ParseResult Parsed, IServiceProvider Services)
{
    public Db Db => Services.GetRequiredService<Db>();

    public DateTimeOffset Now => Services.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>The command line acts for the product: whoever may run it holds the machine.</summary>
    public Act Act => new(Actor.Product, Now);

    /// <exception cref="RefusedException"><c>schema-behind</c>: the database is not there, or not of this version.</exception>
    public async Task DemandCurrentAsync(CancellationToken stop)
    {
        // A slip in the name of the folder must not leave an empty database there.
        if ((!Db.OnPostgres && !File.Exists(Db.Database.GetDbConnection().DataSource)) || !await Of<Schema>().IsCurrentAsync(stop))
        {
            throw new RefusedException(new(RefusalKind.Conflict, "schema-behind"));
        }
    }

    public T Of<T>() where T : notnull => Services.GetRequiredService<T>();
}

/// <summary>Gives commands their common manners: place, JSON, exit codes, errors in words.</summary>
internal static class Work
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Says what a command does; adds <c>--data</c>, <c>--postgres</c> and <c>--json</c>.</summary>
    public static Command Does(this Command command, Func<Call, CancellationToken, Task<Outcome>> work)
    {
        var place = new Place();
        var json = new Option<bool>("--json") { Description = T("operator.json") };
        place.AddTo(command);
        command.Add(json);
        command.SetAction(async (parsed, stop) =>
        {
            var outcome = await OutcomeAsync(place, parsed, work, stop);
            var asked = parsed.GetValue(json);
            var writer = asked || outcome.Code != Outcome.Unusable ? parsed.InvocationConfiguration.Output : parsed.InvocationConfiguration.Error;
            await writer.WriteLineAsync(asked ? JsonSerializer.Serialize(outcome.Result, Json) : outcome.Sentence);
            return outcome.Code;
        });
        return command;
    }

    private static async Task<Outcome> OutcomeAsync(Place place, ParseResult parsed, Func<Call, CancellationToken, Task<Outcome>> work, CancellationToken stop)
    {
        try
        {
            await using var product = place.Open(parsed);
            await using var scope = product.Services.CreateAsyncScope();
            return await work(new(parsed, scope.ServiceProvider), stop);
        }
        catch (RefusedException refused)
        {
            var code = refused.Refusal.Code == "schema-behind" ? Outcome.Unusable : Outcome.Found;
            return new(code, refused.Refusal.Sentence, new { refused = refused.Refusal.Code, sentence = refused.Refusal.Sentence });
        }
        catch (Exception error) when (IsUnusable(error))
        {
            var sentence = T("operator.unusable", error.Message);
            return new(Outcome.Unusable, sentence, new { unusable = error.Message });
        }
    }

    /// <summary>Something about the machine or the arguments, not about the product.</summary>
    public static bool IsUnusable(Exception error) =>
        error is IOException or UnauthorizedAccessException or CityPackError or DbException or ArgumentException or InvalidDataException;
}
