using System.Text;
using Microsoft.Net.Http.Headers;
using Yixiang.Kernel;

namespace Yixiang.Ledger;

/// <summary>What the public ledger was made from: by this a reader who comes again is told whether anything has changed since.</summary>
/// <remarks>
/// The mark is never ahead of the data: it is moved after the search index of this node has taken the change over, so a file that was read meanwhile may be
/// newer than its tag, and is then fetched once more, but never older.
/// </remarks>
public sealed class LedgerMark(TimeProvider clock)
{
    private static readonly string Build = typeof(LedgerMark).Assembly.ManifestModule.ModuleVersionId.ToString("N");

    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    private readonly DateTimeOffset started = clock.GetUtcNow();
    private long turn;
    private Moment moment = new(0, DateTimeOffset.MinValue);

    /// <summary>When public pages could last become others: by a change of the ledger, a new day in the city, or a new build of the site.</summary>
    public DateTimeOffset LastModified => new[] { moment.At, started, CityTime.BeginningOf(clock.Today()) }.Max();

    /// <summary>The same, once so long ago that no other change can have fallen into that second unseen: HTTP tells times in whole seconds.</summary>
    public DateTimeOffset? ToldModified => clock.GetUtcNow() - LastModified >= Settled ? LastModified : null;

    /// <summary>The tag of a file that is made from the ledger: the same entry of the journal, day, build and address give the same file.</summary>
    public EntityTagHeaderValue TagOf(HttpRequest request) =>
        EntityTags.Of(Encoding.UTF8.GetBytes($"{Build} {moment.Entry} {clock.Today():O} {request.PathBase}{request.Path}{request.QueryString}"));

    /// <summary>Grows whenever this node has taken a change over. Kept pages carry it in their key, so that one whose making began before a change is never given after it.</summary>
    public long Turn => Interlocked.Read(ref turn);

    /// <summary>From now on nothing that was kept before is given any more.</summary>
    internal void TurnOver() => Interlocked.Increment(ref turn);

    /// <param name="entry">Number of the newest entry of the journal that touched the ledger.</param>
    internal void Move(long entry, DateTimeOffset at)
    {
        if (entry > moment.Entry)
        {
            moment = new(entry, at);
        }
    }

    private sealed record Moment(long Entry, DateTimeOffset At);
}

/// <summary>Says that a door gives its own tag and time, from the mark of the ledger.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MarkedAttribute : Attribute;

/// <summary>Marks files that are made from the ledger.</summary>
internal static class MarkedFiles
{
    /// <summary>Gives a file its tag and its time; who has it already gets 304 before anything is read.</summary>
    public static RouteHandlerBuilder Marked(this RouteHandlerBuilder file) => file.WithMetadata(new MarkedAttribute()).AddEndpointFilter(async (context, next) =>
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        if (!HttpMethods.IsGet(request.Method))
        {
            return await next(context);
        }

        var mark = context.HttpContext.RequestServices.GetRequiredService<LedgerMark>();
        var (tag, changed) = (mark.TagOf(request), mark.ToldModified);
        response.OnStarting(() =>
        {
            if (response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified)
            {
                (response.Headers.ETag, response.Headers.CacheControl) = (tag.ToString(), "no-cache");
                response.GetTypedHeaders().LastModified = changed;
            }

            return Task.CompletedTask;
        });
        return request.HasAlready(tag, changed) ? Results.StatusCode(StatusCodes.Status304NotModified) : await next(context);
    });
}
