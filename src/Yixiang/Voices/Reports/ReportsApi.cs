using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Voices;

/// <summary>A move that is open to the caller now.</summary>
public sealed record ReportAction(string Name, string Label, string Method, string Href);

/// <summary>A report as officers and the unit see it over the API; the reporter's contact is never in it.</summary>
public sealed record ReportView(
    string Reference, ReportState State, string Kind, string Text, string? Instrument, string? InstrumentName, string Organisation, string OrganisationName, string Area,
    DateTimeOffset ReceivedAt, DateOnly DueOn, bool Late, DateTimeOffset? ForwardedAt, DateTimeOffset? EscalatedAt, string? Answer, DateTimeOffset? SettledAt, Guid Version, IReadOnlyList<ReportAction> Actions);

/// <summary>One page of reports.</summary>
public sealed record ReportList(int Total, int Page, int Size, IReadOnlyList<ReportView> Items);

/// <summary>What a reporter gets back.</summary>
/// <param name="Code">Opens the receipt, and is told this once.</param>
/// <param name="Url">The page on which state and answer can be read.</param>
public sealed record ReportReceipt(string Reference, string Code, string Url, DateOnly DueOn);

/// <summary>How reports are told over the API.</summary>
internal sealed class ReportViews(Db db, Actor actor, TimeProvider clock)
{
    public const string Root = "/api/v1/reports";

    public async Task<ReportView> OfAsync(ProblemReport report, CancellationToken stop)
    {
        var row = await db.ReportRowsOf(db.ProblemReports.AsNoTracking().Where(r => r.Id == report.Id)).SingleAsync(stop);
        return Of(row, [.. ProblemReport.Lifecycle.AvailableTo(actor, report).Select(m => new ReportAction(m.Name, T(m.Label), "POST", $"{Root}/{report.Reference}/{m.Name}"))]);
    }

    public ReportView Of(ReportRow r, IReadOnlyList<ReportAction> actions) => new(
        r.Reference, r.State, r.KindCode, r.Text, r.InstrumentReference, r.InstrumentName, r.OrganisationReference, r.Organisation, r.AreaCode,
        r.ReceivedAt, r.DueOn, r.IsLate(clock.Today()), r.ForwardedAt, r.EscalatedAt, r.Answer, r.SettledAt, r.Version, actions);
}

/// <summary>Reports over the API: anybody may send one, officers and units do what their pages do.</summary>
internal static class ReportsApi
{
    public static void MapReportsApi(this IEndpointRouteBuilder app)
    {
        foreach (var (path, name) in new[] { ("/api/v1/instruments/{reference}/reports", "instrument"), ("/api/v1/organisations/{organisation}/reports", "organisation") })
        {
            app.MapPost(path, ReceiveAsync).Public().RequireRateLimiting(VoiceParts.Limit).WithTags("Reports").Named($"report-{name}").CreatesOnce()
                .Accepts<ReportInput>("application/json").Produces<ReportReceipt>(201).ProducesValidationProblem().ProducesProblem(404).ProducesProblem(429);
        }

        var api = app.MapGroup(ReportViews.Root).WithTags("Reports").For(Role.UnitAdministrator, Role.CountyOfficer, Role.BureauOfficer).Scoped("reports");
        api.MapGet("", ListAsync).Named("list").WithQuery(ReportAsk.Parameters).Produces<ReportList>().ProducesValidationProblem();
        api.MapGet("/{reference}", ShowAsync).Named("show").WithHeader("If-None-Match").Produces<ReportView>().Produces(304).ProducesProblem(404);
        foreach (var move in ProblemReport.Lifecycle.Moves)
        {
            api.MapMove(move);
        }
    }

