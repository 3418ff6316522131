using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings;

/// <summary>One message about a row, in the reader's language.</summary>
public sealed record ImportMessageView(string Kind, string Field, string Code, string Sentence, string? Value);

/// <summary>One row of an import's report.</summary>
public sealed record ImportRowView(int Row, string Outcome, string OwnNumber, string Name, string? Target, IReadOnlyList<ImportMessageView> Messages);

/// <summary>Something the actor may do with an import now.</summary>
public sealed record ImportActionView(string Name, string Label, string Href);

/// <summary>An import as the API shows it.</summary>
public sealed record ImportView(
    string Reference, string State, string FileName, string Format, string Sheet, string? Problem, ImportCounts Counts, ImportMapping Mapping,
    IReadOnlyList<string> Notes, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt, IReadOnlyList<ImportActionView> Actions);

/// <summary>Imports over the API: upload, mapping, dry run, rows, report, writing.</summary>
internal static class ImportsApi
{
    private const string Root = "/api/v1/imports";

    public static void MapImportsApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(Root).WithTags("Imports").For(Role.UnitAdministrator, Role.BureauOfficer).Scoped("imports");

        api.MapPost("", UploadAsync).DisableAntiforgery().WithMetadata(new StreamedUpload()).Accepts<IFormFile>("multipart/form-data").Produces<ImportView>(StatusCodes.Status201Created);

        api.MapGet("", async (Db db, Actor actor, int page = 1, int size = Paging.DefaultSize, CancellationToken stop = default) =>
        {
            var found = await db.Imports.AsNoTracking().Include(i => i.File).VisibleTo(actor).OrderByDescending(i => i.Id).PageAsync(page, size, stop);
            return Results.Ok(new { found.Total, Page = found.Number, found.Size, Items = found.Items.Select(i => View(i, actor)) });
        });

        api.MapGet("/{reference}", async (string reference, Db db, Actor actor, CancellationToken stop) =>
            await FindAsync(db, actor, reference, stop) is { } import ? Results.Ok(View(import, actor)) : Problems.NotFound(reference)).Produces<ImportView>();

        api.MapGet("/{reference}/rows", async (string reference, Db db, Actor actor, RowOutcome? outcome, int page = 1, int size = Paging.DefaultSize, CancellationToken stop = default) =>
        {
            if (await FindAsync(db, actor, reference, stop) is not { } import)
            {
                return Problems.NotFound(reference);
            }

            var rows = await db.ImportRows.AsNoTracking().Where(r => r.ImportId == import.Id && (outcome == null || r.Outcome == outcome)).OrderBy(r => r.RowNumber).PageAsync(page, size, stop);
            return Results.Ok(new { rows.Total, Page = rows.Number, rows.Size, Items = rows.Items.Select(View) });
        });

        api.MapGet("/{reference}/report", async (string reference, Db db, Actor actor, ImportReport report, CancellationToken stop) =>
            await FindAsync(db, actor, reference, stop) is { } import ? report.Download(import) : Problems.NotFound(reference));

        api.MapPut("/{reference}/mapping", async (string reference, ImportMapping mapping, Db db, Actor actor, ImportDesk desk, CancellationToken stop) =>
        {
            if (await FindAsync(db, actor, reference, stop) is not { } import)
            {
                return Problems.NotFound(reference);
            }

            await desk.MapAsync(import, mapping, actor, stop);
            return Results.Ok(View(import, actor));
        }).Produces<ImportView>();

        api.MapPost("/{reference}/{move}", MoveAsync).Produces<ImportView>();
    }

    private static async Task<IResult> UploadAsync(HttpRequest request, Db db, ImportDesk desk, Actor actor, CancellationToken stop)
    {
        var upload = await UploadedSheet.ReadAsync(request, desk.Limits.MaxBytes, stop)
            ?? throw new RefusedException(new(RefusalKind.WrongInput, "import-no-file"));
        var bureau = actor.Role == Role.BureauOfficer;
        var import = await desk.BeginAsync(upload.Content, upload.FileName, bureau ? null : actor.OrganisationId, bureau ? new(upload.Fields.GetValueOrDefault("ground", "")) : null, actor, stop);
        return Results.Created($"{Root}/{import.Reference}", View(import, actor));
    }

    /// <summary><c>dry-run</c> is the API's word for the move <c>check</c>.</summary>
    private static async Task<IResult> MoveAsync(string reference, string move, Db db, Actor actor, TimeProvider clock, CancellationToken stop)
    {
        var declared = Import.Lifecycle.Find(move == "dry-run" ? "check" : move);
        if (declared is null || declared.InputType != typeof(Nothing) || await FindAsync(db, actor, reference, stop) is not { } import)
        {
            return Problems.NotFound(reference);
        }

        await db.MoveAsync(declared, import, new Nothing(), actor, clock.GetUtcNow(), stop);
        return Results.Ok(View(import, actor));
    }

    private static Task<Import?> FindAsync(Db db, Actor actor, string reference, CancellationToken stop) =>
        db.Imports.Include(i => i.File).VisibleTo(actor).SingleOrDefaultAsync(i => i.Reference == reference, stop);

    private static ImportView View(Import i, Actor actor) => new(
        i.Reference, i.State.ToString(), i.File.Name, i.Format.ToString(), i.SheetName, i.ReadProblem()?.Sentence, i.Counts, i.ReadMapping(),
        [.. i.ReadNotes().Select(n => n.Sentence)], i.CreatedAt, i.FinishedAt,
        [.. Import.Lifecycle.AvailableTo(actor, i).Select(m => new ImportActionView(m.Name, T(m.Label), $"{Root}/{i.Reference}/{m.Name}"))]);

    private static ImportRowView View(ImportRow r) => new(
        r.RowNumber, r.Outcome.ToString(), r.OwnNumber, r.Name, r.Target,
        [.. r.ReadMessages().Select(m => new ImportMessageView(m.Kind.ToString(), m.Field, m.Code, m.Sentence, m.Value))]);

    /// <summary>The upload counts its bytes itself.</summary>
    private sealed class StreamedUpload : Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => null;
    }
}
