using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using System.Text.Json;
using Yixiang.Accounts;
using Yixiang.Instruments;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings;

/// <summary>Imports over the API: upload, mapping, dry run, rows, report, writing.</summary>
internal static class ImportsApi
{
    private static readonly string[] Paged = ["page", "size"];

    public static void MapImportsApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(ImportViews.Root).WithTags("Imports").For(Role.UnitAdministrator, Role.BureauOfficer).Scoped("imports");
        api.MapGet("", ListAsync).Documented("list").WithQuery(["state", .. Paged]).Produces<ImportList>().ProducesValidationProblem();
        api.MapPost("", ImportUpload.BeginAsync).Documented("upload").WithQuery(ImportUpload.Parameters).CreatesOnce().DisableAntiforgery()
            .Accepts<Stream>("application/octet-stream", "multipart/form-data", "*/*").Produces<ImportView>(201).ProducesValidationProblem().ProducesProblem(409);
        api.MapGet("/{reference}", ShowAsync).Documented("show").WithHeader("If-None-Match").Produces<ImportView>().Produces(304).ProducesProblem(404);
        api.MapGet("/{reference}/rows", RowsAsync).Documented("rows").WithQuery(["outcome", .. Paged]).Produces<ImportRowList>().ProducesValidationProblem().ProducesProblem(404);
        api.MapGet("/{reference}/report", async (string reference, Db db, Actor actor, ImportReport report, CancellationToken stop) =>
            await FindAsync(db, actor, reference, stop) is { } import ? report.Download(import) : Problems.NotFound(reference)).Documented("report").Produces(200).ProducesProblem(404);
        api.MapGet("/{reference}/mapping", LookAsync).Documented("mapping").WithQuery("sheet", "kind").Produces<MappingView>().ProducesValidationProblem().ProducesProblem(404);
        api.MapPut("/{reference}/mapping", MapAsync).Documented("map").WithHeader("If-Match").Accepts<MappingBody>("application/json").Produces<MappingView>()
            .ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesProblem(422).ProducesProblem(428);
        api.MapPost("/{reference}/{move}", MoveAsync).Documented("move").WithHeader("If-Match").Produces<ImportView>()
            .ProducesValidationProblem().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesProblem(422);
    }

    internal static Task<Import?> FindAsync(Db db, Actor actor, string reference, CancellationToken stop) =>
        db.Imports.Include(i => i.File).VisibleTo(actor).SingleOrDefaultAsync(i => i.Reference == reference, stop);

    internal static IResult? Unknown(HttpRequest request, QueryReader query, params IEnumerable<string> known)
    {
        foreach (var name in request.Query.Keys.Where(k => !known.Contains(k)))
        {
            query.Problems[name] = [T("problem.import-parameter", string.Join(", ", known))];
        }

        return query.Problems.Count > 0 ? Problems.Invalid(query.Problems) : null;
    }

    private static RouteHandlerBuilder Documented(this RouteHandlerBuilder endpoint, string name) =>
        endpoint.WithName($"imports.{name}").WithSummary(In(English, $"api.imports.{name}")).WithDescription(In(English, $"api.imports.{name}.text"));

    private static async Task<IResult> ListAsync(HttpContext http, Db db, Actor actor, CancellationToken stop)
    {
        var query = new QueryReader(http.Request.Query);
        var (state, page, size) = (query.Member<ImportState>("state"), query.Number("page", 1, 1_000_000), query.Number("size", Paging.DefaultSize, Paging.MostSize));
        if (Unknown(http.Request, query, ["state", .. Paged]) is { } invalid)
        {
            return invalid;
        }

        var found = await db.Imports.AsNoTracking().Include(i => i.File).VisibleTo(actor).Where(i => state == null || i.State == state).OrderByDescending(i => i.Id).ExactPageAsync(page, size, stop);
        return Results.Ok(new ImportList(found.Total, found.Number, found.Size, [.. found.Items.Select(i => ImportViews.Of(i, actor))]));
    }

    /// <summary>While it runs it changes without a new version, so nobody is told that nothing is new.</summary>
    private static async Task<IResult> ShowAsync(string reference, HttpContext http, Db db, Actor actor, CancellationToken stop) =>
        await FindAsync(db, actor, reference, stop) is not { } import ? Problems.NotFound(reference)
        : import.State is not (ImportState.Checking or ImportState.Applying) && http.Request.Has(import.Version) ? Results.StatusCode(StatusCodes.Status304NotModified)
        : Answer(http, import, ImportViews.Of(import, actor));

    private static async Task<IResult> RowsAsync(string reference, HttpContext http, Db db, Actor actor, CancellationToken stop)
    {
        if (await FindAsync(db, actor, reference, stop) is not { } import)
        {
            return Problems.NotFound(reference);
        }

        var query = new QueryReader(http.Request.Query);
        var (outcome, page, size) = (query.Member<RowOutcome>("outcome"), query.Number("page", 1, 1_000_000), query.Number("size", Paging.DefaultSize, Paging.MostSize));
        if (Unknown(http.Request, query, ["outcome", .. Paged]) is { } invalid)
        {
            return invalid;
        }

        var rows = await db.ImportRows.AsNoTracking().Where(r => r.ImportId == import.Id && (outcome == null || r.Outcome == outcome)).OrderBy(r => r.RowNumber).ExactPageAsync(page, size, stop);
        return Results.Ok(new ImportRowList(rows.Total, rows.Number, rows.Size, [.. rows.Items.Select(r => ImportViews.Of(r))]));
    }

    private static async Task<IResult> LookAsync(string reference, HttpContext http, Db db, Actor actor, ImportDesk desk, CancellationToken stop)
    {
        if (await FindAsync(db, actor, reference, stop) is not { } import)
        {
            return Problems.NotFound(reference);
        }

        var query = new QueryReader(http.Request.Query);
        var (sheet, kind) = (query.Text("sheet"), query.Member<ResourceKind>("kind"));
        return Unknown(http.Request, query, "sheet", "kind") ?? Answer(http, import, ImportViews.Of(await desk.LookAsync(import, kind, sheet, stop)));
    }

    private static async Task<IResult> MapAsync(string reference, JsonBody body, HttpContext http, Db db, Actor actor, ImportDesk desk, CancellationToken stop)
    {
        if (await FindAsync(db, actor, reference, stop) is not { } import)
        {
            return Problems.NotFound(reference);
        }

        if (http.Request.IfMatch(out var missing) is not { } seen)
        {
            return missing!;
        }

        if (MoveInput.Read(typeof(MappingBody), body.Content, out var errors) is not MappingBody input)
        {
            return Problems.Invalid(errors);
        }

        if (import.Version != seen)
        {
            return Preconditions.Stale();
        }

        var look = await desk.LookAsync(import, input.Kind, input.Sheet, stop);
        if (input.Problems(look) is { Count: > 0 } problems)
        {
            return Problems.Invalid(problems);
        }

        await desk.MapAsync(import, input.Over(look), actor, look.Sheet, stop);
        // A column that is now known to say what is classified gives the import another file.
        db.ChangeTracker.Clear();
        var mapped = (await FindAsync(db, actor, reference, stop))!;
        return Answer(http, mapped, ImportViews.Of(await desk.LookAsync(mapped, stop: stop)));
    }

    /// <summary><c>dry-run</c> is the API's word for the move <c>check</c>.</summary>
    private static async Task<IResult> MoveAsync(string reference, string move, HttpContext http, Db db, Actor actor, TimeProvider clock, CancellationToken stop)
    {
        var declared = Import.Lifecycle.Find(move == "dry-run" ? "check" : move);
        if (declared is null || declared.InputType != typeof(Nothing) || await FindAsync(db, actor, reference, stop) is not { } import)
        {
            return Problems.NotFound(reference);
        }

        if (await WrongAsync(http, stop) is { } wrong)
        {
            return wrong;
        }

        if (http.Request.Headers.IfMatch.Count > 0 && http.Request.IfMatch(out _) != import.Version)
        {
            return Preconditions.Stale();
        }

        await db.MoveAsync(declared, import, new Nothing(), actor, clock.GetUtcNow(), stop);
        return Answer(http, import, ImportViews.Of(import, actor));
    }

    /// <summary>A move needs no body; one that is sent must not say what nobody understands.</summary>
    private static async Task<IResult?> WrongAsync(HttpContext http, CancellationToken stop)
    {
        if (http.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true } || http.Request.ContentLength == 0)
        {
            return null;
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: stop);
            return MoveInput.Read(typeof(Nothing), body.RootElement, out var errors) is null ? Problems.Invalid(errors) : null;
        }
        catch (JsonException)
        {
            return Problems.Invalid(new Dictionary<string, string[]> { [""] = [T("problem.value-not-understood")] });
        }
    }

    private static IResult Answer<T>(HttpContext http, Import import, T view)
    {
        http.Response.Headers.ETag = Preconditions.ETag(import.Version);
        return Results.Ok(view);
    }
}