    private static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name) => endpoint.WithName($"reports.{name}").WithSummary(In(English, $"api.reports.{name}"));

    private static void MapMove(this RouteGroupBuilder api, Lifecycle<ProblemReport, ReportState>.Move move) =>
        api.MapPost($"/{{reference}}/{move.Name}", (string reference, JsonBody body, HttpContext http, Db db, Actor actor, Reports reports, ReportViews views, CancellationToken stop) =>
                MoveAsync(move, reference, body, http, db, actor, reports, views, stop))
            .WithName($"reports.{move.Name}").WithSummary(In(English, move.Label)).WithHeader("If-Match").Accepts(move.InputType, "application/json").Produces<ReportView>()
            .ProducesValidationProblem().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(412);

    private static async Task<IResult> ReceiveAsync(JsonBody body, HttpContext http, Db db, Actor actor, Reports reports, CodeTables tables, TimeProvider clock, CancellationToken stop)
    {
        var (reference, organisation) = (http.Request.RouteValues["reference"]?.ToString(), http.Request.RouteValues["organisation"]?.ToString());
        var entry = reference is not null ? await reports.InstrumentAsync(reference, stop) : await reports.OrganisationAsync(organisation!, stop);
        if (entry is null)
        {
            return Problems.NotFound(reference ?? organisation!);
        }

        if (MoveInput.Read(typeof(ReportInput), body.Content, out var errors) is not ReportInput input)
        {
            return Problems.Invalid(errors);
        }

        if (input.Problems(tables) is { Count: > 0 } problems)
        {
            return Problems.Invalid(problems.GroupBy(p => p.Field).ToDictionary(g => g.Key, g => g.Select(p => p.Sentence).ToArray()));
        }

        http.Response.Headers.CacheControl = "no-store";
        // Visitors have no account of their own to keep their keys apart: the address from which they come does.
        var from = JournalEntry.DigestOf($"{http.Connection.RemoteIpAddress}")[..16];
        return await db.CreateOnceAsync(http, actor, $"POST reports {from}", $"{reference}{organisation}\n{body.Content.GetRawText()}", clock.GetUtcNow(), async () =>
        {
            var (report, code) = await reports.ReceiveAsync(entry, input, stop);
            var url = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}/reports/{code}";
            return new(report.Reference, url, null, new ReportReceipt(report.Reference, code, url, report.DueOn));
        });
    }

    private static async Task<IResult> ListAsync(HttpContext http, Db db, Actor actor, ReportViews views, CodeTables tables, CityPack pack, TimeProvider clock, CancellationToken stop)
    {
        var query = new QueryReader(http.Request.Query);
        var ask = ReportAsk.Read(query);
        ReportAsk.Judge(query, tables, pack);
        foreach (var name in http.Request.Query.Keys.Where(k => !ReportAsk.Parameters.Contains(k)))
        {
            query.Problems[name] = [T("problem.unknown-parameter", string.Join(T("list.and"), ReportAsk.Parameters))];
        }

        if (query.Problems.Count > 0)
        {
            return Problems.Invalid(query.Problems);
        }

        var page = await db.ReportRowsOf(ask.Narrow(db, db.ProblemReports.AsNoTracking().VisibleTo(actor), clock.Today())).ExactPageAsync(ask.Page, ask.Size, stop);
        return Results.Ok(new ReportList(page.Total, page.Number, page.Size, [.. page.Items.Select(r => views.Of(r, []))]));
    }

    private static async Task<IResult> ShowAsync(string reference, HttpContext http, Db db, Actor actor, ReportViews views, CancellationToken stop) =>
        await FindAsync(db, actor, reference, stop) is not { } report ? Problems.NotFound(reference)
        : http.Request.Has(report.Version) ? Results.StatusCode(StatusCodes.Status304NotModified)
        : await AnswerAsync(http, report, views, stop);

    private static async Task<IResult> MoveAsync(
        Lifecycle<ProblemReport, ReportState>.Move move, string reference, JsonBody body, HttpContext http, Db db, Actor actor, Reports reports, ReportViews views, CancellationToken stop)
    {
        if (await FindAsync(db, actor, reference, stop) is not { } report)
        {
            return Problems.NotFound(reference);
        }

        if (MoveInput.Read(move.InputType, body.Content, out var errors) is not { } input)
        {
            return Problems.Invalid(errors);
        }

        if (http.Request.Headers.IfMatch.Count > 0 && http.Request.IfMatch(out _) != report.Version)
        {
            return Preconditions.Stale();
        }

        await reports.MakeAsync(move, report, input, actor, stop);
        return await AnswerAsync(http, report, views, stop);
    }

    private static Task<ProblemReport?> FindAsync(Db db, Actor actor, string reference, CancellationToken stop) =>
        db.ProblemReports.VisibleTo(actor).SingleOrDefaultAsync(r => r.Reference == reference, stop);

    private static async Task<IResult> AnswerAsync(HttpContext http, ProblemReport report, ReportViews views, CancellationToken stop)
    {
        http.Response.Headers.ETag = Preconditions.ETag(report.Version);
        return Results.Ok(await views.OfAsync(report, stop));
    }
}
