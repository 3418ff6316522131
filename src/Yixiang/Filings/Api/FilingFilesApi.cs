using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings;

/// <summary>Files of a filing over the API: the body of the request is the file, read as a stream and known by its content.</summary>
internal static class FilingFilesApi
{
    public static void MapFilingFiles(this RouteGroupBuilder api)
    {
        api.MapPost("/{reference}/attachments", AddAsync).Named("attach").CreatesOnce().For(Role.UnitAdministrator).Accepts<Stream>("application/octet-stream", "*/*")
            .Produces<FilingFile>(201).ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409);
        api.MapGet("/{reference}/attachments/{id:long}", ShowAsync).Named("file").Produces(200).ProducesProblem(404);
        api.MapDelete("/{reference}/attachments/{id:long}", RemoveAsync).Named("detach").For(Role.UnitAdministrator).Produces(204).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> AddAsync(
        string reference, string? kind, string? name, string? caption, HttpContext http, Db db, Actor actor, Papers papers, TimeProvider clock, CancellationToken stop)
    {
        if (await FilingsApi.FindAsync(db, actor, reference, stop) is not { } filing)
        {
            return Problems.NotFound(reference);
        }

        var errors = new Dictionary<string, string[]>();
        if (!Enum.TryParse<AttachmentKind>(kind, true, out var known) || !Enum.IsDefined(known))
        {
            errors["kind"] = [T("problem.value-not-understood")];
        }

        if (name is not { Length: > 0 and <= 255 })
        {
            errors["name"] = [T("problem.required")];
        }

        if (caption?.Length > 200)
        {
            errors["caption"] = [T("problem.too-long", 200, caption.Length)];
        }

        if (errors.Count > 0)
        {
            return Problems.Invalid(errors);
        }

        http.Request.CountBytes();

        if (!http.Request.Headers.ContainsKey(Idempotency.Header))
        {
            // Said before the file is read; a repetition is answered even where there is no room any more.
            papers.DemandRoom(filing, known);
        }

        IResult? answer = null;
        var paper = new IncomingPaper(known, caption, name!, http.Request.Body);
        await papers.TakeAsync(paper, actor, async file => answer = await db.CreateOnceAsync(
            http, actor, $"POST filings/{reference}/attachments", $"{http.Request.QueryString}\n{file.Digest}", clock.GetUtcNow(), async () =>
            {
                await papers.AddAsync(filing, paper, file, actor, stop);
                var added = filing.Attachments.MaxBy(a => a.Id)!;
                var href = $"{FilingViews.Root}/{reference}/attachments/{added.Id}";
                return new(reference, href, null, new FilingFile(added.Id, added.Kind, file.Name, file.ContentType, file.Size, file.Digest, added.Caption, href));
            }), stop);
        return answer!;
    }

    private static async Task<IResult> ShowAsync(string reference, long id, Db db, Actor actor, FileStore store, CancellationToken stop)
    {
        var file = await db.Filings.AsNoTracking().VisibleTo(actor).Where(f => f.Reference == reference)
            .SelectMany(f => f.Attachments).Where(a => a.Id == id).Select(a => a.File).SingleOrDefaultAsync(stop);
        return file is null || !store.Has(file.Digest) ? Problems.NotFound($"{reference}/{id}") : Results.File(store.Open(file.Digest), file.ContentType, file.Name, file.StoredAt, enableRangeProcessing: true);
    }

    private static async Task<IResult> RemoveAsync(string reference, long id, Db db, Actor actor, Papers papers, CancellationToken stop) =>
        await FilingsApi.FindAsync(db, actor, reference, stop) is { } filing && await papers.RemoveAsync(filing, id, actor, stop) ? Results.NoContent() : Problems.NotFound($"{reference}/{id}");
}
