using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Province;

/// <summary>A move that is open to the caller now.</summary>
public sealed record RecommendationAction(string Name, string Label, string Method, string Href);

/// <summary>A recommendation over the API.</summary>
/// <param name="Number">Of the instrument on the provincial platform.</param>
/// <param name="Url">Its page there.</param>
/// <param name="Why">Why it was refused, removed or withdrawn.</param>
public sealed record RecommendationView(
    string Reference, RecommendationState State, string Instrument, string Name, string Organisation, string OrganisationName, string Area, DateTimeOffset ProposedAt, DateTimeOffset? SentAt, string? Package,
    string? Number, string? Url, DateOnly? ListedOn, string? Why, DateTimeOffset? EndedAt, Guid Version, IReadOnlyList<RecommendationAction> Actions);

/// <summary>One page of recommendations.</summary>
public sealed record RecommendationList(int Total, int Page, int Size, IReadOnlyList<RecommendationView> Items);

/// <summary>Which instruments are proposed.</summary>
/// <param name="Instruments">Their references, at most 2,000.</param>
public sealed record Proposal([property: Required(ErrorMessage = "province-proposal"), MinLength(1, ErrorMessage = "province-proposal"), MaxLength(Recommendations.Most, ErrorMessage = "province-proposal")] IReadOnlyList<string>? Instruments);

/// <summary>An instrument that stands on the platform already.</summary>
/// <param name="Instrument">Its reference.</param>
public sealed record AlreadyListed([property: Required(ErrorMessage = "required")] string? Instrument, string? Number, string? Address = null, DateOnly? ListedOn = null) : IValidatableObject
{
    internal PlatformEntry Entry => new(Number, Address, ListedOn);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Entry.Validate(validationContext);
}

/// <summary>A package over the API.</summary>
/// <param name="File">Address of its sheet in the national form.</param>
public sealed record PackageView(string? Reference, int Instruments, string? File, IReadOnlyList<LeftOut> LeftOut);

/// <summary>How recommendations are told over the API.</summary>
internal sealed class RecommendationViews(Db db, Actor actor)
{
    public const string Root = "/api/v1/recommendations";

    /// <summary>Moves that are made one at a time by a person; a package sends, and the product lets lapse.</summary>
    public static IEnumerable<Lifecycle<Recommendation, RecommendationState>.Move> Moves =>
        Recommendation.Lifecycle.Moves.Where(m => m != Recommendation.Lifecycle.Send && m != Recommendation.Lifecycle.Lapse);

    public async Task<RecommendationView> OfAsync(Recommendation recommendation, CancellationToken stop)
    {
        var row = await db.RecommendationRowsOf(db.Recommendations.AsNoTracking().Where(r => r.Id == recommendation.Id)).SingleAsync(stop);
        return Of(row, [.. Moves.Where(m => m.WhyNot(actor, recommendation) is null).Select(m => new RecommendationAction(m.Name, T(m.Label), "POST", $"{Root}/{recommendation.Reference}/{m.Name}"))]);
    }

    public static RecommendationView Of(RecommendationRow r, IReadOnlyList<RecommendationAction> actions) => new(
        r.Reference, r.State, r.Instrument, r.Name, r.Organisation, r.OrganisationName, r.AreaCode, r.ProposedAt, r.SentAt, r.Package, r.Number, r.Address, r.ListedOn, r.Why, r.EndedAt, r.Version, actions);
}

