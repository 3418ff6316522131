using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Notices.Text;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Notices;

/// <summary>A file of a notice.</summary>
/// <param name="Size">Bytes.</param>
public sealed record NoticeFileView(string Name, string ContentType, long Size, string Sha256, string Href);

/// <summary>One published edition in the history of a notice.</summary>
public sealed record NoticeVersionView(int Version, EditionState State, DateTimeOffset PublishedAt, DateTimeOffset? ReplacedAt, string Href);

/// <summary>A notice in a list. <paramref name="Page"/> is its address for people.</summary>
/// <param name="From">First day: of a policy in force, of an event.</param>
public sealed record NoticeEntry(
    int Number, NoticeKind Kind, string KindName, string Title, string? EnglishTitle, string Summary, string? EnglishSummary, string? DocumentNumber, string? Issuer, string? Organisation,
    string? Place, DateOnly? From, DateOnly? Until, TimeOnly? Opens, TimeOnly? Closes, int Version, DateTimeOffset PublishedAt, bool Pinned, string Page, string Href);

/// <summary>A notice whole: Markdown as it was written and HTML as it is shown. A withdrawn one tells its title and why it is gone.</summary>
public sealed record NoticeWhole(
    int Number, NoticeKind Kind, string Title, string? EnglishTitle, bool Withdrawn, string? WithdrawnBecause, string? Summary, string? Markdown, string? Html, string? EnglishMarkdown, string? EnglishHtml,
    string? DocumentNumber, string? Issuer, string? Place, DateOnly? From, DateOnly? Until, TimeOnly? Opens, TimeOnly? Closes, int Version,
    IReadOnlyList<NoticeFileView> Files, IReadOnlyList<NoticeVersionView> Versions, string Page);

/// <summary>What became of an edition by a move.</summary>
public sealed record EditionView(int Number, int Serial, string Reference, EditionState State, int? Version, DateTimeOffset? ScheduledFor, DateTimeOffset? PublishedAt);

/// <summary>Notices over the API: everybody reads, the bureau and the units move their editions.</summary>
internal static class NoticesApi
{
    private const string Root = "/api/v1/notices";

