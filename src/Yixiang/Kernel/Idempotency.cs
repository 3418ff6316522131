using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.Options;

namespace Yixiang.Kernel;

/// <summary>A creation that was answered once: the same request again gets the same answer, not a second thing.</summary>
/// <remarks>The answer is locked with the request itself (<see cref="AnswerLock"/>): the database alone cannot read it, and a purge (A1) wipes even that.</remarks>
[Unjournalled("remembers that a request was answered; what the request did has its own entry")]
public sealed class AnsweredRequest
{
    public long Id { get; private set; }

    /// <summary>Whose key it is: two callers may choose the same one.</summary>
    public required long AccountId { get; init; }

    /// <summary>The header <c>Idempotency-Key</c>, with the route it was sent to and the organisation it was sent for.</summary>
    public required string Key { get; init; }
    public required string BodyDigest { get; init; }

    /// <summary>What was created; empty for an answer that tells of many things, which every purge takes.</summary>
    public required string Reference { get; init; }

    /// <summary>The answer, locked; null when a purge took it.</summary>
    public string? Answer { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class AnsweredRequestTable : IEntityTypeConfiguration<AnsweredRequest>
{
    public void Configure(EntityTypeBuilder<AnsweredRequest> table)
    {
        table.ToTable("answered_requests");
        table.HasIndex(a => new { a.AccountId, a.Key }).IsUnique();
        table.HasIndex(a => a.At);
        table.HasIndex(a => a.Reference);
        table.Property(a => a.Key).HasMaxLength(260);
        table.Property(a => a.BodyDigest).HasMaxLength(64).IsFixedLength();
        table.Property(a => a.Reference).HasMaxLength(80);
    }
}

/// <summary>What a creation came to.</summary>
/// <param name="Reference">Of the filing, instrument or other thing that a purge knows it by; empty where the answer tells of many.</param>
/// <param name="Location">Where it is from now on; empty where there is no one place.</param>
/// <param name="Version">Null for what is never changed.</param>
/// <param name="View">What is shown of it.</param>
public sealed record Creation(string Reference, string Location, Guid? Version, object View, int Status = StatusCodes.Status201Created);

/// <summary>Marks an endpoint that creates something, and creates it once however often the request comes with one <c>Idempotency-Key</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CreatesOnceAttribute : Attribute;

/// <summary>An answer word for word, so that it can be given again.</summary>
internal sealed record GivenAnswer(int Status, string Location, string ETag, string Body, bool IsRepeated = false) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var answer = httpContext.Response;
        (answer.StatusCode, answer.ContentType) = (Status, "application/json; charset=utf-8");
        (answer.Headers.Location, answer.Headers.ETag) = (Location == "" ? default : new(Location), ETag == "" ? default : new(ETag));
        answer.Headers["Idempotency-Replayed"] = IsRepeated ? "true" : "false";
        return answer.WriteAsync(Body, httpContext.RequestAborted);
    }
}

public static class Idempotency
{
    public const string Header = "Idempotency-Key";

    /// <summary>Longest key a caller may choose.</summary>
    public const int Longest = 200;

    /// <summary>How long an answer is repeated; after it the key is free again.</summary>
    public static readonly TimeSpan Term = TimeSpan.FromHours(24);

    /// <summary>Says in the API document that the creation takes the header, and holds the endpoint to it: an answer that forgets the key is a bug, not a second thing.</summary>
    public static RouteHandlerBuilder CreatesOnce(this RouteHandlerBuilder endpoint) =>
        endpoint.WithHeader(Header).WithMetadata(new CreatesOnceAttribute()).AddEndpointFilter(async (call, next) => await next(call) switch
        {
            IStatusCodeHttpResult { StatusCode: < 300 } when call.HttpContext.Request.Headers.ContainsKey(Header) =>
                throw new InvalidOperationException($"{call.HttpContext.Request.Path} takes {Header} and answered without {nameof(CreateOnceAsync)}."),
            var answer => answer,
        });

    private sealed record Request(long AccountId, string Name, string Body, string Digest, DateTimeOffset At);

    /// <summary>Creates something once, however often the request comes, in one transaction with the memory of the answer; every repetition gets the first answer as it was.</summary>
    /// <param name="body">The request's body, letter by letter.</param>
    /// <param name="create">Creates; everything it saves is in the transaction.</param>
    /// <exception cref="RefusedException"><c>idempotency-key-reused</c>: the key came before with another body.</exception>
    public static async Task<IResult> CreateOnceAsync(this Db db, HttpContext http, Actor actor, string route, string body, DateTimeOffset at, Func<Task<Creation>> create)
    {
        var stop = http.RequestAborted;
        var key = http.Request.Headers[Header].ToString();
        if (key.Length > Longest)
        {
            return Problems.Invalid(new Dictionary<string, string[]> { [Header] = [Texts.T("problem.too-long", Longest, key.Length)] });
        }

        var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var request = key == "" ? null : new Request(actor.AccountId ?? 0, $"{route} {actor.OrganisationId} {key}", body, JournalEntry.DigestOf(body), at);
        if (request is not null && await db.AnsweredAsync(request, key, stop) is { } before)
        {
            return before;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        try
        {
            var made = await create();
            var answer = new GivenAnswer(made.Status, made.Location, made.Version is { } version ? Preconditions.ETag(version) : "", JsonSerializer.Serialize(made.View, made.View.GetType(), json));
            if (request is not null)
            {
                await db.KeepAsync(request, made.Reference, answer, stop);
            }

            await transaction.CommitAsync(stop);
            return answer;
        }
        catch (Exception error) when (request is not null && error is DbUpdateException or RefusedException { Refusal.Kind: RefusalKind.Conflict })
        {
            // Two requests with one key at once: one of them passed, and the other stands in its own way.
            await transaction.RollbackAsync(stop);
            db.ChangeTracker.Clear();
            if (await db.AnsweredAsync(request!, key, stop) is { } other)
            {
                return other;
            }

            throw;
        }
    }

    private static async Task KeepAsync(this Db db, Request request, string reference, GivenAnswer answer, CancellationToken stop)
    {
        var over = request.At - Term;
        await db.Set<AnsweredRequest>().Where(a => a.At <= over).ExecuteDeleteAsync(stop);
        var locked = AnswerLock.Close(JsonSerializer.Serialize(answer), request.Name, request.Body);
        db.Add(new AnsweredRequest { AccountId = request.AccountId, Key = request.Name, BodyDigest = request.Digest, Reference = reference, Answer = locked, At = request.At });
        await db.SaveChangesAsync(stop);
    }

    private static async Task<IResult?> AnsweredAsync(this Db db, Request request, string key, CancellationToken stop)
    {
        var over = request.At - Term;
        var before = await db.Set<AnsweredRequest>().AsNoTracking().SingleOrDefaultAsync(a => a.AccountId == request.AccountId && a.Key == request.Name && a.At > over, stop);
        return before is null ? null
            : before.BodyDigest != request.Digest ? throw new RefusedException(new(RefusalKind.Conflict, "idempotency-key-reused", key))
            : before.Answer is { } locked ? JsonSerializer.Deserialize<GivenAnswer>(AnswerLock.Open(locked, request.Name, request.Body))! with { IsRepeated = true }
            : Problems.NotFound(before.Reference);
    }
}