/// <summary>Recommendations over the API: officers and units read what their pages show, the bureau does what its pages do.</summary>
internal static class RecommendationsApi
{
    public static void MapRecommendationsApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(RecommendationViews.Root).WithTags("Recommendations").For(Role.UnitAdministrator, Role.CountyOfficer, Role.BureauOfficer).Scoped("recommendations");
        api.MapGet("", ListAsync).Named("all").WithQuery(RecommendationAsk.Parameters).Produces<RecommendationList>().ProducesValidationProblem();
        api.MapPost("", ProposeAsync).Named("propose").CreatesOnce().Accepts<Proposal>("application/json").Produces<Outcome>().ProducesValidationProblem().ProducesProblem(403).ProducesProblem(409);
        api.MapPost("/already-listed", EnterAsync).Named("enter").CreatesOnce().Accepts<AlreadyListed>("application/json").Produces<RecommendationView>(201).ProducesValidationProblem().ProducesProblem(403).ProducesProblem(409);
        api.MapPost("/packages", SendAsync).Named("send").CreatesOnce().Produces<PackageView>(201).Produces<PackageView>().ProducesProblem(403).ProducesProblem(409);
        api.MapGet("/{reference}", ShowAsync).Named("show").WithHeader("If-None-Match").Produces<RecommendationView>().Produces(304).ProducesProblem(404);
        foreach (var move in RecommendationViews.Moves)
        {
            api.MapMove(move);
        }
    }

    private static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name) => endpoint.WithName($"recommendations.{name}").WithSummary(In(English, $"api.recommendations.{name}"));

    private static void MapMove(this RouteGroupBuilder api, Lifecycle<Recommendation, RecommendationState>.Move move) =>
        api.MapPost($"/{{reference}}/{move.Name}", (string reference, JsonBody body, HttpContext http, Db db, Actor actor, Recommendations recommendations, RecommendationViews views, CancellationToken stop) =>
                MoveAsync(move, reference, body, http, db, actor, recommendations, views, stop))
            .WithName($"recommendations.{move.Name}").WithSummary(In(English, move.Label)).WithHeader("If-Match").Accepts(move.InputType, "application/json").Produces<RecommendationView>()
            .ProducesValidationProblem().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);

    private static async Task<IResult> ListAsync(HttpContext http, Db db, Actor actor, CityPack pack, CancellationToken stop)
    {
        var query = new QueryReader(http.Request.Query);
        var ask = RecommendationAsk.Read(query);
        RecommendationAsk.Judge(query, pack);
        foreach (var name in http.Request.Query.Keys.Where(k => !RecommendationAsk.Parameters.Contains(k)))
        {
            query.Problems[name] = [T("problem.unknown-parameter", string.Join(T("list.and"), RecommendationAsk.Parameters))];
        }

        if (query.Problems.Count > 0)
        {
            return Problems.Invalid(query.Problems);
        }

        var page = await db.RecommendationRowsOf(ask.Narrow(db, db.Recommendations.AsNoTracking().VisibleTo(actor))).ExactPageAsync(ask.Page, ask.Size, stop);
        return Results.Ok(new RecommendationList(page.Total, page.Number, page.Size, [.. page.Items.Select(r => RecommendationViews.Of(r, []))]));
    }

    private static async Task<IResult> ProposeAsync(JsonBody body, HttpContext http, Db db, Actor actor, Recommendations recommendations, TimeProvider clock, CancellationToken stop) =>
        MoveInput.Read(typeof(Proposal), body.Content, out var errors) is Proposal proposal
            ? await db.CreateOnceAsync(http, actor, "POST recommendations", body.Content.GetRawText(), clock.GetUtcNow(), async () =>
                new("", "", null, await recommendations.ProposeAsync([.. proposal.Instruments!.OfType<string>()], actor, stop), StatusCodes.Status200OK))
            : Problems.Invalid(errors);

    private static async Task<IResult> EnterAsync(JsonBody body, HttpContext http, Db db, Actor actor, Recommendations recommendations, RecommendationViews views, TimeProvider clock, CancellationToken stop)
    {
        if (MoveInput.Read(typeof(AlreadyListed), body.Content, out var errors) is not AlreadyListed input)
        {
            return Problems.Invalid(errors);
        }

        var instrument = input.Instrument!.Trim().ToUpperInvariant();
        return await db.CreateOnceAsync(http, actor, "POST recommendations/already-listed", body.Content.GetRawText(), clock.GetUtcNow(), async () =>
        {
            var entered = await recommendations.EnterAsync(instrument, input.Entry, actor, stop);
            return new(instrument, $"{RecommendationViews.Root}/{entered.Reference}", entered.Version, await views.OfAsync(entered, stop));
        });
    }

    private static Task<IResult> SendAsync(HttpContext http, Db db, Actor actor, Recommendations recommendations, TimeProvider clock, CancellationToken stop) =>
        db.CreateOnceAsync(http, actor, "POST recommendations/packages", "", clock.GetUtcNow(), async () =>
        {
            var (package, outcome) = await recommendations.SendAsync(actor, stop);
            return package is null
                ? new("", "", null, new PackageView(null, 0, null, outcome.LeftOut), StatusCodes.Status200OK)
                : new("", $"{RecommendationViews.Root}?package={package.Reference}", null,
                    new PackageView(package.Reference, package.Instruments, $"/desk/province/packages/{package.Reference}/national.xlsx", outcome.LeftOut));
        });

    private static async Task<IResult> ShowAsync(string reference, HttpContext http, Db db, Actor actor, RecommendationViews views, CancellationToken stop) =>
        await FindAsync(db, actor, reference, stop) is not { } recommendation ? Problems.NotFound(reference)
        : http.Request.Has(recommendation.Version) ? Results.StatusCode(StatusCodes.Status304NotModified)
        : await AnswerAsync(http, recommendation, views, stop);

    private static async Task<IResult> MoveAsync(
        Lifecycle<Recommendation, RecommendationState>.Move move, string reference, JsonBody body, HttpContext http, Db db, Actor actor, Recommendations recommendations, RecommendationViews views, CancellationToken stop)
    {
        if (await FindAsync(db, actor, reference, stop) is not { } recommendation)
        {
            return Problems.NotFound(reference);
        }

        if (MoveInput.Read(move.InputType, body.Content, out var errors) is not { } input)
        {
            return Problems.Invalid(errors);
        }

        if (http.Request.Headers.IfMatch.Count > 0 && http.Request.IfMatch(out _) != recommendation.Version)
        {
            return Preconditions.Stale();
        }

        await recommendations.MakeAsync(move, recommendation, input, actor, stop);
        return await AnswerAsync(http, recommendation, views, stop);
    }

    private static Task<Recommendation?> FindAsync(Db db, Actor actor, string reference, CancellationToken stop) =>
        db.Recommendations.VisibleTo(actor).SingleOrDefaultAsync(r => r.Reference == reference, stop);

    private static async Task<IResult> AnswerAsync(HttpContext http, Recommendation recommendation, RecommendationViews views, CancellationToken stop)
    {
        http.Response.Headers.ETag = Preconditions.ETag(recommendation.Version);
        return Results.Ok(await views.OfAsync(recommendation, stop));
    }
}
