using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings;

/// <summary>Filings over the API: what the pages do, for the systems of units and of the bureau.</summary>
internal static class FilingsApi
{
    private static readonly Role[] Readers = [Role.UnitAdministrator, Role.Technician, Role.CountyOfficer, Role.BureauOfficer];
    private static readonly string[] Parameters = ["state", "kind", "resource", "area", "organisation", "class", "late", "assigned", "q", "sort", "page", "size"];

    public static void MapFilingsApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(FilingViews.Root).WithTags("Filings").For(Readers).Scoped("filings");
        api.MapGet("", ListAsync).Named("list").WithQuery(Parameters).Produces<FilingList>().ProducesValidationProblem();
        api.MapPost("", CreateAsync).Named("create").CreatesOnce().For(Role.UnitAdministrator).Accepts<FilingBody>("application/json").Produces<FilingView>(201).ProducesValidationProblem().ProducesProblem(409);
        api.MapGet("/{reference}", ShowAsync).Named("show").WithHeader("If-None-Match").Produces<FilingView>().Produces(304).ProducesProblem(404);
        api.MapPut("/{reference}", SaveAsync).Named("save").WithHeader("If-Match").For(Role.UnitAdministrator).Accepts<FilingBody>("application/json")
            .Produces<FilingView>().ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesProblem(428);
        api.MapFilingFiles();
        foreach (var move in Filing.Lifecycle.Moves)
        {
            api.MapMove(move);
        }