    public static void MapNoticesApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(Root).WithTags("Notices");
        api.MapGet("", ListAsync).Public().Named("list").WithQuery(Asked).Produces<Listed<NoticeEntry>>().ProducesValidationProblem();
        api.MapGet("/{number:int}", ShowAsync).Public().Named("show").Produces<NoticeWhole>().ProducesProblem(404);
        foreach (var move in Edition.Lifecycle.Moves.Where(m => m != Edition.Lifecycle.Replace && m != Edition.Lifecycle.Appear))
        {
            api.MapMove(move);
        }
    }

    private static readonly string[] Asked = ["kind", "q", "year", "when", "page", "size"];

    private static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name) => endpoint.WithName($"notices.{name}").WithSummary(In(English, $"api.notices.{name}"));

    private static void MapMove(this RouteGroupBuilder api, Lifecycle<Edition, EditionState>.Move move) =>
        api.MapPost($"/{{number:int}}/editions/{{serial:int}}/{move.Name}", (int number, int serial, JsonElement body, Db db, Actor actor, NoticeMoves moves, CancellationToken stop) =>
                MakeAsync(move, number, serial, body, db, actor, moves, stop))
            .For(Role.BureauOfficer, Role.UnitAdministrator).WithName($"notices.{move.Name}").WithSummary(In(English, move.Label)).Accepts(move.InputType, "application/json").Produces<EditionView>()
            .ProducesValidationProblem().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);

    private static async Task<IResult> MakeAsync(Lifecycle<Edition, EditionState>.Move move, int number, int serial, JsonElement body, Db db, Actor actor, NoticeMoves moves, CancellationToken stop)
    {
        var edition = await db.Editions.Include(e => e.Notice).ThenInclude(n => n.Editions).VisibleTo(actor).SingleOrDefaultAsync(e => e.Notice.Number == number && e.Serial == serial, stop);
        if (edition is null)
        {
            return Problems.NotFound($"N{number}-{serial}");
        }

        if (MoveInput.Read(move.InputType, body, out var errors) is not { } input)
        {
            return Problems.Invalid(errors);
        }

        await moves.MakeAsync(move, edition, input, actor, stop);
        return Results.Ok(new EditionView(number, serial, edition.Reference, edition.State, edition.Number, edition.ScheduledFor, edition.PublishedAt));
    }

    private static async Task<IResult> ListAsync(HttpContext http, NoticeReading reading, CancellationToken stop)
    {
        List<FieldProblem> problems = [];
        var query = http.Request.Query;
        var page = LedgerAddress.Number(query, "page", 1, 1_000_000, 1, problems);
        var size = LedgerAddress.Number(query, "size", 1, Paging.MostSize, Paging.DefaultSize, problems);
        LedgerAddress.Number(query, "year", 1950, 2200, 2000, problems);
        if (query["kind"].ToString() is { Length: > 0 } kind && !Enum.GetNames<NoticeKind>().Contains(kind))
        {
            problems.Add(new("kind", "unknown-code", kind.Length > 40 ? kind[..40] : kind));
        }

        if (query["when"].ToString() is { Length: > 0 } when && when is not (NoticeQuestion.Now or NoticeQuestion.Past))
        {
            problems.Add(new("when", "one-of", $"{NoticeQuestion.Now}{T("list.and")}{NoticeQuestion.Past}"));
        }

        if (query["q"].ToString() is { Length: > 100 } words)
        {
            problems.Add(new("q", "too-long", 100, words.Length));
        }

        if (LedgerApi.Invalid(http, Asked, problems) is { } invalid)
        {
            return invalid;
        }

        var found = await reading.ExactListAsync(NoticeQuestion.Read(query, Enum.GetValues<NoticeKind>()) with { Page = page }, size, stop);
        return Results.Ok(new Listed<NoticeEntry>(found.Total, found.Number, found.Size, [.. found.Items.Select(Entry)]));
    }

    private static async Task<IResult> ShowAsync(int number, NoticeReading reading, CancellationToken stop) =>
        await reading.FindAsync(number, null, stop) is { } view ? Results.Ok(Whole(view)) : Problems.NotFound($"N{number}");

    private static NoticeEntry Entry(NoticeLine n) => new(
        n.Number, n.Kind, T(n.Kind), n.Title, n.EnglishTitle, n.Summary, n.EnglishSummary, n.DocumentNumber, n.Issuer, n.Unit, n.Place, n.From, n.Until, n.Opens, n.Closes,
        n.Version, n.PublishedAt, n.Pinned, n.Path, $"{Root}/{n.Number}");

    private static NoticeWhole Whole(NoticeView view)
    {
        var (notice, edition, words, span) = (view.Notice, view.Edition, view.Edition.Wording, view.Edition.Span);
        var page = NoticeAddress.Of(notice.Kind, notice.Number);
        if (view.IsWithdrawn)
        {
            return new(notice.Number, notice.Kind, words.Title, words.EnglishTitle, true, edition.Remark, null, null, null, null, null, null, null, null, null, null, null, null, edition.Number!.Value, [], [], page);
        }

        var files = NoticeAddress.FilesOf(notice.Number, edition.Files);
        return new(
            notice.Number, notice.Kind, words.Title, words.EnglishTitle, false, null, words.Summary, words.Body, RichText.ToHtml(words.Body, files, ""),
            words.EnglishBody, words.EnglishBody is null ? null : RichText.ToHtml(words.EnglishBody, files, ""), words.DocumentNumber, words.Issuer, words.Place,
            span.From, span.Until, span.Opens, span.Closes, edition.Number!.Value,
            [.. edition.Files.Select(f => new NoticeFileView(f.File.Name, f.File.ContentType, f.File.Size, f.File.Digest, NoticeAddress.OfFile(notice.Number, f.File)))],
            [.. view.Editions.Select(e => new NoticeVersionView(e.Number!.Value, e.State, e.PublishedAt!.Value, e.EndedAt, NoticeAddress.OfVersion(notice.Kind, notice.Number, e.Number.Value)))], page);
    }
}
