using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;
using Yixiang.Organisations;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger;

/// <summary>A document of an organisation, as the caller may see it.</summary>
/// <param name="Expired">Its last day has passed.</param>
/// <param name="Replaces">Reference of the older version.</param>
public sealed record DocumentView(
    string Reference, string Kind, string KindName, string Title, DateOnly IssuedOn, DateOnly? ValidUntil, bool Public, DocumentState State, bool Expired, string? Replaces,
    string FileName, string ContentType, long Size, string Sha256, string Href);

/// <summary>Documents of an organisation over the API: everybody reads what is public; the unit and its officers everything, the unit writes.</summary>
internal static class DocumentsApi
{
    private const string Root = "/api/v1/organisations/{organisation}/documents";

    public static void MapDocumentsApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(Root).WithTags("Organisations").Scoped("organisations");
        api.MapGet("", ListAsync).Public().Named("list").Produces<IReadOnlyList<DocumentView>>().ProducesProblem(404);
        api.MapGet("/{reference}", ShowAsync).Public().Named("file").Produces(200).ProducesProblem(404);
        api.MapPost("", AddAsync).For(Role.UnitAdministrator).Named("add").CreatesOnce().Accepts<Stream>("application/octet-stream", "*/*")
            .Produces<DocumentView>(201).ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409);
        api.MapPost("/{reference}/withdraw", WithdrawAsync).For(Role.UnitAdministrator).Named("withdraw").Produces(204).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> ListAsync(string organisation, Db db, Actor actor, CodeTables tables, TimeProvider clock, CancellationToken stop) =>
        await db.Organisations.Named(organisation).Select(o => new { o.Id, o.Reference }).SingleOrDefaultAsync(stop) is { } of
            ? Results.Ok((await db.Documents.AsNoTracking().VisibleTo(actor).Where(d => d.OrganisationId == of.Id).Listed().ToListAsync(stop)).ConvertAll(d => View(d, of.Reference, tables, clock)))
            : Problems.NotFound(organisation);

    private static async Task<IResult> ShowAsync(string organisation, string reference, Db db, Actor actor, FileStore store, CancellationToken stop)
    {
        var of = db.Organisations.Named(organisation);
        var file = await db.Documents.AsNoTracking().VisibleTo(actor).Where(d => of.Any(o => o.Id == d.OrganisationId) && d.Reference == reference).Select(d => d.File).SingleOrDefaultAsync(stop);
        return file is null || !store.Has(file.Digest) ? Problems.NotFound(reference) : Results.File(store.Open(file.Digest), file.ContentType, file.Name, file.StoredAt, new($"\"{file.Digest}\""), enableRangeProcessing: true);
    }

    private static async Task<IResult> AddAsync(
        string organisation, string? kind, string? title, string? issuedOn, string? validUntil, bool? @public, string? replaces, string? name,
        HttpContext http, Db db, Actor actor, Documents documents, CodeTables tables, TimeProvider clock, CancellationToken stop)
    {
        if (await OwnAsync(organisation, db, actor, stop) is not { } own)
        {
            return Problems.NotFound(organisation);
        }

        var words = new Dictionary<string, string?> { ["kind"] = kind, ["title"] = title, ["issuedOn"] = issuedOn, ["validUntil"] = validUntil, ["public"] = @public == true ? "true" : "", ["replaces"] = replaces };
        var input = DocumentInput.Read(key => words[key] ?? "", tables, clock.Today(), out var problems);
        if (name is not { Length: > 0 and <= 255 })
        {
            problems.Add(new("name", "required"));
        }

        if (problems.Count > 0)
        {
            return Problems.Invalid(problems.ToDictionary(p => p.Field, p => new[] { p.Sentence }));
        }

        http.Request.CountBytes();

        IResult? answer = null;
        await documents.TakeAsync(name!, http.Request.Body, actor, async file => answer = await db.CreateOnceAsync(
            http, actor, "POST documents", $"{http.Request.QueryString}\n{file.Digest}", clock.GetUtcNow(), async () =>
            {
                var added = View(await documents.AddAsync(own.Id, input!, file, actor, stop), own.Reference, tables, clock);
                return new(added.Reference, added.Href, null, added);
            }), stop);
        return answer!;
    }

    private static async Task<IResult> WithdrawAsync(string organisation, string reference, Db db, Actor actor, Documents documents, CancellationToken stop) =>
        await OwnAsync(organisation, db, actor, stop) is { } own && await documents.WithdrawAsync(own.Id, reference, actor, stop) ? Results.NoContent() : Problems.NotFound(reference);

    /// <summary>A unit writes its own documents only; another one's is not there.</summary>
    private static Task<Organisation?> OwnAsync(string organisation, Db db, Actor actor, CancellationToken stop) =>
        db.Organisations.AsNoTracking().Named(organisation).SingleOrDefaultAsync(o => o.Id == actor.OrganisationId, stop);

    private static DocumentView View(Document d, string organisation, CodeTables tables, TimeProvider clock) => new(
        d.Reference, d.KindCode, tables["document-kind"].NameOf(d.KindCode), d.Title, d.IssuedOn, d.ValidUntil, d.IsPublic, d.State, d.IsExpired(clock.Today()), d.Replaces,
        d.File.Name, d.File.ContentType, d.File.Size, d.File.Digest, $"{Root.Replace("{organisation}", organisation)}/{d.Reference}");

    private static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name) => endpoint.WithName($"documents.{name}").WithSummary(In(English, $"api.documents.{name}"));
}
