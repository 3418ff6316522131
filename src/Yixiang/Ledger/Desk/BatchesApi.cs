using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger.Desk;

/// <summary>Which instruments to put into a batch.</summary>
/// <param name="References">Null for all that wait.</param>
public sealed record BatchPut(IReadOnlyList<string>? References);

/// <summary>A move that is open to the caller now.</summary>
public sealed record BatchAction(string Name, string Label, string Href);

/// <summary>A batch as officers see it.</summary>
/// <param name="List">Reference of the import it is made of; null where instruments are put in by hand.</param>
/// <param name="AwaitsList">That import has not ended yet: the batch fills when it does.</param>
public sealed record BatchView(
    int Number, string Title, BatchState State, DateOnly DecidedOn, string DecisionNumber, DateTimeOffset? PublishedAt, Guid Version, string? List, bool AwaitsList,
    IReadOnlyList<string> Instruments, IReadOnlyList<BatchAction> Actions);

/// <summary>Batches over the API, for officers: what their pages do.</summary>
internal static class BatchesApi
{
    private const string Root = "/api/v1/desk/batches";

    public static void MapBatchesApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(Root).WithTags("Batches").For(Role.BureauOfficer);
        api.MapGet("", ListAsync).Named("list").WithQuery(LedgerApi.Pages).Produces<Listed<BatchView>>().ProducesValidationProblem();
        api.MapPost("", BeginAsync).Named("begin").CreatesOnce().Accepts<BatchInput>("application/json").Produces<BatchView>(201).ProducesValidationProblem().ProducesProblem(409);
        api.MapGet("/{number:int}", ShowAsync).Named("show").WithHeader("If-None-Match").Produces<BatchView>().Produces(304).ProducesProblem(404);
        api.MapPost("/{number:int}/instruments", PutAsync).Named("put").WithHeader("If-Match").Accepts<BatchPut>("application/json").Produces<BatchView>().ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);
        api.MapPost("/{number:int}/fill", FillAsync).Named("fill").WithHeader("If-Match").Produces<BatchView>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);
        api.MapDelete("/{number:int}/instruments/{reference}", TakeOutAsync).Named("take-out").WithHeader("If-Match").Produces<BatchView>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);
        foreach (var move in Batch.Lifecycle.Moves)
        {
            api.MapMove(move);
        }
    }

    private static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name) =>
        endpoint.WithName($"batches.{name}").WithSummary(In(English, $"api.batches.{name}"));

    private static void MapMove(this RouteGroupBuilder api, Lifecycle<Batch, BatchState>.Move move) =>
        api.MapPost($"/{{number:int}}/{move.Name}", (int number, JsonElement body, HttpContext http, Db db, Actor actor, BatchMoves moves, CancellationToken stop) =>
                ChangeAsync(number, http, db, actor, batch => MoveInput.Read(move.InputType, body, out var errors) is { } input
                    ? (moves.MakeAsync(move, batch, input, actor, stop), null)
                    : (null, errors), stop))
            .WithName($"batches.{move.Name}").WithSummary(In(English, move.Label)).WithHeader("If-Match").Accepts(move.InputType, "application/json").Produces<BatchView>()
            .ProducesValidationProblem().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesProblem(422);

    private static async Task<IResult> ListAsync(HttpContext http, Db db, Actor actor, CancellationToken stop)
    {
        List<FieldProblem> problems = [];
        var page = LedgerAddress.Number(http.Request.Query, "page", 1, 1_000_000, 1, problems);
        var size = LedgerAddress.Number(http.Request.Query, "size", 1, Paging.MostSize, Paging.DefaultSize, problems);
        if (LedgerApi.Invalid(http, LedgerApi.Pages, problems) is { } invalid)
        {
            return invalid;
        }

        var found = await Whole(db.Batches.AsNoTracking()).OrderByDescending(b => b.Number).ThenByDescending(b => b.Id).ExactPageAsync(page, size, stop);
        return Results.Ok(new Listed<BatchView>(found.Total, found.Number, found.Size, [.. found.Items.Select(b => View(b, actor))]));
    }

    private static async Task<IResult> ShowAsync(int number, HttpContext http, Db db, Actor actor, CancellationToken stop) =>
        await FindAsync(db, number, stop) is not { } batch ? Problems.NotFound($"{number}")
        : http.Request.Has(batch.Version) ? Results.StatusCode(StatusCodes.Status304NotModified)
        : Answer(http, batch, actor);

    private static async Task<IResult> BeginAsync(JsonElement body, HttpContext http, Db db, Actor actor, BatchDrafts drafts, TimeProvider clock, CancellationToken stop)
    {
        if (MoveInput.Read(typeof(BatchInput), body, out var errors) is not BatchInput input)
        {
            return Problems.Invalid(errors);
        }

        return await db.CreateOnceAsync(http, actor, "POST batches", body.GetRawText(), clock.GetUtcNow(), async () =>
        {
            var begun = await drafts.BeginAsync(input, actor, stop);
            return await CreationAsync(db, begun.Number, actor, stop);
        });
    }

    private static Task<IResult> PutAsync(int number, JsonElement body, HttpContext http, Db db, Actor actor, BatchDrafts drafts, CancellationToken stop) =>
        ChangeAsync(number, http, db, actor, batch => MoveInput.Read(typeof(BatchPut), body, out var errors) is BatchPut put
            ? (drafts.PutAsync(batch, put.References, actor, stop), null)
            : (null, errors), stop);

    private static Task<IResult> FillAsync(int number, HttpContext http, Db db, Actor actor, BatchDrafts drafts, CancellationToken stop) =>
        ChangeAsync(number, http, db, actor, batch => (drafts.FillAsync(batch, actor, stop), null), stop);

    private static Task<IResult> TakeOutAsync(int number, string reference, HttpContext http, Db db, Actor actor, BatchDrafts drafts, CancellationToken stop) =>
        ChangeAsync(number, http, db, actor, batch => (drafts.TakeOutAsync(batch, reference, actor, stop), null), stop);

    /// <summary>Finds the batch, minds <c>If-Match</c> where it is sent, makes the change and answers with what came of it.</summary>
    private static async Task<IResult> ChangeAsync(
        int number, HttpContext http, Db db, Actor actor, Func<Batch, (Task? Change, Dictionary<string, string[]>? Errors)> change, CancellationToken stop)
    {
        if (await FindAsync(db, number, stop) is not { } batch)
        {
            return Problems.NotFound($"{number}");
        }

        if (http.Request.Headers.IfMatch.Count > 0 && http.Request.IfMatch(out _) != batch.Version)
        {
            return Preconditions.Stale();
        }

        var (made, errors) = change(batch);
        if (made is null)
        {
            return Problems.Invalid(errors!);
        }

        await made;
        db.ChangeTracker.Clear();
        // By what it is, not by its number, which one that was discarded has no longer.
        return Answer(http, await Whole(db.Batches).SingleAsync(b => b.Id == batch.Id, stop), actor);
    }

    internal static async Task<Creation> CreationAsync(Db db, int number, Actor actor, CancellationToken stop)
    {
        var batch = (await FindAsync(db, number, stop))!;
        return new($"{batch.Number}", $"{Root}/{batch.Number}", batch.Version, View(batch, actor));
    }

    private static Task<Batch?> FindAsync(Db db, int number, CancellationToken stop) =>
        Whole(db.StandingBatches).SingleOrDefaultAsync(b => b.Number == number, stop);

    private static IQueryable<Batch> Whole(IQueryable<Batch> batches) => batches.Include(b => b.Import).Include(b => b.Items).ThenInclude(i => i.Instrument);

    private static IResult Answer(HttpContext http, Batch batch, Actor actor)
    {
        http.Response.Headers.ETag = Preconditions.ETag(batch.Version);
        return Results.Ok(View(batch, actor));
    }

    private static BatchView View(Batch b, Actor actor) => new(
        b.Number, b.Title, b.State, b.DecidedOn, b.DecisionNumber, b.PublishedAt, b.Version, b.Import?.Reference, b.AwaitsList,
        [.. b.Items.OrderBy(i => i.Position).Select(i => i.Instrument.Reference)],
        [.. Batch.Lifecycle.AvailableTo(actor, b).Select(m => new BatchAction(m.Name, T(m.Label), $"{Root}/{b.Number}/{m.Name}"))]);
}