        api.MapPost("/{reference}/{move}", NoSuchMove).ExcludeFromDescription();
    }

    /// <summary>A filing with everything that moves, shows or writes it.</summary>
    public static Task<Filing?> FindAsync(Db db, Actor actor, string reference, CancellationToken stop) =>
        db.Filings.Include(f => f.ReturnReasons).Include(f => f.Exemption).Include(f => f.Attachments).ThenInclude(a => a.File)
            .VisibleTo(actor).AsSplitQuery().SingleOrDefaultAsync(f => f.Reference == reference, stop);

    /// <summary>What no declared move takes: it does not exist, or its body is not JSON.</summary>
    private static IResult NoSuchMove(string reference, string move) => Filing.Lifecycle.Find(move) is null
        ? Problems.NotFound($"{reference}/{move}")
        : Results.Problem(statusCode: StatusCodes.Status415UnsupportedMediaType, title: T("problem.filing-not-json"), type: "urn:yixiang:refusal:invalid", extensions: new Dictionary<string, object?> { ["code"] = "invalid" });

    /// <summary>Names an operation and describes it, in English as API documents are.</summary>
    internal static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name) =>
        endpoint.WithName($"filings.{name}").WithSummary(In(English, $"api.filings.{name}")).WithDescription(In(English, $"api.filings.{name}.text"));

    private static void MapMove(this RouteGroupBuilder api, Lifecycle<Filing, FilingState>.Move move) =>
        api.MapPost($"/{{reference}}/{move.Name}", (string reference, JsonBody body, HttpContext http, Db db, Actor actor, FilingMoves moves, FilingViews views, CancellationToken stop) =>
                MoveAsync(move, reference, body, http, db, actor, moves, views, stop))
            .WithName($"filings.{move.Name}").WithSummary(In(English, move.Label))
            .WithDescription(In(English, "api.filings.move", string.Join(", ", move.From), move.To, string.Join(", ", move.By), move.ScopeName))
            .WithHeader("If-Match").Accepts(move.InputType, "application/json").Produces<FilingView>().ProducesValidationProblem()
            .ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesProblem(422);

    private static async Task<IResult> MoveAsync(
        Lifecycle<Filing, FilingState>.Move move, string reference, JsonBody body, HttpContext http, Db db, Actor actor, FilingMoves moves, FilingViews views, CancellationToken stop)
    {
        if (await FindAsync(db, actor, reference, stop) is not { } filing)
        {
            return Problems.NotFound(reference);
        }

        if (MoveInput.Read(move.InputType, body.Content, out var errors) is not { } input)
        {
            return Problems.Invalid(errors);
        }

        if (http.Request.Headers.IfMatch.Count > 0 && http.Request.IfMatch(out _) != filing.Version)
        {
            return Preconditions.Stale();
        }

        try
        {
            await moves.MakeAsync(move, filing, input, actor, stop);
        }
        catch (RefusedException refused) when (refused.Refusal is { Kind: RefusalKind.Incomplete, Fields.Count: 0 })
        {
            throw new RefusedException(refused.Refusal with { Fields = views.Missing(filing) });
        }

        return await AnswerAsync(http, filing, actor, views, stop);
    }

    private static async Task<IResult> ListAsync(HttpContext http, Db db, Actor actor, CodeTables tables, CityPack pack, CancellationToken stop)
    {
        var query = new QueryReader(http.Request.Query);
        var ask = QueueAsk.Read(query);
        QueueAsk.Judge(query, tables, pack);
        foreach (var name in http.Request.Query.Keys.Where(k => !Parameters.Contains(k)))
        {
            query.Problems[name] = [T("problem.no-parameter")];
        }

        if (query.Problems.Count > 0)
        {
            return Problems.Invalid(query.Problems);
        }

        var page = await db.RowsOf(ask.Order(ask.Narrow(db.Filings.AsNoTracking().VisibleTo(actor), db.Organisations, actor))).ExactPageAsync(ask.Page, ask.Size, stop);
        return Results.Ok(new FilingList(page.Total, page.Number, page.Size, [.. page.Items.Select(FilingViews.Line)]));
    }

    private static async Task<IResult> ShowAsync(string reference, HttpContext http, Db db, Actor actor, FilingViews views, CancellationToken stop) =>
        await FindAsync(db, actor, reference, stop) is not { } filing ? Problems.NotFound(reference)
        : http.Request.Has(filing.Version) ? Results.StatusCode(StatusCodes.Status304NotModified)
        : await AnswerAsync(http, filing, actor, views, stop);

    private static async Task<IResult> CreateAsync(JsonBody body, HttpContext http, Db db, Actor actor, FilingWriting writing, FilingViews views, TimeProvider clock, CancellationToken stop)
    {
        if (MoveInput.Read(typeof(FilingBody), body.Content, out var errors) is not FilingBody input)
        {
            return Problems.Invalid(errors);
        }

        if (await writing.ProblemsAsync(input, actor, stop) is { Count: > 0 } problems)
        {
            return Problems.Invalid(problems);
        }

        return await db.CreateOnceAsync(http, actor, "POST filings", body.Content.GetRawText(), clock.GetUtcNow(), async () =>
        {
            var reference = await writing.CreateAsync(input, actor, stop);
            var filing = (await FindAsync(db, actor, reference, stop))!;
            return new(reference, $"{FilingViews.Root}/{reference}", filing.Version, await views.OfAsync(filing, actor, stop));
        });
    }

    private static async Task<IResult> SaveAsync(string reference, JsonBody body, HttpContext http, Db db, Actor actor, FilingWriting writing, FilingViews views, CancellationToken stop)
    {
        if (await FindAsync(db, actor, reference, stop) is not { } filing)
        {
            return Problems.NotFound(reference);
        }

        if (http.Request.IfMatch(out var missing) is not { } seen)
        {
            return missing!;
        }

        if (MoveInput.Read(typeof(FilingBody), body.Content, out var errors) is not FilingBody input)
        {
            return Problems.Invalid(errors);
        }

        if (writing.Problems(filing, input) is { Count: > 0 } problems)
        {
            return Problems.Invalid(problems);
        }

        if (filing.Version != seen)
        {
            return Preconditions.Stale();
        }

        try
        {
            await writing.SaveAsync(filing, input, seen, actor, stop);
        }
        catch (RefusedException refused) when (refused.Refusal.Code == "changed-meanwhile")
        {
            return Preconditions.Stale();
        }

        return await AnswerAsync(http, filing, actor, views, stop);
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, Filing filing, Actor actor, FilingViews views, CancellationToken stop)
    {
        http.Response.Headers.ETag = Preconditions.ETag(filing.Version);
        return Results.Ok(await views.OfAsync(filing, actor, stop));
    }
}
